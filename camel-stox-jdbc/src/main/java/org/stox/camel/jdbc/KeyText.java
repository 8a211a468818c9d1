package org.stox.camel.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.stox.session.SessionKey;

/** A key as the column has it: as it is, or its digest where a peer made it longer or stranger than an index of any database takes. */
final class KeyText {

    private static final int LONGEST = 400;

    private KeyText() {
    }

    static String of(SessionKey key) {
        var text = key.toString();
        return text.length() <= LONGEST && text.chars().allMatch(c -> c >= ' ' && c < 0x7F) ? text : '#' + digest(text);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
