package org.stox.protocol;

/** Text from one side made fit for the other: what cannot be written there is replaced, never dropped silently. */
public final class CleanText {

    private static final char REPLACEMENT = '\uFFFD';

    private static final int MAX_NAME = 100;

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

    /**
     * A name for people: one line of moderate length, without what turns the direction of the text around it (RFC 8266 §2.1,
     * BEYOND-NICK-02).
     */
    public static String name(String text) {
        var line = oneLine(text);
        boolean turns = false;
        for (int i = 0; i < line.length() && !turns; i++) {
            turns = turns(line.charAt(i));
        }
        if (turns) {
            var left = new StringBuilder(line.length());
            line.chars().filter(c -> !turns((char) c)).forEach(c -> left.append((char) c));
            line = left.toString().strip();
        }
        return line.codePointCount(0, line.length()) <= MAX_NAME ? line : line.substring(0, line.offsetByCodePoints(0, MAX_NAME)).strip();
    }

    /** Marks, embeddings, overrides and isolates of UAX #9 §2. */
    private static boolean turns(char c) {
        return c == 0x061C || c == 0x200E || c == 0x200F || c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
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
