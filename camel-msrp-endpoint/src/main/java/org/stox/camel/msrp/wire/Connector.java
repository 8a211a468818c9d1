package org.stox.camel.msrp.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;

import javax.net.ssl.SSLEngine;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;

import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.protocol.sdp.Fingerprint;
import org.stox.protocol.sdp.MessageMedia.Target;

/**
 * Connections that we open. Sessions with peers at one address share one (RFC 4975 §5.4); with TLS only where the certificate must be the
 * same. Each address that a name has is asked for right before the socket is opened, so no name can lead elsewhere in between.
 */
final class Connector {

    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    private record Peer(Target target, List<Fingerprint> named) { }

    private final Wire wire;
    private final EventLoop loop;
    private final Executor lookUps;
    private final Made made;
    private final byte[] block;
    private final Sessions sessions;
    private final Map<Peer, MsrpConnection> shared = new HashMap<>();

    /** Sees each socket. */
    interface Made {

        void made(MsrpConnection connection, Channel channel);
    }

    /** @param lookUps where a name service may take its time */
    Connector(Wire wire, Sessions sessions, EventLoop loop, Executor lookUps, byte[] block, Made made) {
        this.wire = wire;
        this.sessions = sessions;
        this.loop = loop;
        this.lookUps = lookUps;
        this.block = block;
        this.made = made;
    }

    /** Gives a session its connection: one that there is, or a new one. */
    void connect(Session session) {
        var agreed = session.terms().agreed();
        var peer = new Peer(agreed.target(), agreed.fingerprints());
        var known = Optional.ofNullable(shared.get(peer)).filter(MsrpConnection::isUsable);
        var connection = known.orElseGet(() -> connection(peer.target, peer.named));
        sessions.attach(session, connection);
        if (known.isPresent()) {
            if (connection.isReady()) {
                sessions.greet(session, connection);
            }
            return;
        }
        shared.put(peer, connection);
        open(connection, peer.target, address -> wire.settings().egress().allows(address.getAddress()), () -> shared.remove(peer, connection));
    }

    MsrpConnection connection(Target target, List<Fingerprint> named) {
        return new MsrpConnection(wire, sessions, tls(target, named), block);
    }

    private Optional<SSLEngine> tls(Target target, List<Fingerprint> named) {
        if (!target.secure()) {
            return Optional.empty();
        }
        var host = target.host().startsWith("[") ? target.host().substring(1, target.host().length() - 1) : target.host();
        return Optional.of(wire.settings().tls().orElseThrow().client(host, target.port(), named));
    }

    /** @param gone is called when the connection is no more, or has not come to be */
    void open(MsrpConnection connection, Target target, Predicate<InetAddress> allowed, Runnable gone) {
        try {
            lookUps.execute(() -> lookUp(connection, target, allowed, gone));
        } catch (RejectedExecutionException e) {
            failed(connection, "stopping", gone);
        }
    }

    private void lookUp(MsrpConnection connection, Target target, Predicate<InetAddress> allowed, Runnable gone) {
        String problem;
        try {
            var literal = target.host().startsWith("[") ? target.host().substring(1, target.host().length() - 1) : target.host();
            var address = Arrays.stream(InetAddress.getAllByName(literal)).filter(allowed).findFirst();
            if (address.isPresent()) {
                loop.execute(() -> open(connection, new InetSocketAddress(address.get(), target.port()), gone));
                return;
            }
            problem = "connecting to " + target.host() + " is not allowed";
        } catch (UnknownHostException e) {
            problem = "the host " + target.host() + " is unknown";
        }
        var text = problem;
        loop.execute(() -> failed(connection, text, gone));
    }

    private void open(MsrpConnection connection, InetSocketAddress address, Runnable gone) {
        if (!connection.isUsable()) {
            gone.run();
            return;
        }
        new Bootstrap().group(loop).channel(NioSocketChannel.class)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) wire.settings().timers().connect().toMillis())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, MsrpNode.WATER_MARK)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        connection.init(channel);
                    }
                })
                .connect(address)
                .addListener((ChannelFuture connected) -> {
                    if (!connected.isSuccess()) {
                        failed(connection, "no connection to " + address + " (" + connected.cause().getMessage() + ")", gone);
                        return;
                    }
                    wire.counters().add(Event.CONNECTED);
                    connected.channel().closeFuture().addListener(f -> gone.run());
                    made.made(connection, connected.channel());
                    if (!connection.isUsable()) {
                        connected.channel().close();
                    }
                });
    }

    private void failed(MsrpConnection connection, String why, Runnable gone) {
        LOG.debug("{}", why);
        wire.counters().add(Event.CONNECT_FAILED);
        gone.run();
        connection.failed(why);
    }
}
