package org.stox.camel.xmpp.stream;

import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.error.Refusal;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** When a stanza is taken, when it is refused, and when nobody knows. */
class FenceTest extends StreamFixture {

    private static final String JULIET = "juliet@example.com";

    private static String error(String from, String id) {
        return "<message type='error' from='" + from + "' to='romeo@" + US + "' id='" + id + "'><error type='cancel'>"
                + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";
    }

    private Verdict send(StanzaStream stream, String to, String id) {
        var verdict = new Verdict();
        stream.send(message(to, id, "Hello"), true, verdict);
        return verdict;
    }

    private static Optional<Condition> condition(Verdict verdict) throws Exception {
        return verdict.await().flatMap(r -> r.reason().error()).map(StanzaError::condition);
    }

    @Test
    void aStanzaIsTakenWhenThePingBehindItComesBack() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var verdict = send(stream, JULIET, "a");
        var ping = peer.ping();
        assertFalse(verdict.isKnown());
        peer.pong(ping);
        assertTrue(verdict.await().isEmpty());
    }

    @Test
    void whatIsWrittenWhileAPingIsOutWaitsForTheNext() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var first = send(stream, JULIET, "a");
        var ping = peer.ping();
        var second = send(stream, JULIET, "b");
        peer.await("'b'");
        peer.pong(ping);
        assertTrue(first.await().isEmpty());
        var next = peer.ping();
        assertFalse(second.isKnown());
        peer.pong(next);
        assertTrue(second.await().isEmpty());
    }

    @Test
    void anErrorStanzaBeforeThePongIsTheVerdict() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var other = send(stream, "nurse@example.com", "a");
        var ping = peer.ping();
        var refused = send(stream, JULIET, "a");
        peer.await("juliet");
        peer.send(error(JULIET, "a"));
        assertEquals(Optional.of(Condition.SERVICE_UNAVAILABLE), condition(refused));
        assertTrue(refused.await().orElseThrow().reason().bare());
        assertFalse(other.isKnown());
        peer.pong(ping);
        assertTrue(other.await().isEmpty());
    }

    @Test
    void anErrorOfAnotherAddressOrIdIsNoVerdict() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var verdict = send(stream, JULIET, "a");
        var ping = peer.ping();
        peer.send(error("tybalt@example.com", "a") + error(JULIET, "b") + error(JULIET + "/balcony", "a"));
        peer.pong(ping);
        assertTrue(verdict.await().isEmpty());
        assertEquals(3, stream.counters().count(StreamCounters.Event.DROPPED_ERROR));
    }

    @Test
    void aPongOfAnotherAddressOrIdIsDropped() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var verdict = send(stream, JULIET, "a");
        var ping = peer.ping();
        peer.send("<iq type='result' from='" + JULIET + "' to='" + US + "' id='" + ping + "'/>"
                + "<iq type='result' from='" + US + "' to='romeo@" + US + "' id='" + ping + "'/>"
                + "<iq type='result' from='" + US + "' to='" + US + "' id='guess'/>" + fromUser("still here"));
        assertEquals("still here", nextBody());
        assertFalse(verdict.isKnown());
        assertEquals(2, stream.counters().count(StreamCounters.Event.DROPPED_RESULT));
        peer.pong(ping);
        assertTrue(verdict.await().isEmpty());
    }

    @Test
    void withoutAPongInTimeNobodyKnows() throws Exception {
        var t = timers();
        var stream = start(settings(new Timers(t.connect(), t.handshake(), t.idle(), t.stanza(), Duration.ofMillis(200), t.keep(),
                t.flush())));
        var peer = server.open();
        awaitOpen(stream);
        assertEquals(504, send(stream, JULIET, "a").status());
        peer.ping();
        var next = send(stream, JULIET, "b");
        peer.takeAll();                         // the lost ping does not stop the next one
        assertTrue(next.await().isEmpty());
    }

    @Test
    void aStreamThatIsCutDuringTheFenceLeavesItUnknownAndAfterThatNothingIsTaken() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var verdict = send(stream, JULIET, "a");
        peer.ping();
        peer.close();
        assertEquals(504, verdict.status());
        var refused = assertThrows(Refusal.class, () -> send(stream, JULIET, "b"));
        assertEquals(503, refused.reason().status().orElseThrow());
        assertEquals("Retry-After: 5", refused.reason().headers().get(0).toString());
    }

    @Test
    void twoOfTheSameAddressAndIdAreNeverOutTogether() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var first = send(stream, JULIET, "same");
        var ping = peer.ping();
        var second = send(stream, JULIET, "same");
        var other = send(stream, JULIET, "other");
        assertFalse(peer.await("'other'").contains("'same'"));
        peer.send(error(JULIET, "same"));
        assertEquals(Optional.of(Condition.SERVICE_UNAVAILABLE), condition(first));
        peer.await("'same'");
        peer.pong(ping);
        peer.takeAll();
        assertTrue(other.await().isEmpty());
        assertTrue(second.await().isEmpty());
    }

    @Test
    void withoutAFenceAStanzaIsDoneWhenItIsWritten() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var verdict = new Verdict();
        stream.send(message(JULIET, "a", "Hello"), false, verdict);
        assertTrue(verdict.await().isEmpty());
        assertFalse(peer.await("</message>").contains("urn:xmpp:ping"));
    }

    @Test
    void aStanzaWithoutIdGetsOne() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        var verdict = new Verdict();
        stream.send(message(JULIET, "", "Hello"), true, verdict);
        assertTrue(peer.await("</message>").matches("(?s).*<message [^>]*id='id\\d+'.*"));
        peer.takeAll();
        assertTrue(verdict.await().isEmpty());
    }
}
