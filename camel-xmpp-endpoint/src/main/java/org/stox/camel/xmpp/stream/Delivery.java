package org.stox.camel.xmpp.stream;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

import io.netty.channel.Channel;

import org.stox.camel.xmpp.stream.StreamCounters.Event;
import org.stox.error.Refusal;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.Fence;
import org.stox.protocol.xmpp.StanzaGate;
import org.stox.service.IdSource;
import org.stox.traffic.PacedReading;

/**
 * The way out of a stream, on its event loop: from the queue to the socket, several stanzas a flush, then the fence. A stanza whose
 * address and id are those of another that still waits for the fence is held back until that one is settled, so that an error stanza
 * never finds two that it could be about.
 */
final class Delivery {

    private final StanzaQueue queue;
    private final Gathering gathering;
    private final StanzaGate gate;
    private final IdSource ids;
    private final InstantSource clock;
    private final StreamCounters counters;
    private final Consumer<XmlElement> written;
    private final StreamSettings settings;
    private final KeptAnswers kept;
    private final Fence<Outgoing> fence;
    private final Map<Outgoing.Verdict, Deque<Outgoing>> outstanding = new HashMap<>();
    private final Deque<Outgoing> ready = new ArrayDeque<>();
    private int held;
    private Optional<Channel> channel = Optional.empty();
    private String nextPing;
    private String keepAlive = "";
    /** The ping before the goodbye, while it is out; and whether the server has sent a stanza since. */
    private String farewell = "";
    private boolean quiet;

    Delivery(StreamSettings settings, StanzaQueue queue, Gathering gathering, StanzaGate gate, IdSource ids, InstantSource clock,
            StreamCounters counters, Consumer<XmlElement> written) {
        this.settings = settings;
        this.queue = queue;
        this.gathering = gathering;
        this.gate = gate;
        this.ids = ids;
        this.clock = clock;
        this.counters = counters;
        this.written = written;
        this.kept = new KeptAnswers(settings.timers().keep(), settings.total(), counters);
        this.fence = new Fence<>(settings.timers().fence());
        this.nextPing = ids.next();
    }

    /** Stanzas may go out; first the answers that the last stream did not take. */
    void open(Channel opened) {
        channel = Optional.of(opened);
        kept.again().forEach(ready::add);
        drain();
    }

    /** The stream is lost. What was written may have arrived, what was not has not. */
    void lost() {
        channel = Optional.empty();
        farewell = "";
        gathering.end();
        kept.lost();
        fence.lost().forEach(o -> fail(o, Refusals.unanswered()));
        outstanding.values().forEach(ready::addAll);
        outstanding.clear();
        held = 0;
        drain();
    }

    /** Nothing waits for the server any more. */
    boolean settled() {
        return fence.size() == 0 && queue.bytes() == 0 && farewell.isEmpty();
    }

    void drain() {
        queue.draining();
        if (channel.isEmpty()) {
            for (var o = next(); o.isPresent(); o = next()) {
                giveUp(o.get());
            }
            return;
        }
        var to = channel.get();
        var batch = new Batch(to);
        int stanzas = fill(to, batch);
        boolean pinged = fencePing(batch);
        if (!batch.isEmpty()) {
            batch.flush();
            gathering.flushed(stanzas, pinged, to.eventLoop());
        }
        throttle(to);
    }

    /** Reading goes on whatever the routes do; only our own output can stop it. */
    private void throttle(Channel to) {
        to.pipeline().get(PacedReading.class).wanted(!queue.isFull());
    }

    private int fill(Channel to, Batch batch) {
        int stanzas = 0;
        while (to.isWritable()) {
            var next = next();
            if (next.isEmpty()) {
                break;
            }
            if (!holdsBack(next.get())) {
                put(next.get(), batch);
                stanzas++;
            }
        }
        return stanzas;
    }

    private Optional<Outgoing> next() {
        return ready.isEmpty() ? queue.poll() : Optional.of(ready.poll());
    }

    private boolean holdsBack(Outgoing o) {
        if (o.verdict().isEmpty()) {
            return false;
        }
        var waiting = outstanding.putIfAbsent(o.verdict().get(), new ArrayDeque<>(0));
        if (waiting == null) {
            return false;
        }
        waiting.add(o);
        held++;
        return true;
    }

