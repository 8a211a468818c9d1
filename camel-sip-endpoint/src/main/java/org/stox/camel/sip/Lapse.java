package org.stox.camel.sip;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

/** What is to be done the same time after it was put here; in the order of its coming, so that a look at the head is enough. */
final class Lapse {

    private record Waiting(Runnable task, long since) {
    }

    private final Queue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final long nanos;
    private final LongSupplier nanoTime;

    Lapse(long nanos, LongSupplier nanoTime) {
        this.nanos = nanos;
        this.nanoTime = nanoTime;
    }

    void add(Runnable task) {
        waiting.add(new Waiting(task, nanoTime.getAsLong()));
    }

    /** Called every T1, by one thread. */
    void tick() {
        for (var head = waiting.peek(); head != null && nanoTime.getAsLong() - head.since() >= nanos; head = waiting.peek()) {
            waiting.poll();
            head.task().run();
        }
    }
}
