package org.stox.protocol.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Strings for the short ASCII runs that come again and again: names, namespaces, addresses. As many as there are slots and no more,
 * whatever the peer sends; two words in one slot only cost an allocation.
 */
final class WordCache {

    static final int SLOTS = 512;
    static final int MAX_LENGTH = 64;

    private final String[] words = new String[SLOTS];

    String word(byte[] b, int from, int to) {
        var length = to - from;
        if (length == 0) {
            return "";
        }
        if (length > MAX_LENGTH) {
            return new String(b, from, length, StandardCharsets.UTF_8);
        }
        var hash = 0;
        var all = 0;
        for (var i = from; i < to; i++) {
            hash = 31 * hash + b[i];
            all |= b[i];
        }
        if (all < 0) {
            return new String(b, from, length, StandardCharsets.UTF_8);
        }
        var slot = (hash ^ hash >>> 9 ^ hash >>> 18) & SLOTS - 1;
        var word = words[slot];
        if (word == null || !matches(word, b, from, length)) {
            word = new String(b, from, length, StandardCharsets.ISO_8859_1);
            words[slot] = word;
        }
        return word;
    }

    /** What is remembered. */
    List<String> words() {
        return Arrays.stream(words).filter(Objects::nonNull).toList();
    }

    private static boolean matches(String word, byte[] b, int from, int length) {
        if (word.length() != length) {
            return false;
        }
        for (var i = 0; i < length; i++) {
            if (word.charAt(i) != b[from + i]) {
                return false;
            }
        }
        return true;
    }
}
