package org.stox.camel;

import java.security.SecureRandom;

import org.stox.service.IdSource;

/** Twenty random letters and digits of five bits each. */
final class RandomIds implements IdSource {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 20;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String next() {
        var bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        var id = new StringBuilder(LENGTH);
        for (byte b : bytes) {
            id.append(ALPHABET.charAt(b & 31));
        }
        return id.toString();
    }
}
