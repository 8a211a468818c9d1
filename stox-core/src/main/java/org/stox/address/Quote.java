package org.stox.address;

/** A short quotation of bad input, safe to show: at most 20 characters, controls and other unprintables as their code point. */
final class Quote {

    private static final int MAX = 20;

    private Quote() {
    }

    static String of(String text) {
        var quoted = new StringBuilder("'");
        text.codePoints().limit(MAX).forEach(c -> {
            if (c >= ' ' && c <= '~') {
                quoted.append((char) c);
            } else {
                quoted.append(String.format("U+%04X", c));
            }
        });
        return quoted.append(text.codePointCount(0, text.length()) > MAX ? "…'" : "'").toString();
    }
}
