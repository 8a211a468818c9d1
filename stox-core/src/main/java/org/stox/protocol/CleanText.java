package org.stox.protocol;

/** Text from one side made fit for the other: what cannot be written there is replaced, never dropped silently. */
public final class CleanText {

    private static final char REPLACEMENT = '\uFFFD';

    private CleanText() {
    }

    /** Characters that XML 1.0 §2.2 forbids, lone surrogates among them, become U+FFFD; nothing else changes. */
    public static String forXml(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\n' && c != '\t' && c != '\r' || c >= '\uD800' && (Character.isSurrogate(c) || c >= '\uFFFE')) {
                return replaced(text);
            }
        }
        return text;
    }

    /** One line: each run of line ends and other controls becomes a space, the ends are trimmed (RFC 3261 §25.1, TEXT-UTF8-TRIM). */
    public static String oneLine(String text) {
        boolean clean = true;
        for (int i = 0; i < text.length() && clean; i++) {
            char c = text.charAt(i);
            clean = c >= ' ' && c <= '~';
        }
        if (clean) {
            return text.strip();
        }
        var line = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length();) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Character.isISOControl(c) || c == 0x2028 || c == 0x2029) {
                gap = true;
                continue;
            }
            if (gap && c != ' ' && !line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
            gap = false;
            if (c >= 0xD800 && c <= 0xDFFF) {
                line.append(REPLACEMENT);
            } else {
                line.appendCodePoint(c);
            }
        }
        return line.toString().strip();
    }

    private static String replaced(String text) {
        var clean = new StringBuilder(text.length());
        text.codePoints().forEach(c -> clean.appendCodePoint(isXmlChar(c) ? c : REPLACEMENT));
        return clean.toString();
    }

    private static boolean isXmlChar(int c) {
        return c == '\n' || c == '\t' || c == '\r' || c >= ' ' && c < 0xD800 || c > 0xDFFF && c < 0xFFFE || c > 0xFFFF;
    }
}
