package org.stox.protocol.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;

import org.stox.protocol.xml.StreamError.Condition;

/**
 * The open tag of a stanza that is skipped, in constant memory: its name, and of its attributes those that an error reply needs
 * (RFC 6120 §8.3.1), with the declaration of its own namespace. It ends at the tag's end by itself.
 */
final class SkippedTag {

    private enum State { START, NAME, BETWEEN, ATTRIBUTE, APOS, QUOT, DONE }

    private static final Set<String> WANTED = Set.of("from", "to", "id", "type", "xmlns");
    private static final int MAX_NAME = 1 << 10;
    private static final int MAX_ATTRIBUTE = 16 << 10;      // an address with every character escaped
    private static final int MAX_TAG = 64 << 10;

    private byte[] kept = new byte[256];
    private int length;
    private int attribute;              // where the current attribute starts
    private State state = State.START;

    void reset() {
        length = 0;
        state = State.START;
    }

    void add(byte[] bytes, int from, int to) {
        for (var p = from; p < to && state != State.DONE; p++) {
            add(bytes[p]);
        }
    }

    /** Good after {@link #complete}. */
    byte[] bytes() {
        return kept;
    }

    /** Ends the tag, and gives its length. */
    int complete() {
        put((byte) '>');
        return length;
    }

    private void add(byte c) {
        switch (state) {
            case START -> {
                put(c);
                state = State.NAME;
            }
            case NAME -> {
                if (!ended(c)) {
                    put(c);
                    if (length > MAX_NAME) {
                        throw new StreamException(Condition.POLICY_VIOLATION, "the name of the stanza is too long");
                    }
                }
            }
            case BETWEEN -> {
                if (!ended(c)) {
                    attribute = length;
                    put((byte) ' ');
                    put(c);
                    state = State.ATTRIBUTE;
                }
            }
            case ATTRIBUTE -> {
                if (c == '>') {
                    state = State.DONE;         // no attribute: what is kept of it will be refused
                } else {
                    putShort(c);
                    state = c == '\'' ? State.APOS : c == '"' ? State.QUOT : State.ATTRIBUTE;
                }
            }
            case APOS -> value(c, '\'');
            case QUOT -> value(c, '"');
            default -> throw new AssertionError(state);
        }
    }

    private boolean ended(byte c) {
        if (c == '>' || c == '/') {
            state = State.DONE;
        } else if (c <= ' ' && c >= 0) {
            state = State.BETWEEN;
        } else {
            return false;
        }
        return true;
    }

    private void value(byte c, char quote) {
        putShort(c);
        if (c == quote) {
            if (length - attribute > MAX_ATTRIBUTE || length > MAX_TAG || !wanted()) {
                length = attribute;
            }
            state = State.BETWEEN;
        }
    }

    private boolean wanted() {
        var name = nameFrom(attribute + 1);
        return WANTED.contains(name) || name.startsWith("xmlns:") && nameFrom(1).startsWith(name.substring(6) + ":");
    }

    private String nameFrom(int from) {
        var to = from;
        while (to < length && (kept[to] < 0 || kept[to] > ' ' && kept[to] != '=')) {
            to++;
        }
        return new String(kept, from, to - from, StandardCharsets.UTF_8);
    }

    private void putShort(byte c) {
        if (length - attribute <= MAX_ATTRIBUTE) {
            put(c);
        }
    }

    private void put(byte c) {
        if (length == kept.length) {
            kept = Arrays.copyOf(kept, 2 * length);
        }
        kept[length++] = c;
    }
}
