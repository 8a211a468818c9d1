package org.stox.camel.xmpp;

import java.security.SecureRandom;
import java.util.HexFormat;

import org.stox.service.IdSource;

/** Ids that nobody guesses: 96 random bits. */
final class RandomIds implements IdSource {

    private final SecureRandom random = new SecureRandom();

    @Override
    public String next() {
        var bytes = new byte[12];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
