package org.stox.protocol;

/** What the grammars of SIP, SDP and MSRP have in common (RFC 5234 §B.1). */
public final class Ascii {

    private Ascii() {
    }

    /** {@code 1*DIGIT}: those of ASCII only. */
    public static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty();
    }
}
