package org.stox.protocol.sip;

/** The basic rules of RFC 3261 §25.1: tokens, words, quoted strings. */
public final class SipTokens {

    private static final boolean[] TOKEN = table("-.!%*_+`'~");
    private static final boolean[] HOST = table("-._[]:");

    private SipTokens() {
    }

    private static boolean[] table(String marks) {
        var table = new boolean[128];
        for (char c = 0; c < 128; c++) {
            table[c] = c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z' || marks.indexOf(c) >= 0;
        }
        return table;
    }

    static boolean isTokenChar(int c) {
        return c >= 0 && c < 128 && TOKEN[c];
    }

    /** A token, or part of a host: what a parameter may have as value without quotes. */
    static boolean isValueChar(int c) {
        return c >= 0 && c < 128 && (TOKEN[c] || HOST[c]);
    }

    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** {@code gen-value}: token, host or quoted string. */
    public static boolean isParameterValue(String text) {
        if (text.startsWith("\"")) {
            return isQuoted(text);
        }
        for (int i = 0; i < text.length(); i++) {
            if (!isValueChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** A complete quoted string, its quotes included. */
    public static boolean isQuoted(String text) {
        return text.length() > 1 && text.charAt(0) == '"' && quotedEnd(text, 0) == text.length();
    }

    /** The position after the quoted string that begins at {@code from}, or -1 if it does not end or holds a bare control. */
    static int quotedEnd(String text, int from) {
        for (int i = from + 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            if (c == '\\') {
                i++;
                if (i < text.length() && (text.charAt(i) == '\r' || text.charAt(i) == '\n' || text.charAt(i) > 0x7f)) {
                    return -1;
                }
            } else if (c < ' ' && c != '\t' || c == 0x7f) {
                return -1;
            }
        }
        return -1;
    }

    /**
     * {@code callid} as RFC 3261 §25.1 defines it: {@code word [ "@" word ]}. What stox writes keeps to it; what it reads may be any
     * visible ASCII, as identifiers in base64 are common.
     */
    public static boolean isCallId(String text) {
        int at = text.indexOf('@');
        return at < 0 ? isWord(text) : isWord(text.substring(0, at)) && isWord(text.substring(at + 1));
    }

    private static boolean isWord(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isTokenChar(c) && "()<>:\\\"/[]?{}".indexOf(c) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Foreign text as a quoted string (§25.1). Controls become quoted pairs; CR and LF have no spelling there and are refused. */
    public static String quote(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n') {
                throw new SipSyntaxException("Line break in quoted string");
            }
            if (c == '"' || c == '\\' || c < ' ' && c != '\t' || c == 0x7f) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.append('"').toString();
    }

    /** The text of a quoted string; other text as it is. */
    public static String unquote(String text) {
        if (!isQuoted(text)) {
            return text;
        }
        String inner = text.substring(1, text.length() - 1);
        if (inner.indexOf('\\') < 0) {
            return inner;
        }
        var plain = new StringBuilder(inner.length());
        for (int i = 0; i < inner.length(); i++) {
            char c = inner.charAt(i);
            plain.append(c == '\\' ? inner.charAt(++i) : c);
        }
        return plain.toString();
    }

    /** Whether each NUL of a field value is a quoted pair inside a quoted string, the only place that RFC 3261 §25.1 has for it. */
    static boolean nulsAreQuoted(String text) {
        boolean inside = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                return false;
            }
            if (c == '"') {
                inside = !inside;
            } else if (c == '\\' && inside) {
                i++;
            }
        }
        return !inside;
    }
}
