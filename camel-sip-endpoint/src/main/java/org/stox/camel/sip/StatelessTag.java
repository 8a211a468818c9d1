package org.stox.camel.sip;

import org.stox.protocol.sip.SipRequest;

/** RFC 3261 §8.2.7: the To tag of an answer, the same for each copy of a request without remembering any. */
public final class StatelessTag {

    private static final long PRIME = 0x9e3779b97f4a7c15L;

    private StatelessTag() {
    }

    /** The fields that differ from one request to another; a text keeps its hash, so that asking again costs little. */
    public static String of(SipRequest request) {
        long hash = 0;
        for (var header : request.headers()) {
            if (header.is("Via") || header.is("From") || header.is("Call-ID") || header.is("CSeq")) {
                hash = (hash ^ header.value().hashCode()) * PRIME;
                hash ^= hash >>> 29;
            }
        }
        return Long.toUnsignedString(hash, 32);
    }
}
