package org.stox.service.chat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.protocol.sdp.MessageMedia;
import org.stox.protocol.sdp.Sdp;
import org.stox.protocol.sdp.SdpCodec;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 7573 §4, Figure 1, up to the end of the session. */
class XmppBeginsTest {

    private static final String THREAD = "29377446-0CBB-4296-8958-590D79094C50";

    private final ChatStage stage = new ChatStage();

    private SipRequest inviteOf(String vector) {
        stage.xmpp(Vectors.text(vector));
        return stage.sent("INVITE");
    }

    private static Sdp sdp(SipRequest request) {
        return SdpCodec.read(request.body());
    }

    private static String uri(SipRequest request, String header) {
        return NameAddr.read(request.header(header).orElseThrow()).uri().toString();
    }

    @Test
    @Proves({"RFC7573-4-01", "RFC7573-4-02", "RFC7573-4-03", "RFC7573-4-04", "RFC7573-4-12", "RFC7573-4-13", "BEYOND-POL-04"})
    void theFirstMessageBecomesAnInvite() {
        var invite = inviteOf("rfc7573-ex01.xml");
        assertEquals("sip:romeo@example.net", invite.uri().toString());
        assertEquals("sip:juliet@example.com", uri(invite, "From"));
        assertTrue(NameAddr.read(invite.header("From").orElseThrow()).tag().isPresent());
        assertEquals("<sip:romeo@example.net>", invite.header("To").orElseThrow());
        assertEquals("<sip:juliet@example.com;gr=yn0cl4bnw0yr3vym>", invite.header("Contact").orElseThrow());
        assertEquals(THREAD, invite.header("Call-ID").orElseThrow());
        assertEquals("1 INVITE", invite.header("CSeq").orElseThrow());
        assertEquals("<xmpp:juliet@example.com>;purpose=impp", invite.header("Call-Info").orElseThrow());
        var sdp = sdp(invite);
        assertEquals(List.of('v', 'o', 's', 'c', 't'), sdp.lines().stream().map(l -> l.type()).toList());
        var media = MessageMedia.read(sdp, sdp.media().get(0));
        assertTrue(media.accept().takes("text/plain"));
        assertEquals(7654, media.path().first().port().orElseThrow());
        assertEquals("x2s.example.com", sdp.connection().orElseThrow().address());
        assertEquals(7654, sdp.media().get(0).portNumber());
        stage.quiet();
    }

    @Test
    @Proves({"RFC7573-4-06", "RFC7573-4-09", "RFC7573-4-17", "RFC7573-4-18", "RFC7573-4-19", "RFC7573-7-05"})
    void theQueuedMessageIsSentAfterTheAck() {
        var invite = inviteOf("rfc7573-ex01.xml");
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP));
        var ack = stage.sent("ACK");
        assertEquals("sip:romeo@192.0.2.7:5090;gr=dr4hcr0st3lup4c", ack.uri().toString());
        assertEquals("1 ACK", ack.header("CSeq").orElseThrow());
        assertEquals(Optional.of("ffd2"), NameAddr.read(ack.header("To").orElseThrow()).tag());
        assertEquals(invite.header("From"), ack.header("From"));
        assertTrue(stage.session().agreed().active());
        var send = stage.send();
        assertEquals(Optional.of("a786hjs2"), send.transaction());
        assertNotEquals("a786hjs2", send.messageId());
        assertEquals("Art thou not Romeo, and a Montague?", send.body().text());
        assertEquals("text/plain", send.content().get(0).value());
        assertEquals(ChatPeer.PATH, send.route().to().toString());
        assertFalse(send.reporting().owesResponse(413));
        stage.quiet();
    }

    @Test
    @Proves({"RFC7573-4-16", "RFC7573-4-20"})
    void whatIsSaidMeanwhileWaitsInItsOrder() {
        var invite = inviteOf("rfc7573-ex01.xml");
        stage.says("m2", "two", "<thread>other</thread>");
        stage.says("m3", "three", "");
        stage.quiet();
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP));
        stage.sent("ACK");
        stage.session();
        assertEquals("Art thou not Romeo, and a Montague?", stage.send().body().text());
        assertEquals("two", stage.send().body().text());
        assertEquals("three", stage.send().body().text());
        stage.says("m4", "four", "<thread>" + THREAD + "</thread>");
        assertEquals("four", stage.send().body().text());
        stage.quiet();
    }

    @Test
    @Proves({"RFC7573-4-21", "RFC7573-4-22", "RFC7573-4-23", "RFC7573-1-01"})
    void theReplyBecomesAChatMessage() {
        var invite = inviteOf("rfc7573-ex01.xml");
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.sdp("text/plain", "")));
        stage.sent("ACK");
        stage.session();
        stage.send();
        stage.msrp(ChatPeer.send(stage, "di2fs53v", "Neither, fair saint, if either thee dislike.", "Failure-Report: no"));
        var expected = StanzaText.read(Vectors.text("rfc7573-ex07.xml"));
        assertEquals(expected.toXml().toString(), stage.xmpp.remove().toXml().toString());
        stage.quiet();
    }

    @Test
    @Proves({"RFC7573-4-25", "RFC7573-4-26", "RFC7573-6.1-02"})
    void theByeOfTheSipUserEndsIt() {
        var invite = inviteOf("rfc7573-ex01.xml");
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP));
        stage.sip.clear();
        stage.msrp.clear();
        stage.sip(ChatPeer.within(invite, "BYE", 1, ""));
        assertEquals(200, stage.replies.remove().status());
        stage.close();
        assertEquals("<message from='romeo@example.net/dr4hcr0st3lup4c' to='juliet@example.com/yn0cl4bnw0yr3vym' type='chat'><thread>" + THREAD
                + "</thread><gone xmlns='http://jabber.org/protocol/chatstates'/><no-store xmlns='urn:xmpp:hints'/></message>", stage.stanza());
        stage.quiet();
        assertTrue(stage.chat().isEmpty());
        stage.pass(Duration.ofSeconds(3));
        assertEquals(0, stage.sessions.size());
    }
}
