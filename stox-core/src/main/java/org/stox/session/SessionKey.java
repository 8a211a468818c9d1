package org.stox.session;

/**
 * What a session is found by: a pair of addresses, a dialog, a thread. No two live sessions have the same key.
 *
 * @param kind what the value is, such as {@code dialog}
 */
public record SessionKey(String kind, String value) {

    /** As one text, for a store: {@code kind:value}. */
    @Override
    public String toString() {
        return kind + ':' + value;
    }
}
