package org.stox.camel.msrp.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.AssemblyLimits;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.sdp.AcceptTypes;
import org.stox.protocol.sdp.Agreed;
import org.stox.protocol.sdp.Direction;
import org.stox.protocol.sdp.Fingerprint;
import org.stox.protocol.sdp.MessageMedia.Target;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.settings.AddressRange;
import org.stox.settings.Egress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;

/** A node on loopback, a route that keeps what comes, a clock that a test moves, and peers on plain sockets. */
abstract class NodeFixture {

    static final String HOST = "127.0.0.1";
    static final AssemblyLimits LIMITS = AssemblyLimits.DEFAULT;
    static final AcceptTypes TEXT = new AcceptTypes(List.of("text/plain"), List.of(), OptionalLong.empty());

    final BlockingQueue<MsrpTraffic> arrived = new LinkedBlockingQueue<>();
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    final AtomicInteger ids = new AtomicInteger(1000);
    MsrpNode node;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ExecutorService pool = Executors.newFixedThreadPool(2);

    @BeforeEach
    void startNode() throws Exception {
        node = node(settings());
        node.add(keeping());
    }

    /** A route that keeps what comes. */
    Inbound keeping() {
        return ending(OptionalInt.empty());
    }

    /** The same, ending each at once. */
    Inbound ending(OptionalInt failure) {
        return new Inbound() {
            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void take(MsrpTraffic traffic, Ended ended) {
                arrived.add(traffic);
                ended.ended(failure);
            }
        };
    }

    MsrpSettings settings() {
        return new MsrpSettings(new MsrpSettings.Listen(HOST, OptionalInt.of(0), OptionalInt.empty()), HOST, Optional.empty(), loopback(), true,
                Optional.empty(), MsrpSettings.Timers.DEFAULT, MsrpSettings.Limits.DEFAULT);
    }

    static Egress loopback() {
        return new Egress(AddressRange.parseList("127.0.0.0/8"));
    }

    MsrpNode node(MsrpSettings settings) throws IOException {
        InstantSource clock = now::get;
        var made = new MsrpNode(settings, Thread::new, pool, () -> "id" + ids.incrementAndGet() + "abcdefgh", Optional.empty(), clock);
        made.start();
        open.add(made::stop);
        return made;
    }

    @AfterEach
    void stopAll() throws Exception {
        for (int i = open.size() - 1; i >= 0; i--) {
            open.get(i).close();
        }
        pool.shutdownNow();
    }

    <C extends AutoCloseable> C closed(C thing) {
        open.add(thing);
        return thing;
    }

    RawPeer connect() throws IOException {
        return closed(RawPeer.to(node.port(false).orElseThrow()));
    }

    ServerSocket listen() throws IOException {
        var server = closed(new ServerSocket(0, 50, InetAddress.getByName(HOST)));
        server.setSoTimeout(10_000);
        return server;
    }

    RawPeer accept(ServerSocket server) throws IOException {
        return closed(new RawPeer(server.accept()));
    }

    void later(Duration time) {
        now.updateAndGet(n -> n.plus(time));
        node.look();
    }

    MsrpUri own(String id) {
        return node.path(false, id + "0123456789abcdef0123").orElseThrow().last();
    }

    static MsrpUri peer(int port, String id) {
        return MsrpUri.read("msrp://" + HOST + ":" + port + "/" + id + ";tcp");
    }

    /** A session that waits for its peer. */
    MsrpSession passive(String id) {
        return session(own(id), peer(9, "p" + id), false, LIMITS);
    }

    MsrpSession active(String id, int port) {
        return session(own(id), peer(port, "p" + id), true, LIMITS);
    }

    static MsrpSession session(MsrpUri own, MsrpUri peer, boolean active, AssemblyLimits limits) {
        return session(MsrpPath.of(own), MsrpPath.of(peer), active, limits, List.of());
    }

    static MsrpSession session(MsrpPath own, MsrpPath peer, boolean active, AssemblyLimits limits, List<Fingerprint> fingerprints) {
        var hop = peer.first();
        return new MsrpSession(new Agreed(own, peer, active, new Target(hop.host(), hop.port().orElseThrow(), hop.secure()),
                TEXT, Direction.SENDRECV, fingerprints), TEXT, limits);
    }

    /** Hands it over; the future fails with the refusal. */
    CompletableFuture<Void> give(MsrpTraffic traffic) {
        var result = new CompletableFuture<Void>();
        node.give(traffic, new Fate() {
            @Override
            public void done() {
                result.complete(null);
            }

            @Override
            public void failed(Refusal refusal) {
                result.completeExceptionally(refusal);
            }
        });
        return result;
    }

    MsrpSession given(MsrpSession session) throws Exception {
        give(session).get(10, TimeUnit.SECONDS);
        return session;
    }

    Outgoing message(MsrpSession session, String text, Reporting reporting) {
        var route = new MsrpRequest.Route(session.agreed().peer(), MsrpPath.of(session.session()));
        return Outgoing.of(route, "text/plain", Octets.utf8(text), reporting, () -> "m" + ids.incrementAndGet() + "00");
    }

    <T extends MsrpTraffic> T next(Class<T> type) throws InterruptedException {
        var traffic = arrived.poll(10, TimeUnit.SECONDS);
        assertNotNull(traffic, "nothing has come");
        return assertInstanceOf(type, traffic);
    }

    static int status(CompletableFuture<Void> refused) throws Exception {
        try {
            refused.get(10, TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            return ((Refusal) e.getCause()).reason().status().orElse(0);
        }
        return 200;
    }

    static void assertStatus(int status, CompletableFuture<Void> refused) throws Exception {
        assertEquals(status, status(refused));
    }

    /** A SEND of the peer of this session. */
    static String send(MsrpSession session, String transaction, String messageId, String range, String more, String body, char flag) {
        return "MSRP " + transaction + " SEND\r\nTo-Path: " + session.session() + "\r\nFrom-Path: " + session.agreed().peer().last()
                + "\r\nMessage-ID: " + messageId + "\r\nByte-Range: " + range + "\r\n" + more
                + "Content-Type: text/plain\r\n\r\n" + body + "\r\n-------" + transaction + flag + "\r\n";
    }

    static String send(MsrpSession session, String transaction, String messageId, String body) {
        int length = body.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        return send(session, transaction, messageId, "1-" + length + "/" + length, "", body, '$');
    }

    static String empty(MsrpSession session, String transaction) {
        return "MSRP " + transaction + " SEND\r\nTo-Path: " + session.session() + "\r\nFrom-Path: " + session.agreed().peer().last()
                + "\r\nMessage-ID: e" + transaction + "\r\nByte-Range: 1-0/0\r\n-------" + transaction + "$\r\n";
    }
}
