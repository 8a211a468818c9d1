package org.stox.camel.sip.transport;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * The TCP side of a listener: connections that come in, and one for each peer that we send to, opened when it is needed and used
 * again (RFC 3261 §18.1.1, §18.2.1).
 */
public final class TcpConnections {

    private final EventLoopGroup group;
    private final TransportLimits limits;
    private final TransportEvents events;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final ConcurrentMap<InetAddress, Integer> incoming = new ConcurrentHashMap<>();
    private final ConcurrentMap<InetSocketAddress, Outgoing> outgoing = new ConcurrentHashMap<>();
    private volatile InetSocketAddress local;
    private volatile Channel server;

    public TcpConnections(EventLoopGroup group, TransportLimits limits, TransportEvents events) {
        this.group = group;
        this.limits = limits;
        this.events = events;
    }

    public void bind(InetSocketAddress address) throws IOException {
        local = address;
        var bound = new ServerBootstrap().group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel);
                    }
                })
                .bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(bound.cause().getMessage(), bound.cause());
        }
        server = bound.channel();
    }

    private void accept(SocketChannel channel) {
        InetAddress from = channel.remoteAddress().getAddress();
        int held = incoming.merge(from, 1, Integer::sum);
        channel.closeFuture().addListener(closed -> incoming.computeIfPresent(from, (a, n) -> n == 1 ? null : n - 1));
        if (held > limits.connections()) {
            events.dropped("tcp-too-many-connections");
            channel.close();
            return;
        }
        channels.add(channel);
        channel.pipeline().addLast(new TcpConnection(limits, events));
    }

    /**
     * Sends a request to an address, over the connection that is there or over a new one; the caller never waits.
     *
     * @param failed told once, on a socket thread, if the connect fails or the connection ends before {@link TcpRequest#done};
     *     with {@link ConnectException} where nobody listens
     */
    public TcpRequest send(byte[] octets, InetSocketAddress to, Consumer<IOException> failed) {
        var request = new TcpRequest(failed);
        var used = outgoing.get(to);
        if (used == null || used.dead()) {
            used = outgoing.compute(to, (address, known) -> known == null || known.dead() ? connect(address) : known);
        }
        used.send(octets, request);
        return request;
    }

    /** A connection of ours, being opened or open. */
    private record Outgoing(ChannelFuture connecting, TcpConnection connection) {

        private boolean dead() {
            return connecting.isDone() && !connecting.channel().isActive();
        }

        private void send(byte[] octets, TcpRequest request) {
            if (connecting.isSuccess()) {
                connection.send(octets, request);
            } else {
                connecting.addListener(connected -> {
                    if (connected.isSuccess()) {
                        connection.send(octets, request);
                    } else {
                        request.fail(cause(connected.cause()));
                    }
                });
            }
        }
    }

    private static IOException cause(Throwable cause) {
        return cause instanceof IOException e ? e : new IOException(cause);
    }

    private Outgoing connect(InetSocketAddress to) {
        var connection = new TcpConnection(limits, events);
        var bootstrap = new Bootstrap().group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) limits.connect().toMillis())
                .handler(connection);
        if (!local.getAddress().isAnyLocalAddress()) {
            bootstrap.localAddress(new InetSocketAddress(local.getAddress(), 0));
        }
        var connecting = bootstrap.connect(to);
        var opened = new Outgoing(connecting, connection);
        channels.add(connecting.channel());
        connecting.channel().closeFuture().addListener(closed -> outgoing.remove(to, opened));
        return opened;
    }

    public int size() {
        return channels.size();
    }

    public void close() {
        if (server != null) {
            server.close().awaitUninterruptibly();
        }
        channels.close().awaitUninterruptibly();
    }
}
