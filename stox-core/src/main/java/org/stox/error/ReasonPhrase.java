package org.stox.error;

import org.stox.protocol.CleanText;
import org.stox.protocol.sip.Responses;

/** A text as the Reason-Phrase of a response (RFC 7247 §7). */
final class ReasonPhrase {

    private static final int MAX = 120;

    private ReasonPhrase() {
    }

    /**
     * The text as a Reason-Phrase: one line, at most 120 characters, characters outside the grammar replaced by the nearest inside it
     * (RFC 3261 §25.1). The usual phrase if nothing is left.
     */
    static String of(int status, String text) {
        var line = CleanText.oneLine(text);
        var phrase = new StringBuilder();
        line.codePoints().limit(MAX).forEach(c -> {
            switch (c) {
                case '"', '`' -> phrase.append('\'');
                case '<', '[', '{' -> phrase.append('(');
                case '>', ']', '}' -> phrase.append(')');
                case '\\', '|' -> phrase.append('/');
                case '^', '#' -> phrase.append('*');
                case '%' -> phrase.append("%25");
                default -> phrase.appendCodePoint(c);
            }
        });
        return phrase.isEmpty() ? Responses.reason(status) : phrase.toString().strip();
    }
}
