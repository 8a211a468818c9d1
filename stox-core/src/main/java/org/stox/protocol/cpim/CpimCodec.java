package org.stox.protocol.cpim;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.stox.protocol.Octets;
import org.stox.protocol.cpim.CpimMessage.Header;

/** Octets to a {@link CpimMessage} and back (RFC 3862 §2): two header blocks, each ended by an empty line, then the content as it is. */
public final class CpimCodec {

    private static final int MAX_HEADERS = 64;

    private CpimCodec() {
    }

    public static CpimMessage read(Octets body) {
        byte[] octets = body.toArray();
        var headers = new ArrayList<Header>();
        int at = block(octets, 0, headers);
        var contentHeaders = new ArrayList<Header>();
        at = block(octets, at, contentHeaders);
        return new CpimMessage(headers, contentHeaders, Octets.of(octets, at, octets.length));
    }

    /** The wrapper without its own Content-Type: that is a header of what carries it. */
    public static Octets write(CpimMessage message) {
        var head = new StringBuilder(256);
        message.headers().forEach(h -> line(head, h));
        head.append("\r\n");
        message.contentHeaders().forEach(h -> line(head, h));
        var octets = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        var all = Arrays.copyOf(octets, octets.length + message.content().length());
        message.content().copyTo(all, octets.length);
        return Octets.of(all);
    }

    private static void line(StringBuilder head, Header header) {
        head.append(header.name()).append(": ").append(escaped(header.value())).append("\r\n");
    }

    /** RFC 3862 §2.3.1: a backslash, what would end the line or is a control else, and what would not be there again when it is read. */
    private static String escaped(String value) {
        var text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                text.append("\\\\");
            } else if (Character.isISOControl(c) || Character.isWhitespace(c) && (i == 0 || i == value.length() - 1) || isLone(value, i)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Half of a character: an escape can say that. */
    private static boolean isLone(String text, int at) {
        return Character.isSurrogate(text.charAt(at)) && text.codePointAt(at) < 0x10000
                && (at == 0 || text.codePointAt(at - 1) < 0x10000);
    }

    /** Reads lines up to an empty one; gives where the next block starts. */
    private static int block(byte[] octets, int from, List<Header> headers) {
        int at = from;
        while (at < octets.length) {
            int end = at;
            while (end < octets.length && octets[end] != '\n') {
                end++;
            }
            int textEnd = end > at && octets[end - 1] == '\r' ? end - 1 : end;
            if (textEnd == at) {
                return Math.min(end + 1, octets.length);
            }
            if (headers.size() == MAX_HEADERS) {
                throw new CpimException("more than " + MAX_HEADERS + " headers");
            }
            headers.add(header(Octets.of(octets, at, textEnd).text()));
            at = end + 1;
        }
        throw new CpimException("no empty line after the headers");
    }

    private static Header header(String line) {
        int colon = line.indexOf(':');
        if (colon < 1 || line.substring(0, colon).chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new CpimException("a line that is no header");
        }
        var value = line.substring(colon + 1);
        if (value.startsWith(";")) {                        // RFC 3862 §3.3: parameters come before the space
            int space = value.indexOf(' ');
            value = space < 0 ? "" : value.substring(space + 1);
        }
        return new Header(line.substring(0, colon), unescaped(value.strip()));
    }

    /** RFC 3862 §3.4: backslash escapes, decoded once; an unknown one stays. */
    private static String unescaped(String value) {
        if (value.indexOf('\\') < 0) {
            return value;
        }
        var text = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            char next = c == '\\' && i + 1 < value.length() ? value.charAt(i + 1) : 0;
            switch (next) {
                case '\\', '"', '\'' -> text.append(next);
                case 'b' -> text.append('\b');
                case 't' -> text.append('\t');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 'u' -> {
                    int code = i + 5 < value.length() ? hex4(value, i + 2) : -1;
                    text.append(code < 0 ? "\\u" : Character.toString((char) code));
                    i += code < 0 ? 0 : 4;
                }
                default -> {
                    text.append(c);
                    continue;
                }
            }
            i++;
        }
        return text.toString();
    }

    private static int hex4(String text, int from) {
        int code = 0;
        for (int i = from; i < from + 4; i++) {
            int digit = text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code << 4 | digit;
        }
        return code;
    }
}
