package org.stox.camel.xmpp.stream;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.camel.xmpp.stream.StreamCounters.Event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the stream answers by itself, and that an answer outlives a lost stream. */
class AnswersTest extends StreamFixture {

    private static final String FROM = "from='juliet@example.com/balcony' to='romeo@" + US + "'";

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "<message from='tybalt@example.org' to='romeo@sip.example.com' id='q'><body>x</body></message>, forbidden, auth",
        "<message from='juliet@example.com' to='romeo@example.net' id='q'><body>x</body></message>, item-not-found, cancel",
        "<message from='juliet@example.com' to='romeo@sip.example.com' id='q' type='groupchat'/>, service-unavailable, cancel",
        "<presence from='juliet@example.com' to='romeo@sip.example.com' id='q' type='subscribe'/>, service-unavailable, cancel",
        "<iq from='juliet@example.com' to='romeo@sip.example.com' id='q' type='get'><query xmlns='x'/></iq>, service-unavailable, cancel",
    })
    void aStanzaThatCannotBeTakenIsAnswered(String stanza, String condition, String type) throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send(stanza);
        var answer = peer.await("</error>");
        assertTrue(answer.contains("<" + condition + " "), answer);
        assertTrue(answer.contains("type='" + type + "'"), answer);
        assertTrue(answer.contains("id='q'") && answer.contains("type='error'"), answer);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "<presence from='juliet@example.com' to='romeo@sip.example.com'/>",
        "<presence from='juliet@example.com' to='romeo@sip.example.com' type='unavailable'/>",
        "<presence from='juliet@example.com' to='romeo@sip.example.com' type='error'/>",
        "<message from='juliet@example.com' to='romeo@sip.example.com' id='q' type='error'><body>x</body></message>",
        "<message from='tybalt@example.org' to='romeo@sip.example.com' id='q' type='error'><body>x</body></message>",
        "<message from='juliet@example.com' to='romeo@example.net' id='q' type='error'><body>x</body></message>",
        "<message from='juliet@example.com' to='ro meo@sip.example.com' id='q' type='error'><body>x</body></message>",
        "<iq from='juliet@example.com' to='romeo@sip.example.com' id='q' type='result'/>",
        "<iq from='juliet@example.com' to='romeo@sip.example.com' id='q' type='error'/>",
    })
    void whatMayNotBeAnsweredIsDroppedAndCounted(String stanza) throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send(stanza + fromUser("next") + "<message " + FROM + " type='groupchat' id='last'/>");
        assertEquals("next", nextBody());
        assertTrue(peer.await("</error>").contains("id='last'"), "nothing before");
        assertEquals(1, stream.counters().count(Event.DROPPED_ERROR) + stream.counters().count(Event.DROPPED_RESULT)
                + stream.counters().count(Event.DROPPED_NOT_SERVED));
    }

    @Test
    void theGatewayAnswersForItself() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<iq from='juliet@example.com/balcony' to='" + US + "' type='get' id='v'><query xmlns='jabber:iq:version'/></iq>");
        assertTrue(peer.await("</iq>").contains("<name>stox</name>"));
    }

    @Test
    void anAnswerThatTheServerHasNotTakenIsSentAgainOnTheNextStream() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<message " + FROM + " type='groupchat' id='q'/>");
        peer.await("</error>");
        peer.ping();
        peer.close();
        var second = server.open();
        assertTrue(second.await("</error>").contains("id='q'"));
        second.takeAll();
        second.send(fromUser("taken"));
        assertEquals("taken", nextBody());
        second.close();
        var third = server.open();
        awaitOpen(stream);
        third.send("<message " + FROM + " type='groupchat' id='r'/>");
        assertFalse(third.await("</error>").contains("id='q'"));
    }

    @Test
    void anAnswerThatTheServerHasTakenIsNotSentAgain() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<message " + FROM + " type='groupchat' id='q'/>");
        peer.await("</error>");
        peer.takeAll();
        peer.send(fromUser("taken"));
        assertEquals("taken", nextBody());
        peer.close();
        notAgain(stream);
    }

    /** The fence had waited long enough, but the pong says all the same that the answer is there. */
    @Test
    void anAnswerWhosePongWasLateIsNotSentAgain() throws Exception {
        var t = timers();
        var stream = start(settings(new Timers(t.connect(), t.handshake(), t.idle(), t.stanza(), Duration.ofMillis(200), t.keep(),
                t.flush())));
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<message " + FROM + " type='groupchat' id='q'/>");
        peer.await("</error>");
        var ping = peer.ping();
        var later = new Verdict();
        stream.send(message("juliet@example.com", "later", "x"), true, later);
        assertEquals(504, later.status());
        peer.pong(ping);
        peer.send(fromUser("taken"));
        assertEquals("taken", nextBody());
        peer.close();
        notAgain(stream);
    }

    private void notAgain(StanzaStream stream) throws Exception {
        var next = server.open();
        awaitOpen(stream);
        next.send("<message " + FROM + " type='groupchat' id='r'/>");
        assertFalse(next.await("</error>").contains("id='q'"));
    }

    @Test
    void anAnswerIsDroppedWhenItsTimeIsOver() throws Exception {
        var t = timers();
        var stream = start(settings(new Timers(t.connect(), t.handshake(), t.idle(), t.stanza(), t.fence(), Duration.ofMillis(1),
                t.flush())));
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<message " + FROM + " type='groupchat' id='q'/>");
        peer.await("</error>");
        peer.close();
        var second = server.open();
        awaitOpen(stream);
        second.send("<message " + FROM + " type='groupchat' id='r'/>");
        assertFalse(second.await("</error>").contains("id='q'"));
        assertTrue(stream.counters().count(Event.DROPPED_ANSWER) >= 1);
    }

    @Test
    void anAnswerThatSeveralStreamsDidNotSurviveIsNotTriedForEver() throws Exception {
        var stream = start();
        var peer = server.open();
        awaitOpen(stream);
        peer.send("<message " + FROM + " type='groupchat' id='q'/>");
        for (int i = 0; i < 3; i++) {
            peer.await("</error>");
            peer.close();
            peer = server.open();
        }
        awaitOpen(stream);
        peer.send("<message " + FROM + " type='groupchat' id='r'/>");
        assertFalse(peer.await("</error>").contains("id='q'"));
        assertEquals(1, stream.counters().count(Event.DROPPED_ANSWER));
    }
}
