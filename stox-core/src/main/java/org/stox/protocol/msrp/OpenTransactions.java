package org.stox.protocol.msrp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chunks of one connection that a response can still come for (RFC 4975 §7.1.1). With Failure-Report: yes none in 30 s is a failure, with
 * partial it is a success, with no nobody waits. One a connection; not for several threads.
 */
public final class OpenTransactions {

    public static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Map<String, Waiting> waiting = new LinkedHashMap<>();     // in the order in which they were sent

    private record Waiting(Chunker.Sent sent, Instant since) { }

    /** The last octet of the chunk has been written. */
    public void sent(Chunker.Sent sent, Instant now) {
        if (sent.reporting().failure() != Reporting.Failure.NO) {
            waiting.put(sent.transaction(), new Waiting(sent, now));
        }
    }

    /** What {@link Chunker} must not take for another chunk. */
    public boolean inUse(String transaction) {
        return waiting.containsKey(transaction);
    }

    /** The chunk that is answered; empty for a response that nobody waits for, which is dropped. */
    public Optional<Chunker.Sent> answered(MsrpResponse response) {
        return Optional.ofNullable(waiting.remove(response.transaction())).map(Waiting::sent);
    }

    /** Chunks whose response is overdue: for each of their messages {@link SentMessages#timedOut} is next. */
    public List<Chunker.Sent> expire(Instant now) {
        var late = new ArrayList<Chunker.Sent>();
        for (var i = waiting.values().iterator(); i.hasNext();) {
            var w = i.next();
            if (w.since.plus(TIMEOUT).isAfter(now)) {
                break;
            }
            i.remove();
            if (w.sent.reporting().failure() == Reporting.Failure.YES) {
                late.add(w.sent);
            }
        }
        return late;
    }

    /** When {@link #expire} should be asked next. */
    public Optional<Instant> next() {
        return waiting.values().stream().findFirst().map(w -> w.since.plus(TIMEOUT));
    }

    /** The session is over. */
    public void end(MsrpUri session) {
        waiting.values().removeIf(w -> w.sent.session().equals(session));
    }
}
