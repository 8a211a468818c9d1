package org.stox.camel.xmpp.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.camel.xmpp.stream.Outgoing.Kind;
import org.stox.camel.xmpp.stream.Outgoing.Verdict;
import org.stox.camel.xmpp.stream.StreamCounters.Event;
import org.stox.error.Refusal;
import org.stox.protocol.Tap;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.EntityInfo;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.protocol.xmpp.StanzaError.Type;
import org.stox.protocol.xmpp.StanzaGate;
import org.stox.service.IdSource;
import org.stox.traffic.ConversationQueue;
import org.stox.traffic.Crew;
import org.stox.traffic.SteadyClock;

/** The stream of one component (XEP-0114) to one server: connected from {@link #start} to {@link #stop}, as well as the server lets it. */
public final class StanzaStream {

    private static final Logger LOG = LoggerFactory.getLogger(StanzaStream.class);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final StreamSettings settings;
    private final StreamCounters counters = new StreamCounters();
    private final SteadyClock clock = new SteadyClock();
    private final IdSource ids;
    private final Optional<Tap> tap;
    private final EventLoopGroup group;
    private final StanzaGate gate;
    private final StanzaQueue queue;
    private final ConversationQueue<Object> conversations;
    private final Delivery delivery;
    private final StanzaRouter router;
    private final ComponentConnection connection;

    /** @param crew runs the routes */
    public StanzaStream(StreamSettings settings, EntityInfo info, ThreadFactory threads, Crew crew, IdSource ids, Optional<Tap> tap) {
        this.settings = settings;
        this.ids = ids;
        this.tap = tap;
        this.group = new NioEventLoopGroup(1, threads);
        this.gate = new StanzaGate(settings.domain(), settings.writing());
        var loop = group.next();
        var upper = new Upper();
        var flush = settings.timers().flush();
        var gathering = new Gathering(System::nanoTime, upper::drain);
        this.queue = new StanzaQueue(settings.queueBytes(), gathering, flush.isZero() ? () -> loop.execute(upper::drain)
                : () -> loop.schedule(upper::drain, flush.toNanos(), TimeUnit.NANOSECONDS));
        this.conversations = new ConversationQueue<>(crew, settings.perPair(), settings.total());
        this.delivery = new Delivery(settings, queue, gathering, gate, ids, clock, counters, upper::written);
        this.router = new StanzaRouter(settings, counters, conversations, info, clock, upper);
        this.connection = new ComponentConnection(settings, loop, clock, counters, upper, crew);
    }

    public void start() {
        connection.start();
    }

