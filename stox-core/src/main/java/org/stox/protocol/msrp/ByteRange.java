package org.stox.protocol.msrp;

import java.util.OptionalLong;

import org.stox.protocol.Ascii;

/**
 * Byte-Range (RFC 4975 §7.1.1, §9): which octets of the message a chunk has, counted from one.
 *
 * @param end empty for {@code *}: the chunk may be interrupted
 * @param total empty for {@code *}: not known yet
 */
public record ByteRange(long start, OptionalLong end, OptionalLong total) {

    private static final int DIGITS = 18;           // so that no sum of two overflows

    public ByteRange {
        if (start < 1 || end.isPresent() && end.getAsLong() < start - 1) {
            throw new MsrpSyntaxException("Bad Byte-Range");
        }
    }

    public static ByteRange of(long start, long end, long total) {
        return new ByteRange(start, OptionalLong.of(end), OptionalLong.of(total));
    }

    /** {@code start-*}{@code /total}: a chunk that may be interrupted. */
    public static ByteRange from(long start, long total) {
        return new ByteRange(start, OptionalLong.empty(), OptionalLong.of(total));
    }

    public static ByteRange read(String text) {
        int dash = text.indexOf('-');
        int slash = text.indexOf('/', dash + 1);
        if (dash < 0 || slash < 0) {
            throw new MsrpSyntaxException("Bad Byte-Range");
        }
        return new ByteRange(number(text.substring(0, dash)), optional(text.substring(dash + 1, slash)), optional(text.substring(slash + 1)));
    }

    private static OptionalLong optional(String text) {
        return text.equals("*") ? OptionalLong.empty() : OptionalLong.of(number(text));
    }

    private static long number(String text) {
        if (!Ascii.isDigits(text) || text.length() > DIGITS) {
            throw new MsrpSyntaxException("Bad Byte-Range");
        }
        return Long.parseLong(text);
    }

    @Override
    public String toString() {
        return start + "-" + (end.isPresent() ? end.getAsLong() : "*") + "/" + (total.isPresent() ? total.getAsLong() : "*");
    }
}
