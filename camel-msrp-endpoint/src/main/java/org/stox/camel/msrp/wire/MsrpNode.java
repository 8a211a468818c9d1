package org.stox.camel.msrp.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;

import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.error.Refusal;
import org.stox.protocol.Tap;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.sdp.MessageMedia;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.protocol.sdp.OwnMedia;
import org.stox.service.IdSource;

/**
 * One MSRP endpoint (RFC 4975) with its sockets and sessions, on one thread: what is handed over, read or due is done there one after the
 * other. Routes run elsewhere.
 */
public final class MsrpNode implements OwnMedia {

    private static final Logger LOG = LoggerFactory.getLogger(MsrpNode.class);
    private static final long TICK = 500;
    private static final int BACKLOG = 1024;
    private static final int IN_ROUTES = 20_000;

    /** A peer that does not read makes us keep so much for it in the socket's queue; the rest waits where it can still be taken back. */
    static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(16 << 10, 32 << 10);

    private final Wire wire;
    private final NioEventLoopGroup group;
    private final EventLoop loop;
    private final Sessions sessions;
    private final Connector connector;
    private final byte[] block = MsrpConnection.block();
    private final Set<MsrpConnection> connections = new HashSet<>();        // with a socket
    private final List<Channel> listening = new ArrayList<>();
    private volatile Optional<RelayLink> relay = Optional.empty();
    private volatile OptionalInt tcp = OptionalInt.empty();
    private volatile OptionalInt tls = OptionalInt.empty();
    private volatile int open;
    private volatile boolean stopped;

    /**
     * @param crew where routes run, and names are looked up
     * @param clock one that does not jump
     */
    public MsrpNode(MsrpSettings settings, ThreadFactory threads, Executor crew, IdSource ids, Optional<Tap> tap, InstantSource clock) {
        this.wire = new Wire(settings, clock, ids, new MsrpCounters(), new Deliveries(crew, IN_ROUTES), tap);
        this.group = new NioEventLoopGroup(1, threads);
        this.loop = group.next();
        this.sessions = new Sessions(wire, this::onLoop);
        this.connector = new Connector(wire, sessions, loop, crew, block, this::made);
    }

    /** Opens its sockets. */
    public void start() throws IOException {
        var listen = wire.settings().listen();
        try {
            if (listen.tcp().isPresent()) {
                tcp = OptionalInt.of(bind(listen.host(), listen.tcp().getAsInt(), false));
            }
            if (listen.tls().isPresent()) {
                tls = OptionalInt.of(bind(listen.host(), listen.tls().getAsInt(), true));
            }
        } catch (IOException e) {
            stop();
            throw e;
        }
        relay = wire.settings().relay().map(r -> new RelayLink(wire, r, connector, (r.uri().secure() ? tls : tcp).orElse(tcp.orElse(tls.orElse(9)))));
        loop.scheduleWithFixedDelay(this::tick, relay.isPresent() ? 0 : TICK, TICK, TimeUnit.MILLISECONDS);
        LOG.info("MSRP at {}{}{}", wire.settings().host(), tcp.isPresent() ? ", port " + tcp.getAsInt() : "",
                tls.isPresent() ? ", with TLS port " + tls.getAsInt() : "");
    }

