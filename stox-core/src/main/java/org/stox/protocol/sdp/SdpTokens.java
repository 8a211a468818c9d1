package org.stox.protocol.sdp;

import org.stox.protocol.Ascii;

/** The basic rules of RFC 8866 §9. */
final class SdpTokens {

    private static final String MARKS = "!#$%&'*+-.^_`{|}~";

    private SdpTokens() {
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || MARKS.indexOf(c) >= 0)) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** {@code token *("/" token)}. */
    static boolean isTokens(String text) {
        for (var part : text.split("/", -1)) {
            if (!isToken(part)) {
                return false;
            }
        }
        return true;
    }

    /** {@code byte-string} as text: neither NUL nor CR nor LF. */
    static boolean isText(String text) {
        return text.indexOf('\0') < 0 && text.indexOf('\r') < 0 && text.indexOf('\n') < 0;
    }

    /** A number of at most so many digits. */
    static long number(String text, int digits, String otherwise) {
        if (!Ascii.isDigits(text) || text.length() > digits) {
            throw new SdpException(otherwise);
        }
        return Long.parseLong(text);
    }
}
