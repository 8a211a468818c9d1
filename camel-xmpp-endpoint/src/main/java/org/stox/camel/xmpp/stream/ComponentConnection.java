package org.stox.camel.xmpp.stream;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;

import org.stox.camel.xmpp.stream.StreamCounters.Event;
import org.stox.protocol.xml.StreamError;
import org.stox.protocol.xml.StreamHeader;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.ComponentStream;
import org.stox.protocol.xmpp.ComponentStream.Action;
import org.stox.protocol.xmpp.StanzaNamespace;
import org.stox.traffic.Crew;
import org.stox.traffic.PacedReading;
import org.stox.traffic.SteadyClock;

/**
 * The socket, the threads and the timers around a {@link ComponentStream}: the machine says, this does. All of it runs on one event
 * loop.
 */
final class ComponentConnection {

    private static final Logger LOG = LoggerFactory.getLogger(ComponentConnection.class);
    private static final int SEND_BUFFER = 256 << 10;
    /** While it stops it looks so often whether all is settled. */
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final Duration SAME_WARNING = Duration.ofSeconds(60);

    /** What is above a connection. */
    interface Upper {

        void stanza(XmlElement stanza);

        void skipped(XmlElement openTag);

        void open(Channel channel);

        void lost();

        void ping();

        /** Ask the server whether it has something for us still. */
        void farewell();

        void drain();

        /** What waits for the time. */
        void expire(Instant now);

        Optional<Instant> deadline();

        /** Nothing waits for the server. */
        boolean settled();
    }

    private final StreamSettings settings;
    private final EventLoop loop;
    private final SteadyClock clock;
    private final StreamCounters counters;
    private final Upper upper;
    private final Crew crew;
    private final Deque<ComponentStream.Event> events = new ArrayDeque<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile ComponentStream machine;
    private boolean busy;
    private Optional<StreamInput> handler = Optional.empty();
    private Optional<Channel> channel = Optional.empty();
    private Optional<ScheduledFuture<?>> timer = Optional.empty();
    private Instant timerAt = Instant.MAX;
    private Optional<Instant> stopBy = Optional.empty();
    /** Why it is not open, as the log has it. */
    private volatile String warned = "";
    private Instant warnedAt = Instant.MIN;

    ComponentConnection(StreamSettings settings, EventLoop loop, SteadyClock clock, StreamCounters counters, Upper upper, Crew crew) {
        this.settings = settings;
        this.loop = loop;
        this.clock = clock;
        this.counters = counters;
        this.upper = upper;
        this.crew = crew;
        var timers = settings.timers();
        this.machine = ComponentStream.of(new ComponentStream.Settings(settings.domain(), settings.secret(), timers.connect(),
                timers.handshake(), timers.idle()), clock.instant());
    }

    /** The first try; the machine makes the next ones. */
    void start() {
        loop.execute(() -> on(new ComponentStream.Event.Tick()));
    }

