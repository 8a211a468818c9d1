package org.stox.camel.sip.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;

import org.stox.traffic.Crew;

/** UDP and TCP on one host and port (RFC 3261 §18.2.1), with the threads that serve them. */
public final class Sockets {

    private static final int THREADS = Math.max(2, Math.min(4, Runtime.getRuntime().availableProcessors()));

    private final InetSocketAddress local;
    private final TransportEvents events;
    private final EventLoopGroup group;
    private final UdpSocket udp;
    private final TcpConnections tcp;

    public Sockets(InetSocketAddress local, TransportLimits limits, TransportEvents events) {
        this.local = local;
        this.events = events;
        this.group = new NioEventLoopGroup(THREADS, new DefaultThreadFactory("sip-socket-" + local.getPort(), true));
        this.udp = new UdpSocket(group, limits, events);
        this.tcp = new TcpConnections(group, limits, events);
    }

    /** @param crew who will do what follows from what is read */
    public void open(Crew crew) throws IOException {
        udp.bind(local, crew);
        tcp.bind(local);
    }

    public UdpSocket udp() {
        return udp;
    }

    public TcpConnections tcp() {
        return tcp;
    }

    TransportEvents events() {
        return events;
    }

    public void close() {
        udp.close();
        tcp.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(3, TimeUnit.SECONDS);
    }
}
