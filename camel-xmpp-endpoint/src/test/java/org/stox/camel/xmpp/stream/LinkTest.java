package org.stox.camel.xmpp.stream;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.Test;

import org.stox.camel.xmpp.stream.StreamCounters.Event;
import org.stox.error.Refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Connections that do not come about, that break, that are silent, that are slow. */
class LinkTest extends StreamFixture {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(20);

    private static Timers idle(Duration idle) {
        return new Timers(LONG, LONG, idle, LONG, LONG, LONG, Duration.ZERO);
    }

    private static Timers handshake(Duration handshake) {
        return new Timers(LONG, handshake, LONG, LONG, LONG, LONG, Duration.ZERO);
    }

    static Timers stanza(Duration stanza) {
        return new Timers(LONG, LONG, LONG, stanza, LONG, LONG, Duration.ZERO);
    }

    @Test
    void aServerThatIsDownIsTriedUntilItIsThere() throws Exception {
        var address = server.address();
        server.close();
        var stream = start(settings(address, timers(), 1 << 20));
        assertEquals(503, assertThrows(Refusal.class, () -> stream.send(message("juliet@example.com", "a", "x"), true, Fate.UNASKED))
                .reason().status().orElseThrow());
        server = new FakeServer(address.port());
        server.open();
        awaitOpen(stream);
        assertEquals(1, stream.counters().count(Event.CONNECTS));
    }

    @Test
    void theHandshakeIsTheDigestOfIdAndSecret() throws Exception {
        start();
        var peer = server.accept();
        assertTrue(peer.await("to='" + US + "'>").contains("xmlns='jabber:component:accept'"));
        peer.header();
        // SHA-1 of 42s3cret
        assertEquals("<handshake>1895d65571b046e0e2fc206ed3e7684c5e85d0c9</handshake>", peer.await("</handshake>").strip());
    }

    @Test
    void aRefusedHandshakeClosesTheConnection() throws Exception {
        var stream = start();
        var peer = server.accept();
        peer.await("<stream:stream");
        peer.header();
        peer.await("</handshake>");
        peer.send("<stream:error><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
        assertTrue(peer.awaitEnd().endsWith("</stream:stream>"));
        assertEquals("WAITING", stream.state());
        assertEquals(0, stream.counters().count(Event.CONNECTS));
    }

    @Test
    void aServerThatDoesNotAnswerTheHandshakeIsGivenUp() throws Exception {
        start(settings(handshake(SHORT)));
        var peer = server.accept();
        peer.await("<stream:stream");
        peer.header();
        assertTrue(peer.awaitEnd().contains("connection-timeout"));
        server.open();
    }

    @Test
    void silenceIsPingedAndAnAnswerKeepsTheStream() throws Exception {
        var stream = start(settings(idle(Duration.ofSeconds(2))));
        var peer = server.open();
        peer.takeAll();
        peer.takeAll();
        assertTrue(stream.isOpen());
        assertEquals(0, stream.counters().count(Event.DROPPED_RESULT));
    }

    @Test
    void aPeerThatStaysSilentIsGivenUp() throws Exception {
        var stream = start(settings(idle(SHORT)));
        var peer = server.open();
        peer.ping();
        assertTrue(peer.awaitEnd().contains("connection-timeout"));
        server.open();
        awaitOpen(stream);
        assertEquals(1, stream.counters().count(Event.LOST));
    }

    @Test
    void aStreamErrorOfTheServerLeadsToANewStream() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<stream:error><system-shutdown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
        assertTrue(peer.awaitEnd().endsWith("</stream:stream>"));
        var next = server.open();
        awaitOpen(stream);
        next.send(fromUser("again"));
        assertEquals("again", nextBody());
    }

    @Test
    void halfAStanzaAndThenNothingIsGivenUp() throws Exception {
        var stream = start(settings(stanza(SHORT)));
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<message from='juliet@example.com'");
        assertTrue(peer.awaitEnd().contains("<connection-timeout"));
        server.open();
    }

    @Test
    void stanzasCutAnywhereOneAfterTheOtherAreNoHalfStanza() throws Exception {
        var stream = start(settings(stanza(Duration.ofSeconds(2))));
        var peer = server.open();
        awaitOpen(stream);
        var both = fromUser("one") + fromUser("two") + fromUser("three");
        for (int at = 0; at < both.length(); at += 7) {
            peer.send(both.substring(at, Math.min(both.length(), at + 7)));
        }
        assertEquals("one", nextBody());
        assertEquals("two", nextBody());
        assertEquals("three", nextBody());
        assertTrue(stream.isOpen());
    }

    @Test
    void aLoneStanzaIsFollowedByWhiteSpace() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        stream.send(message("juliet@example.com", "a", "x"), false, Fate.UNASKED);
        peer.await("</message>");
        assertTrue(peer.await(" ").isBlank());
    }

    @Test
    void aServerThatReadsTooSlowlyIsNotBuriedAndComesBack() throws Exception {
        var stream = start(settings(server.address(), timers(), 64 << 10));
        var peer = server.open();
        awaitOpen(stream);
        var verdicts = new ArrayList<Verdict>();
        var text = "x".repeat(8 << 10);
        var refused = assertThrows(Refusal.class, () -> {
            for (int i = 0; i < 10_000; i++) {
                var verdict = new Verdict();
                stream.send(message("juliet@example.com", "a" + i, text), true, verdict);
                verdicts.add(verdict);
            }
        });
        assertEquals(503, refused.reason().status().orElseThrow());
        assertTrue(stream.queueBytes() < 128 << 10, "waiting: " + stream.queueBytes());
        var reader = CompletableFuture.runAsync(() -> {
            try {
                while (true) {
                    peer.takeAll();
                }
            } catch (Exception e) {
                // the end of the test
            }
        });
        for (var verdict : List.copyOf(verdicts)) {
            assertTrue(verdict.await().isEmpty());
        }
        var last = new Verdict();
        stream.send(message("juliet@example.com", "last", "x"), true, last);
        assertTrue(last.await().isEmpty());
        peer.close();
        reader.join();
    }

    @Test
    void aStopSaysGoodbyeAfterWhatWasWrittenIsTaken() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var verdict = new Verdict();
        stream.send(message("juliet@example.com", "a", "x"), true, verdict);
        var ping = peer.ping();
        var stopped = CompletableFuture.runAsync(stream::stop);
        peer.pong(ping);
        peer.takeAll();             // whether there is something for us still
        peer.await("</stream:stream>");
        peer.send("</stream:stream>");
        assertTrue(peer.awaitEnd().isBlank());
        stopped.get(20, java.util.concurrent.TimeUnit.SECONDS);
        assertTrue(verdict.await().isEmpty());
        assertEquals("STOPPED", stream.state());
    }

    @Test
    void whatTheServerSendsBeforeItKnowsOfTheStopIsAnswered() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var stopped = CompletableFuture.runAsync(stream::stop);
        var ping = peer.ping();
        peer.send("<message from='juliet@example.com' to='romeo@sip.example.com' id='late' type='groupchat'/>");
        peer.pong(ping);
        peer.takeAll();             // of the answer, and whether there is more: their order is of no interest
        peer.takeAll();
        peer.await("</stream:stream>");
        peer.send("</stream:stream>");
        peer.awaitEnd();
        stopped.get(20, java.util.concurrent.TimeUnit.SECONDS);
        assertEquals(1, stream.counters().count(Event.ANSWERED_NOT_SERVED));
        assertEquals(0, stream.counters().count(Event.DROPPED_ANSWER));
    }
}
