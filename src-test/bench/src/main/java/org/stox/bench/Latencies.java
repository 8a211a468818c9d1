package org.stox.bench;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/** Latencies in nanoseconds, kept whole; threads may add at the same time. */
final class Latencies {

    private final long[] values;
    private final AtomicInteger count = new AtomicInteger();

    Latencies(int capacity) {
        values = new long[capacity];
    }

    void add(long nanos) {
        int at = count.getAndIncrement();
        if (at < values.length) {
            values[at] = nanos;
        }
    }

    int count() {
        return Math.min(count.get(), values.length);
    }

    /** Milliseconds; zero where nothing was added. */
    double percentile(double p) {
        var sorted = Arrays.copyOf(values, count());
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, Math.ceil(p * sorted.length))] / 1e6;
    }

    @Override
    public String toString() {
        return String.format("p50 %.2f ms, p99 %.2f ms, max %.2f ms", percentile(0.5), percentile(0.99), percentile(1));
    }
}
