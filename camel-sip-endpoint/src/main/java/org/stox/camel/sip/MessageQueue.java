package org.stox.camel.sip;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;

/**
 * RFC 3428 §8: to one Request-URI at most one MESSAGE is outstanding; the others wait in their order, only so many and only so long.
 * When it ends by our own timeout or by the loss of its connection, all that wait end the same way, at once: each would otherwise
 * wait for a timeout of its own.
 */
final class MessageQueue {

    /** A MESSAGE whose turn may come; one of both methods is called once. */
    interface Turn {

        void send();

        void refuse(Refusal refusal);
    }

    private record Waiting(Turn turn, long since) {
    }

    private final int most;
    private final long longest;
    private final LongSupplier nanoTime;
    private final Map<String, ArrayDeque<Waiting>> lines = new ConcurrentHashMap<>();   // present while one is outstanding
    private final AtomicInteger size = new AtomicInteger();

    MessageQueue(int most, Duration longest, LongSupplier nanoTime) {
        this.most = most;
        this.longest = longest.toNanos();
        this.nanoTime = nanoTime;
    }

    /** @param uri the key: equal for the same Request-URI (RFC 3261 §19.1.4) */
    void submit(String uri, Turn turn) {
        var fate = new Fate();
        lines.compute(uri, (key, line) -> {
            if (line == null) {
                fate.sent = true;
                return new ArrayDeque<>();
            }
            if (line.size() < most) {
                line.add(new Waiting(turn, nanoTime.getAsLong()));
                size.incrementAndGet();
            } else {
                fate.refused = true;
            }
            return line;
        });
        if (fate.sent) {
            turn.send();
        } else if (fate.refused) {
            turn.refuse(tooMany());
        }
    }

    /** The outstanding one has ended; by {@code failure} if nothing was heard from the peer. */
    void ended(String uri, Optional<Refusal> failure) {
        var next = new ArrayList<Waiting>();
        var late = new ArrayList<Waiting>();
        lines.compute(uri, (key, line) -> {
            if (line == null) {
                return null;
            }
            if (failure.isPresent()) {
                late.addAll(line);
                line.clear();
            }
            while (!line.isEmpty() && next.isEmpty()) {
                var head = line.poll();
                (nanoTime.getAsLong() - head.since() > longest ? late : next).add(head);
            }
            size.addAndGet(-late.size() - next.size());
            return next.isEmpty() ? null : line;
        });
        late.forEach(w -> w.turn().refuse(failure.orElseGet(MessageQueue::tooLong)));
        next.forEach(w -> w.turn().send());
    }

    /** Those that have waited too long are told so, while the one before them is still outstanding. */
    void expire() {
        var late = new ArrayList<Waiting>();
        for (var uri : List.copyOf(lines.keySet())) {
            lines.computeIfPresent(uri, (key, line) -> {
                while (!line.isEmpty() && nanoTime.getAsLong() - line.peek().since() > longest) {
                    late.add(line.poll());
                }
                return line;
            });
        }
        size.addAndGet(-late.size());
        late.forEach(w -> w.turn().refuse(tooLong()));
    }

    int size() {
        return size.get();
    }

    private static Refusal tooMany() {
        return Refusal.both(503, StanzaError.of(StanzaError.Type.WAIT, Condition.RESOURCE_CONSTRAINT),
                "Too many messages wait for this address", new SipHeader("Retry-After", "5"));
    }

    private static Refusal tooLong() {
        return Refusal.sip(408, "Request Timeout");
    }

    private static final class Fate {
        private boolean sent;
        private boolean refused;
    }
}
