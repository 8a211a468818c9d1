package org.stox.protocol.xml;

import org.stox.protocol.xml.StreamError.Condition;

/** The characters of XML 1.0 §2.2 and its names (§2.3, fifth edition), and their UTF-8 (RFC 3629). */
public final class XmlCharacters {

    /** What stands in for a character that XML forbids. */
    public static final char REPLACEMENT = '\uFFFD';

    /** XML 1.0 §2.3, NameStartChar above ASCII: pairs of first and last, ascending. */
    private static final int[] NAME_START = {
        0xC0, 0xD6, 0xD8, 0xF6, 0xF8, 0x2FF, 0x370, 0x37D, 0x37F, 0x1FFF, 0x200C, 0x200D, 0x2070, 0x218F, 0x2C00, 0x2FEF,
        0x3001, 0xD7FF, 0xF900, 0xFDCF, 0xFDF0, 0xFFFD, 0x10000, 0xEFFFF};

    /** What NameChar adds to it. */
    private static final int[] NAME_MORE = {0xB7, 0xB7, 0x300, 0x36F, 0x203F, 0x2040};

    /** For each ASCII character: 2 if it may start a name without a colon, 1 if it may follow. */
    private static final byte[] ASCII_NAME = new byte[128];

    static {
        for (var c = 0; c < 128; c++) {
            var letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            var follows = c >= '0' && c <= '9' || c == '-' || c == '.';
            ASCII_NAME[c] = (byte) (letter ? 2 : follows ? 1 : 0);
        }
    }

    private XmlCharacters() {
    }

    /** XML 1.0 §2.2, Char: a surrogate alone is none. */
    public static boolean isCharacter(int c) {
        return c >= 0x20 ? c < 0xD800 || c > 0xDFFF && c < 0xFFFE || c > 0xFFFF && c <= Character.MAX_CODE_POINT
                : c == '\t' || c == '\n' || c == '\r';
    }

    /** The text with U+FFFD for each character that XML forbids; the text itself if there is none. */
    public static String clean(String text) {
        for (var i = 0; i < text.length();) {
            var c = text.codePointAt(i);
            if (!isCharacter(c)) {
                return text.codePoints().map(p -> isCharacter(p) ? p : REPLACEMENT)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
            }
            i += Character.charCount(c);
        }
        return text;
    }

    /** Whether the text is a name without a colon, of ASCII only: what our own names are made of. */
    public static boolean isPlainName(String name) {
        for (var i = 0; i < name.length(); i++) {
            var c = name.charAt(i);
            if (c > 127 || ASCII_NAME[c] < (i == 0 ? 2 : 1)) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    static boolean isNameStart(int c) {
        return c < 128 ? ASCII_NAME[c] == 2 : in(NAME_START, c);
    }

    static boolean isName(int c) {
        return c < 128 ? ASCII_NAME[c] > 0 : in(NAME_START, c) || in(NAME_MORE, c);
    }

    private static boolean in(int[] ranges, int c) {
        for (var i = 0; i < ranges.length && c >= ranges[i]; i += 2) {
            if (c <= ranges[i + 1]) {
                return true;
            }
        }
        return false;
    }

    /**
     * The character whose UTF-8 starts at {@code p}, the first byte being above ASCII. Throws for what is no shortest form, no
     * character of XML, or does not end before {@code end}.
     */
    static int decode(byte[] b, int p, int end) {
        var lead = b[p] & 0xFF;
        var length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
        if (lead < 0xC2 || lead > 0xF4 || p + length > end) {
            throw malformed();
        }
        var c = lead & 0x7F >> length;
        for (var i = 1; i < length; i++) {
            if ((b[p + i] & 0xC0) != 0x80) {
                throw malformed();
            }
            c = c << 6 | b[p + i] & 0x3F;
        }
        if (utf8Length(c) != length || !isCharacter(c)) {
            throw malformed();
        }
        return c;
    }

    public static int utf8Length(int c) {
        return c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    }

    /** Writes the character's UTF-8 and gives the place after it. */
    static int encode(int c, byte[] b, int p) {
        if (c < 0x80) {
            b[p] = (byte) c;
            return p + 1;
        }
        var length = utf8Length(c);
        for (var i = length - 1; i > 0; i--) {
            b[p + i] = (byte) (0x80 | c & 0x3F);
            c >>= 6;
        }
        b[p] = (byte) (0xF00 >> length & 0xFF | c);
        return p + length;
    }

    private static StreamException malformed() {
        return new StreamException(Condition.NOT_WELL_FORMED, "malformed UTF-8, or a character that XML forbids");
    }
}
