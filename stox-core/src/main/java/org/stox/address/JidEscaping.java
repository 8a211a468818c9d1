package org.stox.address;

/** XEP-0106: characters that a localpart cannot hold, as a backslash and two digits. */
final class JidEscaping {

    /** All that is ever escaped; the code is the character's own, in hexadecimal. */
    private static final String ESCAPED = " \"&'/:<>@\\";

    private static final char BACKSLASH = '\\';

    private JidEscaping() {
    }

    /** XEP-0106 §4.2: a backslash is escaped only where it would be taken for the start of an escape (RFC7247-6.2-12). */
    static String escape(String text) {
        var escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == BACKSLASH ? escapedAt(text, i) >= 0 : ESCAPED.indexOf(c) >= 0) {
                escaped.append(BACKSLASH).append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                escaped.append(c);
            }
        }
        var localpart = escaped.length() == text.length() ? text : escaped.toString();
        if (localpart.startsWith("\\20") || localpart.endsWith("\\20")) {      // RFC7247-6.2-13
            throw new AddressException("a user name that starts or ends with a space has no form as a JID");
        }
        return localpart;
    }

    /** The sequences of XEP-0106 and no others, each once. */
    static String unescape(String localpart) {
        if (localpart.indexOf(BACKSLASH) < 0) {
            return localpart;
        }
        var text = new StringBuilder(localpart.length());
        for (int i = 0; i < localpart.length(); i++) {
            int c = localpart.charAt(i) == BACKSLASH ? escapedAt(localpart, i) : -1;
            if (c >= 0) {
                text.append((char) c);
                i += 2;
            } else {
                text.append(localpart.charAt(i));
            }
        }
        return text.toString();
    }

    /** The character that the sequence at {@code i} stands for, in digits of any case, or -1. */
    private static int escapedAt(String text, int i) {
        if (i + 2 >= text.length()) {
            return -1;
        }
        int code = PercentCoding.hex(text.charAt(i + 1)) << 4 | PercentCoding.hex(text.charAt(i + 2));
        return code >= 0 && ESCAPED.indexOf(code) >= 0 ? code : -1;
    }
}