    private int bind(String host, int port, boolean secure) throws IOException {
        var bound = new ServerBootstrap().group(group).channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        accept(channel, secure);
                    }
                })
                .bind(new InetSocketAddress(host, port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("msrp:" + host + ":" + port + " cannot listen: " + bound.cause().getMessage(), bound.cause());
        }
        listening.add(bound.channel());
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    private void accept(SocketChannel channel, boolean secure) {
        if (isTooMany(channel.remoteAddress().getAddress())) {
            wire.counters().add(Event.CLOSED_TOO_MANY);
            channel.close();
            return;
        }
        wire.counters().add(Event.ACCEPTED);
        var connection = new MsrpConnection(wire, sessions,
                secure ? Optional.of(wire.settings().tls().orElseThrow().server()) : Optional.empty(), block);
        connection.accepted();
        connection.init(channel);
        made(connection, channel);
    }

    private boolean isTooMany(InetAddress from) {
        var limits = wire.settings().limits();
        return connections.size() >= limits.connections()
                || connections.size() >= limits.unbound() && connections.stream().filter(c -> !c.isBound() && c.address().filter(from::equals).isPresent())
                        .count() >= limits.unbound();
    }

    private void made(MsrpConnection connection, Channel channel) {
        connections.add(connection);
        open = connections.size();
        channel.closeFuture().addListener(f -> {
            connections.remove(connection);
            open = connections.size();
        });
    }

    private void tick() {
        try {
            var now = wire.now();
            new ArrayList<>(connections).forEach(c -> c.tick(now));
            sessions.tick(now);
            relay.ifPresent(r -> r.tick(now));
        } catch (RuntimeException e) {
            LOG.error("MSRP timers", e);        // else they would never run again
        }
    }

    /** Looks at the time now. */
    void look() {
        onLoop(this::tick);
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("MSRP has stopped");
        }
    }

    /** From whoever has sessions, towards the wire. */
    public void give(MsrpTraffic traffic, Fate fate) {
        try {
            loop.execute(() -> take(traffic, fate));
        } catch (RejectedExecutionException e) {
            fate.failed(Refusal.sip(503, "MSRP has stopped"));
        }
    }

    private void take(MsrpTraffic traffic, Fate fate) {
        if (stopped) {
            fate.failed(Refusal.sip(503, "MSRP has stopped"));
        } else if (traffic instanceof Outgoing message) {
            sessions.send(message, fate);
        } else if (traffic instanceof MsrpReport report) {
            sessions.report(report, fate);
        } else if (traffic instanceof MsrpClose close) {
            sessions.close(close, fate);
        } else if (traffic instanceof MsrpSession terms) {
            register(terms);
            fate.done();
        } else {
            fate.failed(Refusal.sip(500, "Not for MSRP: " + traffic.getClass().getSimpleName()));
        }
    }

    private void register(MsrpSession terms) {
        var session = sessions.register(terms);
        if (session.connection().isPresent()) {
            return;
        }
        if (session.relayed()) {
            var link = relay.flatMap(RelayLink::connection);
            if (link.isPresent()) {
                sessions.attach(session, link.get());
                sessions.greet(session, link.get());
            } else {
                sessions.lose(session, relay.flatMap(RelayLink::problem).orElse("there is no relay"));
            }
        } else if (terms.agreed().active() && terms.agreed().target().secure() && wire.settings().tls().isEmpty()) {
            sessions.lose(session, "TLS is not set up here");
        } else if (terms.agreed().active() && !allows(terms.agreed().target())) {
            sessions.lose(session, "connecting to " + terms.agreed().target().host() + " is not allowed");
        } else if (terms.agreed().active()) {
            connector.connect(session);
        }
    }

    /** Who takes what comes; one at a time. */
    public void add(Inbound inbound) {
        if (wire.deliveries().inbound().isPresent()) {
            throw new IllegalArgumentException("two routes begin with it; what comes from the wire can go to one only");
        }
        wire.deliveries().to(Optional.of(inbound));
    }

    public void remove(Inbound inbound) {
        if (wire.deliveries().inbound().filter(inbound::equals).isPresent()) {
            wire.deliveries().to(Optional.empty());
        }
    }

    @Override
    public Optional<MsrpPath> path(boolean secure, String sessionId) {
        var port = secure ? tls : tcp;
        var over = relay;
        if (over.isPresent()) {
            return over.get().secure() == secure
                    ? over.get().path().map(p -> p.then(MsrpPath.of(uri(secure, port.orElse(9), sessionId)))) : Optional.empty();
        }
        return port.isPresent() && !stopped ? Optional.of(MsrpPath.of(uri(secure, port.getAsInt(), sessionId))) : Optional.empty();
    }

    @Override
    public void offered(String sessionId) {
        onLoop(() -> sessions.offered(sessionId));
    }

    private MsrpUri uri(boolean secure, int port, String sessionId) {
        return MsrpUri.read((secure ? "msrps://" : "msrp://") + wire.settings().host() + ':' + port + '/' + sessionId + ";tcp");
    }

    @Override
    public MessageTerms.Reach reach() {
        return new MessageTerms.Reach(true, wire.settings().cema(), wire.settings().tls().map(TlsIdentity::fingerprints).orElse(List.of()));
    }

    /** Not by what is denied, and not to ourselves. */
    @Override
    public boolean allows(MessageMedia.Target target) {
        boolean ours = tcp.equals(OptionalInt.of(target.port())) || tls.equals(OptionalInt.of(target.port()));
        var host = wire.settings().host();
        return wire.settings().egress().allows(target.host())
                && !(ours && (target.host().equalsIgnoreCase(host) || target.host().equals(wire.settings().listen().host())));
    }

    public MsrpSettings settings() {
        return wire.settings();
    }

    public MsrpCounters counters() {
        return wire.counters();
    }

    public OptionalInt port(boolean secure) {
        return secure ? tls : tcp;
    }

    public int connections() {
        return open;
    }

    public int sessions() {
        return sessions.size();
    }

    /** Messages that wait for a route or are in one. */
    public int inRoutes() {
        return wire.deliveries().size();
    }

    /** How full the place for these is, from 0 to 1. */
    public double fill() {
        return Math.min(1, (double) inRoutes() / wire.deliveries().total());
    }

    public boolean isUp() {
        return !stopped && (tcp.isPresent() || tls.isPresent()) && problem().isEmpty();
    }

    /** What an operator should know. */
    public Optional<String> problem() {
        return stopped ? Optional.of("stopped") : relay.flatMap(RelayLink::problem);
    }

    /** What is not written fails; sessions are not told, as their service stops too. */
    public void stop() {
        wire.deliveries().to(Optional.empty());
        try {
            loop.submit(() -> {
                stopped = true;
                listening.forEach(Channel::close);
                new ArrayList<>(connections).forEach(c -> c.close("stopping"));
                sessions.stop();
            }).awaitUninterruptibly(1, TimeUnit.SECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("MSRP has stopped");
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
