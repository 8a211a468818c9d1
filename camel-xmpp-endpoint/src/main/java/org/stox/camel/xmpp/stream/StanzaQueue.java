package org.stox.camel.xmpp.stream;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What waits for the socket: any thread puts in, the event loop takes out. Over the high mark nothing more is taken until it has sunk
 * below half of it; answers are always taken, as their number is bounded by what was let in.
 */
final class StanzaQueue {

    private final ConcurrentLinkedQueue<Outgoing> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger bytes = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final int high;
    private final Gathering gathering;
    private final Runnable schedule;
    private volatile boolean full;

    /** @param schedule asks for a drain on the event loop; one is asked for at a time */
    StanzaQueue(int high, Gathering gathering, Runnable schedule) {
        this.high = high;
        this.gathering = gathering;
        this.schedule = schedule;
    }

    /** False if it is full. */
    boolean offer(Outgoing outgoing) {
        if (full && outgoing.kind() != Outgoing.Kind.ANSWER) {
            return false;
        }
        if (bytes.addAndGet(outgoing.size()) > high) {
            full = true;            // before the stanza is in, so that its release comes after
        }
        waiting.add(outgoing);
        if (!gathering.isOn()) {
            schedule();
        }
        return true;
    }

    void schedule() {
        if (!scheduled.compareAndSet(false, true)) {
            return;
        }
        try {
            schedule.run();
        } catch (RejectedExecutionException e) {
            scheduled.set(false);
            abandon();
        }
    }

    /** The event loop has ended: nothing here will be written. */
    private void abandon() {
        for (var o = poll(); o.isPresent(); o = poll()) {
            o.get().fate().refused(Refusals.down());
        }
    }

    /** The drain has begun: what comes from now on needs another. */
    void draining() {
        scheduled.set(false);
    }

    Optional<Outgoing> poll() {
        return Optional.ofNullable(waiting.poll());
    }

    /** It waits no more: written, or given up. Once for each stanza, also if it is sent again. */
    void release(Outgoing outgoing) {
        if (outgoing.uncount() && bytes.addAndGet(-outgoing.size()) <= high / 2) {
            full = false;
        }
    }

    boolean isFull() {
        return full;
    }

    int bytes() {
        return bytes.get();
    }
}