    /** Waits until the server has what was written, and the stream is closed; a few seconds at most. */
    public void stop() {
        try {
            connection.stop(settings.timers().fence()).get(GOODBYE.plus(settings.timers().fence()).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("{}: closed without the server's goodbye", settings, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            group.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        }
    }

    /** Throws what an operator can read if another route takes such stanzas already. */
    public void add(Inbound route) {
        router.add(route);
    }

    public void remove(Inbound route) {
        router.remove(route);
    }

    /** From any thread. Throws, and nothing is written, where the gate holds it back. */
    public void send(Stanza stanza, boolean fenced, Fate fate) {
        send(stanza.toXml(), stanza.to().toString(), fenced, fate);
    }

    /** The same for a stanza that nobody has read. */
    public void send(XmlElement stanza, boolean fenced, Fate fate) {
        send(stanza, stanza.attribute("to").map(StanzaStream::canonical).orElse(""), fenced, fate);
    }

    /** As the server will write it where it answers. */
    private static String canonical(String to) {
        try {
            return Jid.parse(to).toString();
        } catch (AddressException e) {
            throw Refusal.xmpp(new StanzaError(Type.MODIFY, Condition.JID_MALFORMED, Optional.empty(), Optional.of(e.getMessage()),
                    Optional.empty()), false);
        }
    }

    private void send(XmlElement stanza, String to, boolean fenced, Fate fate) {
        var isError = stanza.attribute("type").filter("error"::equals).isPresent();
        var id = stanza.attribute("id").filter(i -> !i.isEmpty());
        var named = id.isPresent() ? stanza : stanza.with("id", ids.next());
        var verdict = fenced && !isError ? named.attribute("id").map(i -> new Verdict(to, i)) : Optional.<Verdict>empty();
        var passed = pass(named);
        if (!connection.isOpen()) {
            counters.add(Event.REFUSED);
            throw Refusals.down();
        }
        if (!queue.offer(new Outgoing(named, passed, fenced ? Kind.FENCED : Kind.PLAIN, verdict, fate, clock.instant()))) {
            counters.add(Event.REFUSED);
            throw Refusals.full();
        }
    }

    private StanzaGate.Passed pass(XmlElement stanza) {
        var verdict = gate.check(stanza);
        if (verdict instanceof StanzaGate.Passed passed) {
            counters.add(Event.REPLACED_CHARACTERS, passed.replaced());
            return passed;
        }
        counters.add(Event.REFUSED);
        throw Refusals.refused((StanzaGate.Refused) verdict);
    }

    /** An error stanza that answers one from the stream: it outlives a lost stream for a while. */
    public void answer(XmlElement error) {
        accept(error, Kind.ANSWER);
    }

    /** The result of an iq. */
    public void reply(XmlElement result) {
        accept(result, Kind.PLAIN);
    }

    private void accept(XmlElement answer, Kind kind) {
        var verdict = gate.check(answer);
        var sent = answer;
        if (verdict instanceof StanzaGate.Refused) {        // the address that was written to may be the very thing that is wrong
            sent = answer.with("from", settings.domain());
            verdict = gate.check(sent);
        }
        if (verdict instanceof StanzaGate.Passed passed) {
            counters.add(Event.REPLACED_CHARACTERS, passed.replaced());
            queue.offer(new Outgoing(sent, passed, kind, Optional.empty(), Fate.UNASKED, clock.instant()));
        } else {
            counters.add(Event.DROPPED_ANSWER);
            LOG.debug("{}: an answer cannot be written: {}", settings, verdict);
        }
    }

    public StreamSettings settings() {
        return settings;
    }

    public StreamCounters counters() {
        return counters;
    }

    public boolean isOpen() {
        return connection.isOpen();
    }

    /** As the machine names it. */
    public String state() {
        return connection.state().name();
    }

    /** Why it is not open: the server is away, unknown, or does not take the secret. */
    public Optional<String> problem() {
        return connection.problem();
    }

    /** Bytes that wait for the socket. */
    public int queueBytes() {
        return queue.bytes();
    }

    /** Stanzas that wait for a route, or are in one. */
    public int inRoutes() {
        return conversations.size();
    }

    /** Ties way in, way out and connection together; nothing else calls it. */
    private final class Upper implements ComponentConnection.Upper, StanzaRouter.Out {

        @Override
        public void stanza(XmlElement stanza) {
            seen(true, stanza);
            if (!stanza.attribute("from").filter(settings.domain()::equals).isPresent()) {
                delivery.heard();           // a ping of ours comes back from ourselves
            }
            try {
                router.stanza(stanza);
            } catch (RuntimeException | StackOverflowError e) {         // our fault, and no reason to cut off everybody else
                LOG.error("{}: a stanza could not be handled: {}", settings.domain(), new Ids(stanza), e);
                StanzaCodec.error(stanza, StanzaError.of(Condition.INTERNAL_SERVER_ERROR)).ifPresent(this::answer);
            }
        }

        void written(XmlElement stanza) {
            seen(false, stanza);
        }

        private void seen(boolean incoming, XmlElement stanza) {
            if (LOG.isDebugEnabled()) {
                LOG.debug("{}: {} {}", settings.domain(), incoming ? "read" : "wrote", new Ids(stanza));
                LOG.trace("{}", stanza);
            }
            if (tap.isPresent()) {
                try {
                    tap.get().message(Tap.Side.XMPP, incoming, stanza);
                } catch (RuntimeException e) {
                    LOG.warn("{}: the tap failed", settings.domain(), e);
                }
            }
        }

        @Override
        public void skipped(XmlElement openTag) {
            router.skipped(openTag);
        }

        @Override
        public void open(Channel channel) {
            delivery.open(channel);
        }

        @Override
        public void lost() {
            delivery.lost();
        }

        @Override
        public void ping() {
            delivery.ping();
        }

        @Override
        public void farewell() {
            delivery.farewell();
        }

        @Override
        public void drain() {
            delivery.drain();
            connection.arm();
        }

        @Override
        public void expire(Instant now) {
            delivery.expire(now);
        }

        @Override
        public Optional<Instant> deadline() {
            return delivery.deadline();
        }

        @Override
        public boolean settled() {
            return delivery.settled() && conversations.size() == 0;
        }

        @Override
        public boolean pong(String id) {
            return delivery.pong(id);
        }

        @Override
        public boolean refused(String from, String id, Refusal refusal) {
            return delivery.refused(from, id, refusal);
        }

        @Override
        public void answer(XmlElement error) {
            StanzaStream.this.answer(error);
        }

        @Override
        public void send(XmlElement result) {
            reply(result);
        }
    }

    /** One line of a stanza; nothing is made of it unless it is logged. */
    private record Ids(XmlElement stanza) {

        @Override
        public String toString() {
            return stanza.name() + stanza.attribute("type").map(t -> " " + t).orElse("") + " from " + stanza.attribute("from").orElse("-")
                    + " to " + stanza.attribute("to").orElse("-") + " id " + stanza.attribute("id").orElse("-");
        }
    }
}
