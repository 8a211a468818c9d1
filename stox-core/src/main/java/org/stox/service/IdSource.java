package org.stox.service;

import java.util.function.Consumer;

/** Where fresh identifiers come from: passed in, so that mappings stay functions. */
public interface IdSource {

    /** A token of at least 64 random bits, made of letters and digits: a tag, the random part of a branch, a stanza id. */
    String next();

    /**
     * So many letters and digits, five random bits each.
     *
     * @param random fills an array with random octets: that of a {@code SecureRandom}, as nobody must be able to guess an id
     */
    static IdSource of(Consumer<byte[]> random, int length) {
        return () -> {
            var octets = new byte[length];
            random.accept(octets);
            var text = new char[length];
            for (int i = 0; i < length; i++) {
                text[i] = Character.forDigit(octets[i] & 31, 32);
            }
            return new String(text);
        };
    }
}
