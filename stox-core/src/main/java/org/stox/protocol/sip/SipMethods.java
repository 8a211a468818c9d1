package org.stox.protocol.sip;

import java.util.Set;

/** The methods that RFCs define: what is not served of them is 405, other methods are 501 (RFC 3261 §8.2.1, §21.5.2). */
final class SipMethods {

    private static final Set<String> KNOWN = Set.of(
            "INVITE", "ACK", "OPTIONS", "BYE", "CANCEL", "REGISTER",   // RFC 3261
            "PRACK",                                                   // RFC 3262
            "UPDATE",                                                  // RFC 3311
            "MESSAGE",                                                 // RFC 3428
            "REFER",                                                   // RFC 3515
            "PUBLISH",                                                 // RFC 3903
            "INFO",                                                    // RFC 6086
            "SUBSCRIBE", "NOTIFY");                                    // RFC 6665

    private SipMethods() {
    }

    static boolean isKnown(String method) {
        return KNOWN.contains(method);
    }
}
