package org.stox.scenarios.crowd;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** How many came in the busiest second: any second, not only those that a clock begins. */
public final class Rate {

    private static final long SLOT = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int SECOND = 10;
    private static final int HOUR = 36_000;

    private final long begin = System.nanoTime();
    private final AtomicIntegerArray slots = new AtomicIntegerArray(HOUR);
    private volatile int first;

    void count() {
        slots.incrementAndGet(Math.min(now(), HOUR - 1));
    }

    /** What was before does not count. */
    public void reset() {
        first = now() + 1;
    }

    public int busiestSecond() {
        int most = 0;
        int sum = 0;
        for (int i = first; i <= Math.min(now(), HOUR - 1); i++) {
            sum += slots.get(i) - (i - SECOND >= first ? slots.get(i - SECOND) : 0);
            most = Math.max(most, sum);
        }
        return most;
    }

    public int all() {
        int sum = 0;
        for (int i = first; i <= Math.min(now(), HOUR - 1); i++) {
            sum += slots.get(i);
        }
        return sum;
    }

    private int now() {
        return (int) ((System.nanoTime() - begin) / SLOT);
    }
}
