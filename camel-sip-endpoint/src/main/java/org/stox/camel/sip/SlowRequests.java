package org.stox.camel.sip;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/**
 * RFC 4320 §4.1: a request other than INVITE gets 100 only when the sender's retransmissions have slowed down to T2, 7 * T1 after the
 * first, 3.5 s. In the order of arrival, so that a look at the head is enough.
 */
final class SlowRequests {

    private static final int T2_REACHED = 7;

    private final Queue<Incoming> waiting = new ConcurrentLinkedQueue<>();
    private final long nanos;
    private final Consumer<Incoming> trying;

    SlowRequests(long t1Nanos, Consumer<Incoming> trying) {
        this.nanos = T2_REACHED * t1Nanos;
        this.trying = trying;
    }

    /** What is answered goes at once, or it would outlive its youth and cost the collector more than all else. */
    void add(Incoming request) {
        waiting.add(request);
        for (var head = waiting.peek(); head != null && head.answered(); head = waiting.peek()) {
            waiting.remove(head);           // and no other: the timer may have taken it meanwhile
        }
    }

    /** Called every T1. */
    void tick() {
        for (var head = waiting.peek(); head != null && (head.answered() || head.nanosSince() >= nanos); head = waiting.peek()) {
            waiting.poll();
            if (!head.answered()) {
                trying.accept(head);
            }
        }
    }
}
