package org.stox.camel.msrp.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;

import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.protocol.msrp.Chunker;
import org.stox.protocol.msrp.MsrpLimits;
import org.stox.protocol.msrp.MsrpMessage;
import org.stox.protocol.msrp.MsrpReader;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.protocol.msrp.Outgoing;

/** One connection (RFC 4975 §5.4), accepted or made, and the sessions that are on it. All on the node's loop. */
final class MsrpConnection extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = LoggerFactory.getLogger(MsrpConnection.class);
    private static final int BLOCK = 16 << 10;
    /** So long the peer may take to put its next session on the connection of the last one: its INVITE may come before that one's end. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    /** What is above a connection. */
    interface Upper extends Outbox.Progress {

        /** It can be written to. */
        void ready(MsrpConnection connection);

        /** An answer to a chunk. */
        void answered(Chunker.Sent chunk, MsrpResponse response);

        /** No answer in 30 s. */
        void timedOut(Chunker.Sent chunk);

        /** It is gone, and with it what its sessions have not sent. */
        void closed(MsrpConnection connection, String reason);
    }

    /** Takes responses that are not to a chunk: those to AUTH. */
    interface Answers {

        boolean takes(MsrpResponse response);
    }

    private final Wire wire;
    private final Upper upper;
    private final Optional<SSLEngine> tls;
    private final Outbox outbox;
    private final ChunkReceiver receiver;
    private final MsrpReader reader = new MsrpReader(MsrpLimits.DEFAULT);
    private final Set<Session> sessions = new LinkedHashSet<>(2);
    private final AtomicInteger inRoutes = new AtomicInteger();
    private final Instant since;
    private final byte[] block;
    private Answers answers = response -> false;
    private Optional<Channel> channel = Optional.empty();
    private Optional<Instant> begun = Optional.empty();     // a head that is not complete
    private String reason = "closed by the peer";
    private Optional<Instant> left = Optional.empty();      // by its last session
    private boolean accepted;
    private boolean kept;               // without sessions too
    private Optional<ByteBuf> held = Optional.empty();      // behind a request that waits for its session
    private boolean ready;
    private boolean closed;
    private int guesses;
    private volatile boolean paused;

    MsrpConnection(Wire wire, Sessions sessions, Optional<SSLEngine> tls, byte[] block) {
        this.wire = wire;
        this.upper = sessions;
        this.tls = tls;
        this.outbox = new Outbox(wire, sessions);
        this.receiver = new ChunkReceiver(wire, sessions, this);
        this.since = wire.now();
        this.block = block;
    }

    /** Octets that are being read; one for all connections of a loop. */
    static byte[] block() {
        return new byte[BLOCK];
    }

    void init(Channel to) {
        tls.ifPresent(engine -> {
            var handler = new SslHandler(engine);
            handler.setHandshakeTimeoutMillis(wire.settings().timers().connect().toMillis());
            to.pipeline().addLast(handler);
        });
        to.pipeline().addLast(this);
    }

    /** A connection that a peer has made: what goes over it next is the peer's to say (RFC 4975 §5.4). */
    void accepted() {
        accepted = true;
    }

    /** A connection to a relay. */
    void keep(Answers others) {
        kept = true;
        answers = others;
    }

    /** Many peers are behind it: one that is early must not keep the others waiting. */
    boolean isRelay() {
        return kept;
    }

    Optional<SSLEngine> tls() {
        return tls;
    }

    Outbox outbox() {
        return outbox;
    }

    boolean isUsable() {
        return !closed;
    }

    boolean isReady() {
        return ready && !closed;
    }

    List<Session> sessions() {
        return new ArrayList<>(sessions);
    }

    Optional<InetAddress> address() {
        return channel.map(c -> ((InetSocketAddress) c.remoteAddress())).map(InetSocketAddress::getAddress);
    }

    void attach(Session session) {
        sessions.add(session);
        left = Optional.empty();
    }

    /** The session is over; the last one takes the connection with it, at once or in a moment. */
    void detach(Session session) {
        if (sessions.remove(session) && sessions.isEmpty() && !kept && !closed) {
            if (accepted) {
                left = Optional.of(wire.now());
            } else {
                finish();
            }
        }
    }

    private void finish() {
        closed = true;
        reason = "no session is left";
        outbox.close();
        if (!ready) {
            channel.ifPresent(Channel::close);
        }
    }

    /** It has sessions, or had them until a moment ago. */
    boolean isBound() {
        return kept || !sessions.isEmpty() || left.isPresent();
    }

    void send(Outgoing message) {
        outbox.add(message);
    }

    void write(MsrpMessage message) {
        if (!outbox.add(message)) {
            close(Event.CLOSED_SLOW, "does not read its answers");
        }
    }

    /** A request for a session that there is not (M1: nobody may try one id after the other). */
    void guessed() {
        if (++guesses >= wire.settings().limits().guesses()) {
            close(Event.CLOSED_GUESSING, "asks for sessions that there are not");
        }
    }

    void close(Event why, String text) {
        if (!closed) {
            wire.counters().add(why);
            close(text);
        }
    }

    void close(String text) {
        if (!closed) {
            LOG.debug("{}: {}", this, text);
            reason = text;
            outbox.hold(false);
            end();
            channel.ifPresent(Channel::close);
        }
    }

    /** Never came to be. */
    void failed(String text) {
        reason = text;
        end();
    }

    private void end() {
        if (!closed) {
            closed = true;
            upper.closed(this, reason);
        }
    }

    /** A message has gone to a route, and pauses reading where there are too many. */
    void delivered() {
        if (inRoutes.incrementAndGet() >= wire.settings().limits().inRoutes()) {
            paused = true;
            pace();
        }
    }

    /** The route is done with it; on any thread. */
    void routed() {
        if (inRoutes.decrementAndGet() <= wire.settings().limits().inRoutes() / 2 && paused) {
            channel.ifPresent(c -> {
                try {
                    c.eventLoop().execute(this::goOn);
                } catch (RejectedExecutionException e) {
                    LOG.debug("{}: has stopped", this);
                }
            });
        }
    }

    private void goOn() {
        paused = inRoutes.get() >= wire.settings().limits().inRoutes();
        pace();
    }

    private void pace() {
        channel.ifPresent(c -> {
            boolean read = !paused && held.isEmpty() && c.isWritable();
            if (c.config().isAutoRead() != read) {
                c.config().setAutoRead(read);
            }
        });
    }

    /** What the time brings. */
    void tick(Instant now) {
        var timers = wire.settings().timers();
        if (!isBound() && !closed && since.plus(timers.bind()).isBefore(now)) {
            close(Event.CLOSED_UNBOUND, "no request has named a session");
        } else if (!closed && left.filter(l -> l.plus(LINGER).isBefore(now)).isPresent()) {
            finish();
        } else if (begun.filter(b -> b.plus(timers.head()).isBefore(now)).isPresent()) {
            close(Event.CLOSED_SLOW, "a request was begun and not ended");
        } else if (outbox.isStuck(now.minus(timers.write()))) {
            close(Event.CLOSED_SLOW, "does not read");
            channel.ifPresent(Channel::close);          // also one whose last session is over and that only has to be written out
        }
        outbox.expire(now).forEach(upper::timedOut);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = Optional.of(context.channel());
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (tls.isEmpty()) {
            ready();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslCloseCompletionEvent) {
            close("closed by the peer");        // it waits for the same of us before it closes the connection below (RFC 8446 §6.1)
        }
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            ready();
        }
    }

    private void ready() {
        if (!closed) {
            ready = true;
            upper.ready(this);
            outbox.open(channel.orElseThrow());
        } else {
            channel.ifPresent(Channel::close);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var buffer = (ByteBuf) message;
        try {
            outbox.hold(true);
            if (held.isPresent()) {
                held.get().writeBytes(buffer);
            } else {
                read(buffer);
            }
        } finally {
            buffer.release();
        }
    }

    private void read(ByteBuf buffer) {
        while (buffer.isReadable() && !closed && !receiver.isHolding()) {
            int count = Math.min(buffer.readableBytes(), block.length);
            buffer.readBytes(block, 0, count);
            int read = reader.feed(block, 0, count, receiver);
            buffer.readerIndex(buffer.readerIndex() - count + read);
            wire.counters().add(Event.OCTETS_IN, read);
        }
        held = receiver.isHolding() ? Optional.of(Unpooled.buffer().writeBytes(buffer)) : Optional.empty();
        begun = !reader.pending() || receiver.inMessage() ? Optional.empty() : begun.isPresent() ? begun : Optional.of(wire.now());
    }

    /** The session that it has waited for is there, or will not be. */
    void proceed() {
        if (closed || held.isEmpty()) {
            return;
        }
        outbox.hold(true);
        receiver.proceed();
        read(held.get());
        outbox.hold(false);
        pace();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        outbox.hold(false);
        pace();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        outbox.drain();
        pace();
    }

    void response(MsrpResponse response) {
        var chunk = outbox.answered(response);
        if (chunk.isPresent()) {
            upper.answered(chunk.get(), response);
        } else if (!answers.takes(response)) {
            wire.counters().add(Event.DROPPED_RESPONSE);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        if (cause.getCause() instanceof SSLHandshakeException handshake) {
            close(Event.CLOSED_CERTIFICATE, handshake.getMessage());
        } else {
            close(text);
        }
    }

    @Override
    public String toString() {
        return channel.map(c -> String.valueOf(c.remoteAddress())).orElse("not connected");
    }
}
