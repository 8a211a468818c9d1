package org.stox.camel.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.ScheduledFuture;

import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipFramer;

/** One SIP connection, either way: cuts the stream into messages, keeps the timers, knows which requests wait on it (RFC 3261 §18.3). */
final class TcpConnection extends SimpleChannelInboundHandler<ByteBuf> implements Flow {

    private static final Logger LOG = LoggerFactory.getLogger(TcpConnection.class);
    private static final byte[] PONG = {'\r', '\n'};

    private final TransportLimits limits;
    private final TransportEvents events;
    private final SipFramer framer;
    private final Set<TcpRequest> waiting = ConcurrentHashMap.newKeySet();
    private final FrameSink sink = new FrameSink();
    private volatile Channel channel;
    private volatile InetSocketAddress remote;
    private byte[] octets = new byte[2048];
    private ScheduledFuture<?> inMessage;
    private ScheduledFuture<?> idle;
    private long lastRead;

    TcpConnection(TransportLimits limits, TransportEvents events) {
        this.limits = limits;
        this.events = events;
        this.framer = new SipFramer(limits.stream());
    }

    /** Before it is connected: whoever waits for the connect writes before the channel says that it is active. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        remote = (InetSocketAddress) channel.remoteAddress();
        lastRead = System.nanoTime();
        scheduleIdle(limits.idle().toNanos());
        context.fireChannelActive();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf read) {
        lastRead = System.nanoTime();
        int length = read.readableBytes();
        if (length > octets.length) {
            octets = new byte[Math.max(length, 2 * octets.length)];
        }
        read.readBytes(octets, 0, length);
        sink.complete = false;
        framer.feed(octets, 0, length, sink);
        if (!framer.pending() || sink.complete) {
            stop(inMessage);
            inMessage = null;
        }
        if (framer.pending() && inMessage == null) {
            inMessage = context.executor().schedule(() -> abandon("tcp-message-timeout"), limits.inMessage().toNanos(),
                    TimeUnit.NANOSECONDS);
        }
    }

    /** The silence is looked at when it may have lasted long enough: a timer for each read would cost more. */
    private void scheduleIdle(long nanos) {
        idle = channel.eventLoop().schedule(() -> {
            long rest = limits.idle().toNanos() - (System.nanoTime() - lastRead);
            if (rest > 0) {
                scheduleIdle(rest);
            } else if (waiting.isEmpty()) {
                abandon("tcp-idle");
            } else {
                scheduleIdle(limits.idle().toNanos());
            }
        }, nanos, TimeUnit.NANOSECONDS);
    }

    private void abandon(String reason) {
        events.dropped(reason);
        channel.close();
    }

    private static void stop(ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stop(inMessage);
        stop(idle);
        failAll(new IOException("The connection to " + remote + " was closed"));
        context.fireChannelInactive();
    }

    /** While a peer does not read, nothing more is read from it. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException) {
            LOG.debug("TCP {}: {}", remote, cause.toString());
        } else {
            LOG.error("A connection is closed by a fault of ours", cause);
            events.dropped("fault");
        }
        context.close();
    }

    /** Sends a request; it fails when the connection does before {@link TcpRequest#done}. */
    void send(byte[] request, TcpRequest pending) {
        pending.on(this);
        waiting.add(pending);
        if (!open()) {
            failAll(new IOException("The connection was closed"));
            return;
        }
        if (overflow(request.length)) {
            forget(pending);
            pending.fail(new IOException("The peer " + remote + " does not read"));
            return;
        }
        channel.writeAndFlush(Unpooled.wrappedBuffer(request)).addListener(written -> {
            if (!written.isSuccess()) {
                forget(pending);
                pending.fail(new IOException("Write to " + remote + " failed: " + written.cause().getMessage()));
            }
        });
    }

    void forget(TcpRequest pending) {
        waiting.remove(pending);
    }

    private void failAll(IOException cause) {
        for (var request : waiting) {
            if (waiting.remove(request)) {
                request.fail(cause);
            }
        }
    }

    private boolean overflow(int more) {
        var unsent = channel.unsafe().outboundBuffer();
        return unsent != null && unsent.totalPendingWriteBytes() + more > limits.unsent();
    }

    @Override
    public Protocol protocol() {
        return Protocol.TCP;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public boolean open() {
        return channel.isActive();
    }

    @Override
    public void send(byte[] response) {
        if (overflow(response.length)) {
            abandon("tcp-peer-does-not-read");
        } else {
            channel.writeAndFlush(Unpooled.wrappedBuffer(response));
        }
    }

    @Override
    public void closeAfterSending() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    private final class FrameSink implements SipFramer.Sink {

        private boolean complete;

        @Override
        public void message(byte[] frame, int from, int to) {
            complete = true;
            events.received(SipCodec.read(frame, from, to, limits.stream()), TcpConnection.this);
        }

        @Override
        public void ping() {
            send(PONG);
        }

        @Override
        public void broken(SipCodec.Reading.Bad bad) {
            events.received(bad, TcpConnection.this);
            closeAfterSending();
        }
    }
}
