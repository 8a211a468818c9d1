package org.stox.camel.sip;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What is known of a request for a time, and up to a quarter of it longer. Each quarter has a map of its own, which is dropped as a whole:
 * one that lives on would be written to all over, and whatever was written to is looked through by the collector.
 */
public final class Remembered<V> {

    private static final int PARTS = 4;

    private record Part<V>(Map<String, V> values, long since) { }

    private final Deque<Part<V>> parts = new ArrayDeque<>();        // the newest first
    private final long nanos;
    private final LongSupplier nanoTime;

    /** @param nanos how long at least */
    public Remembered(long nanos, LongSupplier nanoTime) {
        this.nanos = nanos;
        this.nanoTime = nanoTime;
    }

    public synchronized void put(String key, V value) {
        long now = forget();
        if (parts.isEmpty() || now - parts.peek().since() >= nanos / PARTS) {
            parts.push(new Part<>(new HashMap<>(), now));
        }
        parts.peek().values().put(key, value);
    }

    public synchronized Optional<V> get(String key) {
        forget();
        for (var part : parts) {
            var value = part.values().get(key);
            if (value != null) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    public synchronized int size() {
        forget();
        return parts.stream().mapToInt(part -> part.values().size()).sum();
    }

    private long forget() {
        long now = nanoTime.getAsLong();
        while (!parts.isEmpty() && now - parts.peekLast().since() >= nanos + nanos / PARTS) {
            parts.removeLast();
        }
        return now;
    }
}
