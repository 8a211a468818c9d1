package org.stox.camel.xmpp.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.stox.address.Jid;
import org.stox.camel.xmpp.stream.StreamCounters.Event;
import org.stox.error.Refusal;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.EntityInfo;
import org.stox.protocol.xmpp.IqStanza;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.protocol.xmpp.StanzaError.Type;
import org.stox.protocol.xmpp.StanzaException;
import org.stox.traffic.ConversationQueue;

/**
 * The way in, on the event loop: answers to what we sent, then who may speak and to whom, then the route that takes the stanza. What is
 * not taken is answered, unless it is itself an answer (RFC 6120 §8.3.1).
 */
final class StanzaRouter {

    /** One after the other: messages of a pair of bare addresses; its iqs beside them. */
    private record Conversation(Jid from, Jid to, boolean iq) { }

    /** What the way in needs of the stream. */
    interface Out {

        /** Whether it is a ping of ours that came back. */
        boolean pong(String id);

        /** Whether the error is about a stanza that still waits. */
        boolean refused(String from, String id, Refusal refusal);

        void answer(XmlElement error);

        void send(XmlElement result);
    }

    private final StreamSettings settings;
    private final StreamCounters counters;
    private final ConversationQueue<Object> queue;
    private final EntityInfo info;
    private final InstantSource clock;
    private final Instant started;
    private final Out out;
    private final List<Inbound> routes = new CopyOnWriteArrayList<>();

    StanzaRouter(StreamSettings settings, StreamCounters counters, ConversationQueue<Object> queue, EntityInfo info,
            InstantSource clock, Out out) {
        this.settings = settings;
        this.counters = counters;
        this.queue = queue;
        this.info = info;
        this.clock = clock;
        this.started = clock.instant();
        this.out = out;
    }

    /** Throws what an operator can read if there is a stanza that two routes would take. */
    synchronized void add(Inbound route) {
        for (var other : routes) {
            if (other.filter().overlaps(route.filter())) {
                throw new IllegalArgumentException("xmpp-component:" + settings.domain() + " has two routes for the same stanzas: "
                        + other.name().orElse("one") + " takes " + other.filter() + ", " + route.name().orElse("another") + " takes "
                        + route.filter());
            }
        }
        routes.add(route);
    }

    void remove(Inbound route) {
        routes.remove(route);
    }

    void stanza(XmlElement xml) {
        counters.add(Event.READ);
        if (xml.name().equals("iq") && Pings.isOurs(xml, settings.domain())) {
            if (!xml.attribute("id").filter(out::pong).isPresent()) {
                counters.add(Event.DROPPED_RESULT);
            }
            return;
        }
        Stanza stanza;
        try {
            stanza = StanzaCodec.read(xml);
        } catch (StanzaException e) {
            answer(Event.ANSWERED_MALFORMED, xml, e.error());
            return;
        }
        if (stanza.isError()) {
            error(stanza, xml);
        } else {
            request(stanza, xml);
        }
    }

    /** A stanza over a limit. */
    void skipped(XmlElement openTag) {
        counters.add(Event.READ);
        answer(Event.ANSWERED_OVER_LIMIT, openTag, StanzaError.of(Type.MODIFY, Condition.POLICY_VIOLATION));
    }

    private void error(Stanza stanza, XmlElement xml) {
        var error = StanzaCodec.errorOf(stanza);
        var refusal = error.map(e -> Refusal.xmpp(e, stanza.from().isBare()));
        if (refusal.isPresent() && stanza.id().isPresent()
                && out.refused(stanza.from().toString(), stanza.id().get(), refusal.get())) {
            return;
        }
        if (!settings.domains().contains(stanza.from().domain()) || !toUs(stanza)) {
            counters.add(Event.DROPPED_ERROR);
            return;
        }
        route(stanza, xml, Event.DROPPED_ERROR);
    }

    private void request(Stanza stanza, XmlElement xml) {
        var result = stanza instanceof IqStanza && stanza.type().filter("result"::equals).isPresent();
        if (!settings.domains().contains(stanza.from().domain())) {
            answer(Event.ANSWERED_FORBIDDEN, xml, StanzaError.of(Type.AUTH, Condition.FORBIDDEN));
        } else if (!toUs(stanza)) {
            answer(Event.ANSWERED_NOT_FOUND, xml, StanzaError.of(Type.CANCEL, Condition.ITEM_NOT_FOUND));
        } else if (result) {
            route(stanza, xml, Event.DROPPED_RESULT);
        } else {
            var own = stanza instanceof IqStanza iq ? info.answer(iq, Duration.between(started, clock.instant()))
                    : Optional.<IqStanza>empty();
            if (own.isPresent()) {
                out.send(own.get().toXml());
            } else {
                route(stanza, xml, Event.DROPPED_NOT_SERVED);
            }
        }
    }

    private boolean toUs(Stanza stanza) {
        return stanza.to().domain().equals(settings.domain());
    }

    private void route(Stanza stanza, XmlElement xml, Event dropped) {
        for (var route : routes) {
            if (route.filter().takes(stanza, xml)) {
                take(route, stanza, xml);
                return;
            }
        }
        if (deservesAnswer(stanza)) {
            answer(Event.ANSWERED_NOT_SERVED, xml, StanzaError.of(Type.CANCEL, Condition.SERVICE_UNAVAILABLE));
        } else {
            counters.add(dropped);
        }
    }

    /** Presence that only tells something is not answered (RFC 6121 §4.3); a wish for presence is. */
    private static boolean deservesAnswer(Stanza stanza) {
        var type = stanza.type().orElse("");
        if (stanza instanceof MessageStanza) {
            return !type.equals("error");
        }
        return stanza instanceof IqStanza ? type.equals("get") || type.equals("set") : type.equals("subscribe") || type.equals("probe");
    }

    private void take(Inbound route, Stanza stanza, XmlElement xml) {
        var key = new Conversation(stanza.from().bare(), stanza.to().bare(), stanza instanceof IqStanza);
        var taken = route.isOpen() && queue.offer(key, new ConversationQueue.Task() {
            @Override
            public void start(Runnable done) {
                route.take(stanza, xml, done);
            }

            @Override
            public void abandon() {
                busy(xml);
            }
        });
        if (!taken) {
            busy(xml);
        }
    }

    private void busy(XmlElement xml) {
        answer(Event.ANSWERED_BUSY, xml, StanzaError.of(Type.WAIT, Condition.RESOURCE_CONSTRAINT));
    }

    private void answer(Event event, XmlElement xml, StanzaError error) {
        var answer = StanzaCodec.error(xml, error);
        counters.add(answer.isPresent() ? event : Event.DROPPED_NOT_SERVED);
        answer.ifPresent(out::answer);
    }
}
