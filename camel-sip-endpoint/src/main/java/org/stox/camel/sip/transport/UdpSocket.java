package org.stox.camel.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;

import org.stox.protocol.sip.SipCodec;
import org.stox.traffic.Crew;
import org.stox.traffic.Pace;
import org.stox.traffic.PacedReading;

/** One UDP socket: reads and runs each datagram on its own thread, sends from any thread (RFC 3261 §18). */
public final class UdpSocket {

    private static final Logger LOG = LoggerFactory.getLogger(UdpSocket.class);
    private static final int LARGEST = 32 << 10;           // more than is taken, and the most that Netty's pool keeps at hand
    private static final int BUFFER = 4 << 20;             // 64 KiB, the usual default, loses datagrams at 3,000 a second
    private static final byte[] PONG = {'\r', '\n'};

    private final EventLoopGroup group;
    private final TransportLimits limits;
    private final TransportEvents events;
    private volatile DatagramChannel socket;
    private volatile NioDatagramChannel channel;

    public UdpSocket(EventLoopGroup group, TransportLimits limits, TransportEvents events) {
        this.group = group;
        this.limits = limits;
        this.events = events;
    }

    public void bind(InetSocketAddress local, Crew crew) throws IOException {
        socket = DatagramChannel.open();
        var bootstrap = new Bootstrap().group(group)
                .channelFactory(() -> new NioDatagramChannel(socket))
                .option(ChannelOption.SO_RCVBUF, BUFFER)
                .option(ChannelOption.SO_SNDBUF, BUFFER)
                .option(ChannelOption.RCVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST).maxMessagesPerRead(Pace.ENOUGH))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        var paced = new PacedReading(crew, System::nanoTime);
                        channel.pipeline().addLast(paced, new Reader(paced));
                    }
                });
        var bound = bootstrap.bind(local).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            socket.close();
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        channel = (NioDatagramChannel) bound.channel();
    }

    /**
     * Sends one datagram at once, on the calling thread: going over the socket's own thread would cost a wake-up each. A full
     * socket buffer loses it, as the net may.
     */
    public void send(byte[] octets, InetSocketAddress to) {
        try {
            if (socket.send(ByteBuffer.wrap(octets), to) == 0) {
                events.dropped("udp-buffer-full");
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("UDP to {}: {}", to, e.toString());
            events.dropped("udp-unsent");
        }
    }

    public void close() {
        if (channel != null) {
            channel.close().awaitUninterruptibly();
        }
    }

    private final class Reader extends SimpleChannelInboundHandler<DatagramPacket> {

        private final byte[] octets = new byte[LARGEST];    // one thread reads; the codec copies what it keeps
        private final PacedReading paced;

        Reader(PacedReading paced) {
            this.paced = paced;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
            paced.came();
            int length = packet.content().readableBytes();
            packet.content().readBytes(octets, 0, length);
            if (onlyLineEnds(length)) {
                keepAlive(length, packet.sender());
            } else {
                events.received(SipCodec.read(octets, 0, length, limits.datagram()), new UdpFlow(UdpSocket.this, packet.sender()));
            }
        }

        private boolean onlyLineEnds(int length) {
            for (int i = 0; i < length; i++) {
                if (octets[i] != '\r' && octets[i] != '\n') {
                    return false;
                }
            }
            return true;
        }

        /** Double CRLF is a ping (RFC 5626 §4.4.1); anything shorter is a pong, or nothing. */
        private void keepAlive(int length, InetSocketAddress from) {
            if (length >= 4) {
                send(PONG, from);
            }
        }

        /** One datagram must never end the socket, whatever it does to us: an Error included. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof IOException) {
                LOG.debug("UDP: {}", cause.toString());
            } else {
                LOG.error("A datagram was dropped by a fault of ours", cause);
                events.dropped("fault");
            }
        }
    }

    private record UdpFlow(UdpSocket socket, InetSocketAddress remote) implements Flow {

        @Override
        public Protocol protocol() {
            return Protocol.UDP;
        }

        @Override
        public boolean open() {
            return true;
        }

        @Override
        public void send(byte[] octets) {
            socket.send(octets, remote);
        }

        @Override
        public void closeAfterSending() {
            // there is nothing to close
        }
    }
}
