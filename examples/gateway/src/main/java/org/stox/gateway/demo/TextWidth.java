package org.stox.gateway.demo;

/** How many columns of a terminal a text takes: emoji and East Asian characters two, marks none. */
final class TextWidth {

    private TextWidth() {
    }

    static int of(String text) {
        return text.codePoints().map(TextWidth::of).sum();
    }

    /** At most that many columns, with a sign where something was cut off; line breaks become spaces. */
    static String cut(String text, int columns) {
        var line = text.replaceAll("\\s+", " ").strip();
        if (of(line) <= columns) {
            return line;
        }
        var cut = new StringBuilder();
        int width = 0;
        for (int c : line.codePoints().toArray()) {
            if (width + of(c) > columns - 2) {
                break;
            }
            width += of(c);
            cut.appendCodePoint(c);
        }
        return cut.append("..").toString();
    }

    private static int of(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT || c >= 0xfe00 && c <= 0xfe0f) {
            return 0;
        }
        return c >= 0x1100 && c <= 0x115f || c >= 0x2e80 && c <= 0xa4cf || c >= 0xac00 && c <= 0xd7a3 || c >= 0xf900 && c <= 0xfaff
                || c >= 0xff00 && c <= 0xff60 || c >= 0x1f300 && c <= 0x1faff || c >= 0x20000 && c <= 0x3fffd ? 2 : 1;
    }
}
