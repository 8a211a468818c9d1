package org.stox.camel.sip;

import java.security.SecureRandom;

import org.stox.service.IdSource;

/** 65 random bits as letters and digits. */
final class RandomIds implements IdSource {

    private static final char[] DIGITS = "0123456789abcdefghijklmnopqrstuv".toCharArray();
    private static final int LENGTH = 13;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String next() {
        var octets = new byte[LENGTH];
        random.nextBytes(octets);
        var text = new char[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            text[i] = DIGITS[octets[i] & 31];
        }
        return new String(text);
    }
}
