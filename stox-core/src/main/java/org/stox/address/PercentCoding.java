package org.stox.address;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;

/** Octets of UTF-8 as a percent sign and two digits (RFC 3986 §2.1). */
public final class PercentCoding {

    private static final String DIGITS = "0123456789ABCDEF";

    private PercentCoding() {
    }

    /** Encodes what is not {@code literal}; characters outside ASCII always. */
    public static String encode(String text, IntPredicate literal) {
        int clean = 0;
        while (clean < text.length() && text.charAt(clean) < 0x80 && literal.test(text.charAt(clean))) {
            clean++;
        }
        if (clean == text.length()) {
            return text;
        }
        var encoded = new StringBuilder(text.length() + 16).append(text, 0, clean);
        for (byte octet : text.substring(clean).getBytes(StandardCharsets.UTF_8)) {
            if (octet >= 0 && literal.test(octet)) {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(DIGITS.charAt(octet >> 4 & 15)).append(DIGITS.charAt(octet & 15));
            }
        }
        return encoded.toString();
    }

    /** Decodes each octet once; refuses a lone percent sign, characters that should have been encoded, and what is not UTF-8. */
    public static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf(' ') < 0 && JidCodec.isPrintableAscii(text)) {
            return text;
        }
        var octets = ByteBuffer.allocate(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int octet = i + 2 < text.length() ? hex(text.charAt(i + 1)) << 4 | hex(text.charAt(i + 2)) : -1;
                if (octet < 0) {
                    throw new AddressException("not a percent-encoded octet: " + Quote.of(text.substring(i)));
                }
                octets.put((byte) octet);
                i += 2;
            } else if (c > ' ' && c <= '~') {
                octets.put((byte) c);
            } else {
                throw new AddressException("not percent-encoded: " + Quote.of(text.substring(i)));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
        } catch (CharacterCodingException e) {
            throw new AddressException("percent-encoded octets that are not UTF-8: " + Quote.of(text));
        }
    }

    /** The value of a digit, negative if it is none. */
    static int hex(char c) {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }
}
