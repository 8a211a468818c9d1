package org.stox.camel.sip;

import org.stox.protocol.sip.SipRequest;

/** RFC 3261 §8.2.7: the To tag of an answer, the same for each copy of a request without remembering any. */
public final class StatelessTag {

    private static final long BASIS = 0xcbf29ce484222325L;  // FNV-1a with 64 bits
    private static final long PRIME = 0x100000001b3L;

    private StatelessTag() {
    }

    public static String of(SipRequest request) {
        long hash = BASIS;
        for (var header : request.headers()) {
            if (header.is("Via") || header.is("From") || header.is("Call-ID") || header.is("CSeq")) {
                hash = add(hash, header.value());
            }
        }
        return Long.toUnsignedString(hash, 36);
    }

    private static long add(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        return hash;
    }
}
