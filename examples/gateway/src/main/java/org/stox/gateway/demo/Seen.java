package org.stox.gateway.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a player has seen, and the wait for something of it. */
final class Seen<T> {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);

    private final List<T> all = new ArrayList<>();

    synchronized void add(T event) {
        all.add(event);
        notifyAll();
    }

    /** Whether it was seen, or is within 15 s. */
    synchronized boolean await(Predicate<T> what) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE;
        while (all.stream().noneMatch(what)) {
            var left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }
}
