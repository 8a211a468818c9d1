package org.stox.camel.xmpp.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.camel.xmpp.stream.StreamCounters.Event;

/** Error stanzas that the server has not taken yet: a sender must hear that his message failed, even if the stream failed too. */
final class KeptAnswers {

    private static final int ATTEMPTS = 3;

    /** So many pings are remembered while no pong comes. */
    private static final int PINGS = 64;

    /** A ping that is out, and how far the answers had been written before it. */
    private record Ping(String id, long place) { }

    private final Set<Outgoing> answers = new LinkedHashSet<>();
    private final Deque<Ping> pings = new ArrayDeque<>();
    private final Duration time;
    private final int most;
    private final StreamCounters counters;
    private long place;

    KeptAnswers(Duration time, int most, StreamCounters counters) {
        this.time = time;
        this.most = most;
        this.counters = counters;
    }

    void add(Outgoing answer) {
        if (answers.add(answer) && answers.size() > most) {
            dropFirst();
        }
    }

    void written(Outgoing answer) {
        answer.written(++place);
        add(answer);
    }

    /** A ping was written, after all answers that are written. */
    void ping(String id) {
        pings.add(new Ping(id, place));
        if (pings.size() > PINGS) {
            pings.remove();
        }
    }

    /**
     * A ping came back: the server has taken what was written before it, even if the fence has given it up meanwhile. False if no such
     * ping is out.
     */
    boolean pong(String id) {
        var known = pings.stream().filter(p -> p.id().equals(id)).findFirst();
        known.ifPresent(ping -> {
            while (!pings.remove().equals(ping)) {
                // its pong will not come any more: they come in order
            }
            answers.removeIf(a -> a.isWrittenBy(ping.place()));
        });
        return known.isPresent();
    }

    /** Nothing that was written to the stream will be confirmed. */
    void lost() {
        pings.clear();
        answers.forEach(Outgoing::lost);
    }

    /** What a new stream is to be given. What several streams did not survive is not tried again: it may be the reason. */
    List<Outgoing> again() {
        var before = answers.size();
        answers.removeIf(a -> a.attempts() >= ATTEMPTS);
        counters.add(Event.DROPPED_ANSWER, before - answers.size());
        return List.copyOf(answers);
    }

    void expire(Instant now) {
        while (!answers.isEmpty() && !answers.iterator().next().since().plus(time).isAfter(now)) {
            dropFirst();
        }
    }

    Optional<Instant> deadline() {
        return answers.isEmpty() ? Optional.empty() : Optional.of(answers.iterator().next().since().plus(time));
    }

    private void dropFirst() {
        var first = answers.iterator();
        first.next();
        first.remove();
        counters.add(Event.DROPPED_ANSWER);
    }
}
