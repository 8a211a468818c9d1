package org.stox.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An immutable run of octets: a message body as it came. */
public final class Octets {

    public static final Octets NONE = new Octets(new byte[0]);

    private final byte[] bytes;

    private Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Octets of(byte[] bytes) {
        return bytes.length == 0 ? NONE : new Octets(bytes.clone());
    }

    public static Octets of(byte[] bytes, int from, int to) {
        return from == to ? NONE : new Octets(Arrays.copyOfRange(bytes, from, to));
    }

    public static Octets utf8(String text) {
        return text.isEmpty() ? NONE : new Octets(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return bytes.length;
    }

    public byte at(int index) {
        return bytes[index];
    }

    /** A copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    public void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, bytes.length);
    }

    /** Decoded as UTF-8, malformed sequences as U+FFFD: for texts shown to people, not for what is mapped. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Octets from {@code from} to before {@code to}. */
    public void copyTo(int from, int to, byte[] target, int offset) {
        System.arraycopy(bytes, from, target, offset, to - from);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets o && Arrays.equals(bytes, o.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return text();
    }
}
