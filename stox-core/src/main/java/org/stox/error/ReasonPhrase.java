package org.stox.error;

import java.util.Map;

import org.stox.protocol.CleanText;

/** The Reason-Phrase of a response: the usual one of a code (RFC 3261 §21 and others), or a text made fit for it (RFC 7247 §7). */
public final class ReasonPhrase {

    private static final int MAX = 120;

    private static final Map<Integer, String> USUAL = Map.ofEntries(
            Map.entry(200, "OK"), Map.entry(202, "Accepted"),
            Map.entry(300, "Multiple Choices"), Map.entry(301, "Moved Permanently"), Map.entry(302, "Moved Temporarily"),
            Map.entry(305, "Use Proxy"), Map.entry(380, "Alternative Service"),
            Map.entry(400, "Bad Request"), Map.entry(401, "Unauthorized"), Map.entry(402, "Payment Required"),
            Map.entry(403, "Forbidden"), Map.entry(404, "Not Found"), Map.entry(405, "Method Not Allowed"),
            Map.entry(406, "Not Acceptable"), Map.entry(407, "Proxy Authentication Required"), Map.entry(408, "Request Timeout"),
            Map.entry(410, "Gone"), Map.entry(413, "Request Entity Too Large"), Map.entry(414, "Request-URI Too Long"),
            Map.entry(415, "Unsupported Media Type"), Map.entry(416, "Unsupported URI Scheme"), Map.entry(420, "Bad Extension"),
            Map.entry(421, "Extension Required"), Map.entry(423, "Interval Too Brief"), Map.entry(430, "Flow Failed"),
            Map.entry(439, "First Hop Lacks Outbound Support"), Map.entry(440, "Max-Breadth Exceeded"),
            Map.entry(480, "Temporarily Unavailable"), Map.entry(481, "Call/Transaction Does Not Exist"),
            Map.entry(482, "Loop Detected"), Map.entry(483, "Too Many Hops"), Map.entry(484, "Address Incomplete"),
            Map.entry(485, "Ambiguous"), Map.entry(486, "Busy Here"), Map.entry(487, "Request Terminated"),
            Map.entry(488, "Not Acceptable Here"), Map.entry(489, "Bad Event"), Map.entry(491, "Request Pending"),
            Map.entry(493, "Undecipherable"),
            Map.entry(500, "Server Internal Error"), Map.entry(501, "Not Implemented"), Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"), Map.entry(504, "Server Time-out"), Map.entry(505, "Version Not Supported"),
            Map.entry(513, "Message Too Large"),
            Map.entry(600, "Busy Everywhere"), Map.entry(603, "Decline"), Map.entry(604, "Does Not Exist Anywhere"),
            Map.entry(606, "Not Acceptable"));

    private ReasonPhrase() {
    }

    /** The usual phrase of the code; for a code without one that of its class. */
    public static String of(int status) {
        var phrase = USUAL.get(status);
        return phrase == null ? USUAL.getOrDefault(status / 100 * 100, "Failure") : phrase;
    }

    /**
     * The text as a Reason-Phrase: one line, at most 120 characters, characters outside the grammar replaced by the nearest inside it
     * (RFC 3261 §25.1). The usual phrase if nothing is left.
     */
    public static String of(int status, String text) {
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
        return phrase.isEmpty() ? of(status) : phrase.toString().strip();
    }
}