    /** Says goodbye when the server has taken what was written, or at the latest after {@code patience}. */
    CompletableFuture<Void> stop(Duration patience) {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> {
                stopBy = Optional.of(now().plus(machine.open() ? patience : Duration.ZERO));
                upper.farewell();
                tick();
            });
        }
        return stopped;
    }

    ComponentStream.State state() {
        return machine.state();
    }

    boolean isOpen() {
        return machine.open();
    }

    /** Why it is not open, as the log has it; empty while it is, and before the first try. */
    Optional<String> problem() {
        return Optional.of(warned).filter(w -> !w.isEmpty());
    }

    Instant now() {
        return clock.instant();
    }

    void heard() {
        on(new ComponentStream.Event.Heard());
    }

    void header(StreamHeader header) {
        on(new ComponentStream.Event.Header(header));
    }

    void element(XmlElement element) {
        if (machine.open() && StanzaNamespace.isStanza(element)) {
            upper.stanza(StanzaNamespace.canonical(element));
        } else if (machine.open() && !element.namespace().equals(StreamError.STREAMS)) {
            counters.add(Event.DROPPED_FOREIGN);
        } else {
            on(new ComponentStream.Event.Element(element));
        }
    }

    void skipped(XmlElement openTag) {
        if (machine.open()) {
            upper.skipped(StanzaNamespace.canonical(openTag));
        }
    }

    void broken(StreamError error) {
        LOG.warn("{}: what the server sent ends the stream: {}", settings, error);
        on(new ComponentStream.Event.Broken(error));
    }

    void ended() {
        on(new ComponentStream.Event.Ended());
    }

    void writable() {
        upper.drain();
    }

    void failed(StreamInput from, Throwable cause) {
        LOG.debug("{}: {}", settings, cause.toString(), cause);
        disconnected(from, cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    void disconnected(StreamInput from, String why) {
        if (handler.filter(from::equals).isPresent()) {
            handler = Optional.empty();
            channel = Optional.empty();
            on(new ComponentStream.Event.Disconnected(why));
        }
    }

    private void on(ComponentStream.Event event) {
        events.add(event);
        if (busy) {
            return;             // an action caused it: after those that are still to be done
        }
        busy = true;
        try {
            for (var next = events.poll(); next != null; next = events.poll()) {
                var step = machine.on(next, now(), ThreadLocalRandom.current().nextDouble());
                machine = step.next();
                step.actions().forEach(this::act);
            }
        } finally {
            busy = false;
        }
        if (machine.state() == ComponentStream.State.STOPPED) {
            stopped.complete(null);
        }
        arm();
    }

    private void act(Action action) {
        if (action instanceof Action.Connect) {
            connect();
        } else if (action instanceof Action.Send send) {
            channel.ifPresent(c -> c.writeAndFlush(Unpooled.copiedBuffer(send.xml(), StandardCharsets.UTF_8)));
        } else if (action instanceof Action.Opened) {
            opened();
        } else if (action instanceof Action.Ping) {
            upper.ping();
        } else if (action instanceof Action.Lost lost) {
            lost(lost.why());
        } else if (action instanceof Action.Failed failed) {
            warn("cannot open: " + failed.why());
        } else if (action instanceof Action.Disconnect) {
            handler = Optional.empty();             // what still comes from it is of no interest
            channel.ifPresent(c -> c.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE));
            channel = Optional.empty();
        } else {
            throw new AssertionError(action);
        }
    }

    private void connect() {
        var paced = new PacedReading(crew, System::nanoTime);
        var reads = new StreamInput(this, settings, paced);
        handler = Optional.of(reads);
        new Bootstrap().group(loop).channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) settings.timers().connect().toMillis())
                .option(ChannelOption.SO_SNDBUF, SEND_BUFFER)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(paced, reads);
                    }
                })
                .connect(InetSocketAddress.createUnresolved(settings.server().address(), settings.server().port()))
                .addListener((ChannelFuture connected) -> connected(reads, connected));
    }

    private void connected(StreamInput reads, ChannelFuture connected) {
        if (!connected.isSuccess()) {
            disconnected(reads, "no connection to " + settings.server() + " (" + connected.cause().getMessage() + ")");
        } else if (handler.filter(reads::equals).isEmpty()) {
            connected.channel().close();
        } else {
            channel = Optional.of(connected.channel());
            on(new ComponentStream.Event.Connected());
        }
    }

    private void opened() {
        LOG.info("{}: open", settings);
        warned = "";
        counters.add(Event.CONNECTS);
        channel.ifPresent(upper::open);
    }

    private void lost(String why) {
        if (stopBy.isPresent()) {
            LOG.info("{}: closed", settings);
        } else {
            counters.add(Event.LOST);
            warn("lost: " + why);
        }
        upper.lost();
    }

    /** One line for each new reason, and one a minute while it stays. */
    private void warn(String what) {
        if (what.equals(warned) && now().isBefore(warnedAt.plus(SAME_WARNING))) {
            LOG.debug("{}: {}", settings, what);
            return;
        }
        warned = what;
        warnedAt = now();
        LOG.warn("{}: {}; trying again until it works", settings, what);
    }

    private void tick() {
        var now = now();
        upper.expire(now);
        handler.filter(h -> h.begun().filter(b -> !b.plus(settings.timers().stanza()).isAfter(now)).isPresent()).ifPresent(h ->
                h.breakWith(StreamError.of(StreamError.Condition.CONNECTION_TIMEOUT, "a stanza was begun and not ended")));
        if (stopBy.isPresent() && (upper.settled() || !stopBy.get().isAfter(now))) {
            on(new ComponentStream.Event.Stop());       // once more does no harm
        }
        on(new ComponentStream.Event.Tick());
    }

    /** Sets the timer to whatever is due first; a timer that is early does no harm. */
    void arm() {
        var due = earlier(machine.deadline().orElse(Instant.MAX), upper.deadline().orElse(Instant.MAX));
        var begun = handler.flatMap(StreamInput::begun);
        if (begun.isPresent()) {
            due = earlier(due, begun.get().plus(settings.timers().stanza()));
        }
        if (stopBy.isPresent()) {
            due = earlier(due, now().plus(LOOK));
        }
        if (stopped.isDone() || !due.isBefore(timerAt)) {
            return;
        }
        timer.ifPresent(t -> t.cancel(false));
        timerAt = due;
        var delay = Math.max(1, Duration.between(now(), due).toNanos());
        timer = Optional.of(loop.schedule(this::fire, delay, TimeUnit.NANOSECONDS));
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void fire() {
        timerAt = Instant.MAX;
        timer = Optional.empty();
        tick();
    }
}
