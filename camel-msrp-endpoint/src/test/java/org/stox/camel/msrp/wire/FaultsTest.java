package org.stox.camel.msrp.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.stox.camel.msrp.Eventually;
import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Peers that fail, stall, guess and flood (issue 6 §3). */
class FaultsTest extends NodeFixture {

    @Test
    @Proves("RFC7573-5-09")
    void guessingSessionsGets481AndThenTheConnectionIsClosed() throws Exception {
        given(passive("s"));
        var wrong = passive("guess");
        var peer = connect();
        for (int i = 1; i <= 16; i++) {
            assertEquals(481, peer.send(empty(wrong, "t" + (1000 + i))).status(), "M1");
        }
        assertTrue(peer.isClosed());
        assertEquals(1, node.counters().count(Event.CLOSED_GUESSING));
        assertTrue(arrived.isEmpty(), "the session is still there");
    }

    @Test
    @Proves("RFC7573-5-09")
    void aWrongFromPathIs481AndASecondConnection506() throws Exception {
        var session = given(passive("s"));
        var forged = session(session.session(), peer(9, "forged"), false, LIMITS);
        var stranger = connect();
        assertEquals(481, stranger.send(empty(forged, "t001")).status(), "M2");
        var peer = connect();
        assertEquals(200, peer.send(empty(session, "t002")).status());
        assertEquals(506, stranger.send(send(session, "t003", "m003", "I am Romeo")).status(), "M2");
        assertEquals(200, peer.send(send(session, "t004", "m004", "I am")).status(), "the first keeps the session");
        assertEquals("I am", next(WholeMessage.class).body().text());
    }

    @Test
    void aPathOfTooManyRelaysIs400() throws Exception {
        var session = given(passive("s"));
        var many = ("msrp://relay.example.com:2855/r;tcp ").repeat(49) + session.session();
        var peer = connect().send(empty(session, "t001").replace("To-Path: " + session.session(), "To-Path: " + many));
        assertEquals(400, peer.status(), "M4");
    }