    private void put(Outgoing o, Batch batch) {
        batch.add(o.passed());
        queue.release(o);
        written.accept(o.stanza());
        counters.add(Event.WRITTEN);
        switch (o.kind()) {
            case PLAIN -> o.fate().taken();
            case FENCED -> fence.written(o.verdict().map(Outgoing.Verdict::to).orElse(""),
                    o.verdict().map(Outgoing.Verdict::id).orElse(""), o, clock.instant());
            case ANSWER -> {
                kept.written(o);
                fence.written("", "", o, clock.instant());      // no error stanza is ever about it
            }
        }
    }

    private boolean fencePing(Batch batch) {
        boolean due = fence.ping(nextPing);
        if (due) {
            ping(nextPing, batch);
            nextPing = ids.next();
        }
        return due;
    }

    /** For the keep-alive: nobody waits for its answer, any byte is one. */
    void ping() {
        channel.ifPresent(to -> {
            var batch = new Batch(to);
            keepAlive = ids.next();
            ping(keepAlive, batch);
            batch.flush();
        });
    }

    /**
     * Before the goodbye, after which nothing can be answered: what the server had for us when it reads this comes before its answer. It
     * is asked again until it had nothing.
     */
    void farewell() {
        channel.ifPresent(to -> {
            var batch = new Batch(to);
            farewell = ids.next();
            quiet = true;
            ping(farewell, batch);
            batch.flush();
        });
    }

    /** The server has sent a stanza. */
    void heard() {
        quiet = false;
    }

    private void ping(String id, Batch batch) {
        var ping = Pings.of(settings.domain(), id);
        if (gate.check(ping) instanceof StanzaGate.Passed passed) {
            batch.add(passed);
            kept.ping(id);
            written.accept(ping);
        }
    }

    /** A ping came back: what the server has taken. False if it is none of ours. */
    boolean pong(String id) {
        if (!kept.pong(id)) {
            return false;
        }
        if (id.equals(keepAlive)) {
            return true;
        }
        if (id.equals(farewell)) {
            farewell = "";
            if (!quiet) {
                farewell();
            }
            return true;
        }
        for (var o : fence.pong(id)) {
            settle(o);
            o.fate().taken();
        }
        gathering.pong();
        if (!gathering.isOn() || fence.size() > 0) {        // what was written after the ping needs one of its own
            drain();
        }
        return true;
    }

    /** An error stanza came; false if it is about nothing that waits. */
    boolean refused(String from, String id, Refusal refusal) {
        var about = fence.refused(from, id);
        about.ifPresent(o -> {
            settle(o);
            o.fate().refused(refusal);
        });
        return about.isPresent();
    }

    /** What has waited too long. */
    void expire(Instant now) {
        fence.expired(now).forEach(o -> fail(o, Refusals.unanswered()));
        kept.expire(now);
        if (held > 0) {
            expireHeld(now.minus(settings.timers().fence()));
        }
        queue.schedule();
    }

    private void expireHeld(Instant limit) {
        for (var waiting : outstanding.values()) {
            while (!waiting.isEmpty() && waiting.peek().since().isBefore(limit)) {
                held--;
                giveUp(waiting.poll());
            }
        }
    }

    Optional<Instant> deadline() {
        var first = fence.deadline();
        var answers = kept.deadline();
        if (first.isEmpty() || answers.isEmpty()) {
            return first.isPresent() ? first : answers;
        }
        return first.get().isBefore(answers.get()) ? first : answers;
    }

    /** It was not written. */
    private void giveUp(Outgoing o) {
        queue.release(o);
        if (o.kind() == Outgoing.Kind.ANSWER) {
            kept.add(o);
        } else {
            counters.add(Event.REFUSED);
            o.fate().refused(Refusals.down());
        }
    }

    private void fail(Outgoing o, Refusal refusal) {
        settle(o);
        if (o.kind() != Outgoing.Kind.ANSWER) {
            o.fate().refused(refusal);
        }
    }

    private void settle(Outgoing o) {
        var waiting = o.verdict().map(outstanding::remove);
        if (waiting.isPresent() && !waiting.get().isEmpty()) {
            held -= waiting.get().size();
            ready.addAll(waiting.get());
            queue.schedule();
        }
    }
}
