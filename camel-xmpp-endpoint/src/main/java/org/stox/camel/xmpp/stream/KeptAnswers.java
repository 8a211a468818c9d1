package org.stox.camel.xmpp.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.camel.xmpp.stream.StreamCounters.Event;

/** Error stanzas that the server has not taken yet: a sender must hear that his message failed, even if the stream failed too. */
final class KeptAnswers {

    private static final int ATTEMPTS = 3;

    private final Set<Outgoing> answers = new LinkedHashSet<>();
    private final Duration time;
    private final int most;
    private final StreamCounters counters;

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

    void remove(Outgoing answer) {
        answers.remove(answer);
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