    @Test
    void aPathOfOthersBesideUsIs481() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(empty(session, "t001").replace("To-Path: ", "To-Path: msrp://relay.example.com:2855/r;tcp "));
        assertEquals(481, peer.status(), "we are no relay");
    }

    @Test
    @Proves("RFC7573-8-02")
    void aConnectionThatIsCutInTheMiddleOfAMessageIsTheEndOfItsSession() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(empty(session, "t001"));
        peer.read();
        var sent = give(message(session, "Wherefore", Reporting.DEFAULT));
        peer.read();
        var whole = send(session, "t002", "m002", "All of it, but not all of it");
        peer.send(whole.substring(0, whole.length() - 20));
        peer.close();
        assertEquals(session.session(), next(MsrpClose.class).session());
        assertStatus(503, sent);
        assertTrue(arrived.isEmpty(), "no part of a message, and told once");
        assertStatus(481, give(message(session, "Hello?", Reporting.NONE)));
    }

    @Test
    void anOtherSessionOfTheSameConnectionIsToldTooAndOthersAreNot() throws Exception {
        var one = given(passive("one"));
        var two = given(passive("two"));
        var three = given(passive("three"));
        var peer = connect().send(empty(one, "t001") + empty(two, "t002"));
        peer.read();
        peer.read();
        var other = connect().send(empty(three, "t003"));
        other.read();
        peer.close();
        var ends = java.util.Set.of(next(MsrpClose.class).session(), next(MsrpClose.class).session());
        assertEquals(java.util.Set.of(one.session(), two.session()), ends);
        assertEquals(200, other.send(empty(three, "t004")).status());
    }

    @Test
    void aPeerThatNeverReadsFillsNoMemoryAndIsGivenUp() throws Exception {
        var settings = settings();
        node = node(new MsrpSettings(settings.listen(), settings.host(), settings.tls(), settings.egress(), true, settings.relay(),
                settings.timers(), new MsrpSettings.Limits(10, 10, 10, 1000, 256 << 10, 64 << 20, 16)));
        node.add(keeping());
        try (var server = new ServerSocket()) {
            server.setReceiveBufferSize(4096);
            server.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
            var session = given(active("s", server.getLocalPort()));
            accept(server);
            var all = new ArrayList<CompletableFuture<Void>>();
            for (int i = 0; i < 300; i++) {
                all.add(give(message(session, "x".repeat(100_000), Reporting.NONE)));
            }
            assertStatus(503, all.get(299));
            assertEquals(0, node.counters().count(Event.CLOSED_SLOW));
            later(Duration.ofSeconds(31));
            assertEquals("does not read", next(MsrpClose.class).reason());
            for (var sent : all) {
                int status = status(sent);
                assertTrue(status == 200 || status == 503, "each one ends");
            }
            assertEquals(1, node.counters().count(Event.CLOSED_SLOW));
        }
    }

    @Test
    void aRouteThatIsSlowMakesThePeerWait() throws Exception {
        var ends = new ConcurrentLinkedQueue<Inbound.Ended>();
        var slow = node(settings());
        node = slow;
        var taken = new AtomicInteger();
        slow.add(new Inbound() {
            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void take(MsrpTraffic traffic, Ended ended) {
                taken.incrementAndGet();
                ends.add(ended);
                arrived.add(traffic);
            }
        });
        var session = given(passive("s"));
        var peer = connect();
        var writer = new Thread(() -> {
            try {
                for (int i = 1; i <= 20_000; i++) {
                    peer.send(send(session, "t" + (10_000 + i), "m" + (10_000 + i), "1-500/500", "Failure-Report: no\r\n", "x".repeat(500), '$'));
                }
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        writer.start();
        for (int i = 0; i < 64; i++) {
            next(WholeMessage.class);
        }
        assertTrue(writer.isAlive());
        assertTrue(node.inRoutes() < 1000, () -> "so many are in the routes: " + node.inRoutes());
        for (int left = 20_000 - 64; left > 0;) {
            for (var end = ends.poll(); end != null; end = ends.poll()) {
                end.ended(java.util.OptionalInt.empty());
            }
            left -= arrived.poll(10, TimeUnit.MILLISECONDS) == null ? 0 : 1;
        }
        writer.join();
        assertEquals(20_000, taken.get(), "none is lost");
    }

    @Test
    void aConnectionWithoutASessionIsClosedAfter30Seconds() throws Exception {
        var peer = connect();
        var session = given(passive("s"));
        var bound = connect().send(empty(session, "t001"));
        bound.read();
        later(Duration.ofSeconds(31));
        assertTrue(peer.isClosed());
        assertEquals(200, bound.send(empty(session, "t002")).status());
    }

    @Test
    void aSessionWhosePeerNeverComesIsOverAfter30Seconds() throws Exception {
        var session = given(passive("s"));
        var waiting = give(message(session, "Wherefore", Reporting.NONE));
        later(Duration.ofSeconds(31));
        assertEquals(session.session(), next(MsrpClose.class).session());
        assertStatus(503, waiting);
    }

    @Test
    void aHeadThatDoesNotEndIsGivenUpAndALongMessageIsNot() throws Exception {
        var session = given(passive("s"));
        var slow = connect().send(empty(session, "t001"));
        slow.read();
        var whole = send(session, "t003", "m003", "Wherefore");
        slow.send(whole.substring(0, whole.length() - 20));
        slow.send("");
        var other = given(passive("o"));
        var half = connect().send(empty(other, "t002"));
        half.read();
        half.send("MSRP t009 SEND\r\nTo-Path: ");
        eventuallyRead();
        later(Duration.ofSeconds(31));
        assertTrue(half.isClosed());
        assertEquals(other.session(), next(MsrpClose.class).session());
        slow.send(whole.substring(whole.length() - 20));
        assertEquals(200, slow.status());
    }

    /** The node has read what was sent: it has answered what came after on another connection, and reads in turns. */
    private void eventuallyRead() throws Exception {
        for (int i = 0; i < 3; i++) {
            connect().send("MSRP t001 DANCE\r\nTo-Path: msrp://a.example:9/x;tcp\r\nFrom-Path: msrp://b.example:9/y;tcp\r\n-------t001$\r\n").read();
        }
    }

    @Test
    void whatIsNotMsrpEndsTheConnection() throws Exception {
        assertTrue(connect().send("GET / HTTP/1.1\r\n\r\n").isClosed());
        var peer = connect().send("MSRP t001 SEND\r\nTo-Path: msrp://a.example:9/x;tcp\r\nFrom-Path: msrp://b.example:9/y;tcp\r\nX: "
                + "x".repeat(20_000));
        assertEquals(400, peer.status(), "head too large");
        assertTrue(peer.isClosed());
        assertEquals(2, node.counters().count(Event.CLOSED_BROKEN));
    }

    @Test
    void aPeerThatSaysThatThereIsNoSuchSessionEndsIt() throws Exception {
        var server = listen();
        var session = given(active("s", server.getLocalPort()));
        var sent = give(message(session, "Wherefore", Reporting.DEFAULT));
        var peer = accept(server);
        peer.answer(peer.read(), 481);
        assertEquals(session.session(), next(MsrpClose.class).session());
        assertFalse(status(sent) == 200);
    }

    @Test
    void aResponseThatNobodyWaitsForIsDropped() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(empty(session, "t001"));
        peer.read();
        peer.send("MSRP nobody1 200\r\nTo-Path: " + session.session() + "\r\nFrom-Path: " + session.agreed().peer() + "\r\n-------nobody1$\r\n");
        assertEquals(200, peer.send(empty(session, "t002")).status());
        assertEquals(1, node.counters().count(Event.DROPPED_RESPONSE));
    }

    @Test
    void aConnectionThatCannotBeOpenedEndsItsSession() throws Exception {
        int port;
        try (var server = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            port = server.getLocalPort();
        }
        var session = given(active("s", port));
        var waiting = give(message(session, "Wherefore", Reporting.NONE));
        assertEquals(session.session(), next(MsrpClose.class).session());
        assertFalse(status(waiting) == 200);
    }

    @Test
    void tooManyConnectionsOfOneAddressWithoutSessionAreNotTaken() throws Exception {
        var settings = settings();
        node = node(new MsrpSettings(settings.listen(), settings.host(), settings.tls(), settings.egress(), true, settings.relay(),
                settings.timers(), new MsrpSettings.Limits(100, 3, 10, 10, 1000, 64 << 20, 16)));
        node.add(keeping());
        var session = given(passive("s"));
        var bound = connect();
        assertEquals(200, bound.send(empty(session, "t001")).status());
        for (int i = 0; i < 3; i++) {
            connect().send("MSRP t001 DANCE\r\nTo-Path: msrp://a.example:9/x;tcp\r\nFrom-Path: msrp://b.example:9/y;tcp\r\n-------t001$\r\n").read();
        }
        assertTrue(connect().isClosed());
        assertEquals(200, bound.send(empty(session, "t002")).status());
    }

    @Test
    @Proves("RFC7573-5-09")
    void aPeerMayPutItsNextSessionOnTheConnectionOfTheLastOne() throws Exception {
        var settings = settings();
        node = node(new MsrpSettings(settings.listen(), settings.host(), settings.tls(), settings.egress(), true, settings.relay(),
                settings.timers(), new MsrpSettings.Limits(100, 1, 10, 10, 1000, 64 << 20, 16)));
        node.add(keeping());
        var first = given(passive("first"));
        var peer = connect().send(empty(first, "t001"));
        assertEquals(200, peer.status());
        give(new MsrpClose(first.session(), "BYE")).get(10, TimeUnit.SECONDS);
        later(Duration.ofSeconds(4));
        var stranger = given(passive("stranger"));
        assertEquals(200, connect().send(empty(stranger, "t002")).status(), "one without a session may be added: the first is none");
        var second = given(passive("second"));
        assertEquals(200, peer.send(send(second, "t003", "m003", "Hello again")).status());
        assertEquals("Hello again", next(WholeMessage.class).body().text());
        later(Duration.ofSeconds(6));
        assertEquals(200, peer.send(empty(second, "t004")).status(), "it is not over while it has a session");
    }

    @Test
    @Proves("RFC7573-5-09")
    void whatComesForASessionOnOfferWaitsForItsAnswer() throws Exception {
        var session = passive("s");
        node.offered(session.session().sessionId().orElseThrow());
        var peer = connect().send(empty(session, "t001") + send(session, "t002", "m002", "I am early"));
        eventuallyRead();
        peer.send(send(session, "t003", "m003", "and so is this"));
        given(session);
        assertEquals(200, peer.status());
        assertEquals(200, peer.status());
        assertEquals(200, peer.status());
        assertEquals("I am early", next(WholeMessage.class).body().text());
        assertEquals("and so is this", next(WholeMessage.class).body().text());
        var hasty = passive("hasty");
        node.offered(hasty.session().sessionId().orElseThrow());
        var other = connect().send(send(hasty, "t004", "m004", "I am early too"));
        eventuallyRead();
        given(hasty);
        assertEquals(200, other.status(), "one with a body");
        assertEquals(0, node.counters().count(Event.ANSWERED_NO_SESSION));
    }

    @Test
    void whatComesForASessionOnOfferWaitsAMomentOnly() throws Exception {
        var session = passive("s");
        node.offered(session.session().sessionId().orElseThrow());
        var peer = connect().send(empty(session, "t001") + empty(session, "t002"));
        eventuallyRead();
        later(Duration.ofSeconds(3));
        assertEquals(481, peer.status());
        assertEquals(481, peer.status());
        var gone = passive("gone");
        node.offered(gone.session().sessionId().orElseThrow());
        connect().send(empty(gone, "t003")).close();
        eventuallyRead();
        later(Duration.ofSeconds(3));
        assertEquals(481, peer.send(empty(gone, "t004")).status(), "and who has left waits for nothing");
    }

    @Test
    void aConnectionThatIsOnlyToBeWrittenOutIsGivenUpToo() throws Exception {
        try (var server = new ServerSocket()) {
            server.setReceiveBufferSize(4096);
            server.bind(new InetSocketAddress(InetAddress.getByName(HOST), 0));
            var session = given(active("s", server.getLocalPort()));
            accept(server);
            for (int i = 0; i < 40; i++) {
                give(message(session, "x".repeat(100_000), Reporting.NONE));
            }
            give(new MsrpClose(session.session(), "BYE")).get(10, TimeUnit.SECONDS);
            later(Duration.ofSeconds(31));
            Eventually.holds(() -> node.connections() == 0, () -> "it is still open");
        }
    }

    @Test
    @Proves("RFC7573-8-02")
    void aSessionThatEndsInTheMiddleOfAMessageHasNone() throws Exception {
        var session = given(passive("s"));
        var other = given(passive("o"));
        var peer = connect().send(empty(session, "t001") + empty(other, "t002"));
        peer.read();
        peer.read();
        var whole = send(session, "t003", "m003", "All of it, but not all of it");
        peer.send(whole.substring(0, whole.length() - 25));
        give(new MsrpClose(session.session(), "BYE")).get(10, TimeUnit.SECONDS);
        peer.send(whole.substring(whole.length() - 25));
        assertEquals(481, peer.status());
        assertEquals(200, peer.send(empty(other, "t004")).status(), "the other session goes on");
        assertTrue(arrived.isEmpty());
    }
}
