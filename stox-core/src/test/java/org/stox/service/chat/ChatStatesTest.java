package org.stox.service.chat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 7573 §6 and §6.1. */
class ChatStatesTest {

    private static final String STATES = "xmlns='http://jabber.org/protocol/chatstates'";

    private final ChatStage stage = new ChatStage();

    private void state(String name) {
        stage.says("s-" + name, "", "<" + name + " " + STATES + "/>");
    }

    private IsComposing composing() {
        var send = stage.send();
        assertEquals("application/im-iscomposing+xml", send.content().get(0).value());
        return IsComposingCodec.read(send.body());
    }

    @Test
    @Proves({"RFC7573-6-01", "RFC7573-6-04", "RFC7573-6-05", "RFC7573-6-06", "RFC7573-6-07", "RFC7573-6-10"})
    void chatStatesBecomeIsComposing() {
        stage.settled();
        state("composing");
        assertEquals(IsComposing.State.ACTIVE, composing().state());
        state("paused");
        assertEquals(IsComposing.State.IDLE, composing().state());
        stage.says("m2", "said", "");
        stage.send();
        state("inactive");
        assertEquals(IsComposing.State.IDLE, composing().state());
        state("composing");
        composing();
        state("active");
        assertEquals(IsComposing.State.IDLE, composing().state());
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-6-10")
    void whoDoesNotTakeIsComposingGetsNone() {
        stage.says("a786hjs2", "Art thou not Romeo?", "");
        var invite = stage.sent("INVITE");
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.sdp("text/plain", "")));
        stage.sip.clear();
        stage.msrp.clear();
        state("composing");
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-6-13")
    void aChatStateBesideATextIsNoDocument() {
        stage.settled();
        state("composing");
        stage.msrp.clear();
        stage.says("m2", "said", "<active " + STATES + "/>");
        assertEquals("said", stage.send().body().text());
        stage.pass(Duration.ofSeconds(120));
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-6-14")
    void aLongCompositionIsSaidAgain() {
        stage.settled();
        state("composing");
        var refresh = composing().refresh().orElseThrow();
        assertTrue(refresh.toSeconds() >= 60);
        state("composing");
        stage.quiet();
        stage.pass(refresh);
        assertEquals(IsComposing.State.ACTIVE, composing().state());
        state("paused");
        composing();
        stage.pass(refresh);
        stage.quiet();
    }

    @Test
    @Proves({"RFC7573-6-02", "RFC7573-6-03", "RFC7573-6-12", "RFC7573-6-09", "BEYOND-POL-01"})
    void isComposingBecomesChatStates() {
        stage.talking("<active " + STATES + "/>");
        stage.msrp(ChatPeer.composing(stage, "active", ""));
        var thread = stage.talking().parties().thread();
        assertEquals("<message from='romeo@example.net/dr4hcr0st3lup4c' to='juliet@example.com/balcony' type='chat'><thread>" + thread
                + "</thread><composing " + STATES + "/><no-store xmlns='urn:xmpp:hints'/></message>", stage.stanza());
        stage.msrp(ChatPeer.composing(stage, "active", ""));
        stage.quiet();
        stage.msrp(ChatPeer.composing(stage, "dreaming", ""));
        assertTrue(stage.stanza().contains("<active "));
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-6-11")
    void composingEndsByItself() {
        stage.talking("<active " + STATES + "/>");
        stage.msrp(ChatPeer.composing(stage, "active", "60"));
        stage.xmpp.remove();
        stage.pass(Duration.ofSeconds(59));
        stage.msrp(ChatPeer.composing(stage, "active", ""));
        stage.pass(Duration.ofSeconds(119));
        stage.quiet();
        stage.pass(Duration.ofSeconds(2));
        assertTrue(stage.stanza().contains("<active "));
        stage.msrp(ChatPeer.composing(stage, "active", "60"));
        stage.xmpp.remove();
        stage.msrp(ChatPeer.send(stage, "m1", "said", ""));
        assertTrue(stage.stanza().contains("said"));
        stage.pass(Duration.ofSeconds(61));
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-6-15")
    void aClientWithoutChatStatesGetsNone() {
        stage.settled();
        stage.msrp(ChatPeer.composing(stage, "active", ""));
        stage.quiet();
        state("composing");
        stage.msrp.clear();
        stage.msrp(ChatPeer.composing(stage, "active", ""));
        assertTrue(stage.stanza().contains("<composing "));
    }

    @Test
    @Proves({"RFC7573-6-08", "RFC7573-6-16", "RFC7573-6.1-01", "RFC7573-6.1-03", "RFC7573-4-27"})
    void goneEndsTheSession() {
        stage.settled();
        stage.xmpp("<message from='juliet@example.com/balcony' to='romeo@example.net' type='error' id='m0'><error type='cancel'>"
                + "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
        assertTrue(stage.sip.isEmpty(), "an error condition is no chat state");
        stage.msrp.clear();
        state("gone");
        stage.close();
        var bye = stage.sent("BYE");
        assertEquals("sip:romeo@192.0.2.7:5090;gr=dr4hcr0st3lup4c", bye.uri().toString());
        assertEquals("2 BYE", bye.header("CSeq").orElseThrow());
        stage.answer(bye, ChatPeer.answer(bye, 200, ""));
        stage.quiet();
        assertTrue(stage.chat().isEmpty());
    }

    @Test
    @Proves({"RFC7573-6.1-05", "RFC7573-4-11"})
    void aChatStateBeginsNothing() {
        state("gone");
        state("composing");
        stage.quiet();
        assertEquals(0, stage.sessions.size());
    }

    @Test
    @Proves({"RFC7573-6.1-06", "RFC7573-4-28", "RFC7573-4-05"})
    void aThreadIsUsedOnce() {
        stage.says("m1", "one", "<thread>t1</thread>");
        var first = stage.sent("INVITE");
        assertEquals("t1", first.header("Call-ID").orElseThrow());
        stage.answer(first, ChatPeer.ok(first, ChatPeer.SDP));
        stage.msrp(ChatPeer.send(stage, "m0", "here", ""));
        state("gone");
        stage.sip.clear();
        stage.xmpp.clear();
        stage.msrp.clear();
        stage.says("m2", "two", "<thread>t1</thread>");
        var second = stage.sent("INVITE");
        var callId = second.header("Call-ID").orElseThrow();
        assertTrue(!callId.equals("t1"));
        stage.answer(second, ChatPeer.ok(second, ChatPeer.SDP));
        assertEquals(callId, stage.talking().parties().thread());
    }

    @Test
    @Proves("RFC7573-4-05")
    void aThreadThatIsNoCallIdIsKeptForTheClient() {
        stage.says("m1", "one", "<thread>ein Gespräch</thread>");
        var invite = stage.sent("INVITE");
        assertTrue(invite.header("Call-ID").orElseThrow().matches("t\\d+"));
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP));
        stage.msrp(ChatPeer.send(stage, "m0", "here", ""));
        assertEquals("ein Gespräch", stage.xmpp.remove().thread().orElseThrow());
    }

    @Test
    @Proves({"RFC7573-6.1-04", "RFC7573-4-27"})
    void anIdleChatEnds() {
        stage.settled();
        stage.pass(Duration.ofMinutes(9));
        stage.says("m2", "still here", "");
        stage.send();
        stage.pass(Duration.ofMinutes(9));
        stage.quiet();
        stage.pass(Duration.ofMinutes(2));
        stage.close();
        stage.sent("BYE");
        stage.quiet();
        assertTrue(stage.chat().isEmpty());
    }

    @Test
    void aMessageIsNoChangeOfTheSession() {
        stage.settled();
        var before = stage.chat().orElseThrow();
        stage.says("m2", "one more", "");
        stage.msrp(ChatPeer.send(stage, "m3", "and back", "Failure-Report: no"));
        var after = stage.chat().orElseThrow();
        assertEquals(before.machine(), after.machine());
        assertEquals(before.timers(), after.timers());
    }
}
