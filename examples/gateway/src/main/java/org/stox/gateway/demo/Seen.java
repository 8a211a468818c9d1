package org.stox.gateway.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    boolean await(Predicate<T> what) throws InterruptedException {
        return find(what).isPresent();
    }

    /** The first of the kind, if it was seen or is within 15 s. */
    synchronized Optional<T> find(Predicate<T> what) throws InterruptedException {
        var end = System.nanoTime() + PATIENCE;
        for (var found = first(what);; found = first(what)) {
            var left = end - System.nanoTime();
            if (found.isPresent() || left <= 0) {
                return found;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    private Optional<T> first(Predicate<T> what) {
        return all.stream().filter(what).findFirst();
    }
}
