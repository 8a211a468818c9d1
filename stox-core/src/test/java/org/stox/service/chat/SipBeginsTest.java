package org.stox.service.chat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.stox.protocol.sdp.MessageMedia;
import org.stox.protocol.sdp.SdpCodec;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 7573 §5, Figure 2. */
class SipBeginsTest {

    private static final String CALL = "F6989A8C-DE8A-4E21-8E07-F0898304796F";
    private static final String DEVICE = "romeo@example.net/dr4hcr0st3lup4c";

    private final ChatStage stage = new ChatStage();

    private SipResponse invited(SipRequest invite) {
        stage.sip(invite);
        return stage.replies.remove();
    }

    private SipResponse accepted(SipRequest invite) {
        var ok = invited(invite);
        assertEquals(200, ok.status());
        stage.sip(ChatPeer.within(invite, ok, "ACK", 1, ""));
        return ok;
    }

    @Test
    void theSessionIsThereBeforeThePeerHasTheAnswer() {
        var media = new ChatStage.Media(false, false);
        stage.with(ChatStage.policy(ChatMode.AUTO, media));
        var actions = stage.service.begin(new Event.FromSip(ChatPeer.invite("quick", ChatPeer.SDP, "")), stage.now).actions();
        var kinds = actions.stream().map(Object::getClass).toList();
        assertTrue(kinds.indexOf(Action.ToMsrp.class) >= 0 && kinds.indexOf(Action.ToMsrp.class) < kinds.indexOf(Action.Reply.class), kinds.toString());
        assertEquals(1, media.offers().size(), "what comes quicker than the session is made waits for it");
    }

    @Test
    @Proves({"RFC7573-5-01", "RFC7573-5-02", "RFC7573-5-03", "RFC7573-5-04", "RFC7573-5-06", "RFC7573-5-07", "RFC7573-5-08", "RFC7573-8-05"})
    void anInviteIsAnsweredAtOnceAndNobodyIsTold() {
        var invite = ChatPeer.invite(CALL, ChatPeer.SDP, "");
        var ok = accepted(invite);
        assertEquals(invite.header("From"), ok.header("From"));
        assertTrue(NameAddr.read(ok.header("To").orElseThrow()).tag().isPresent());
        assertEquals("<sip:juliet@example.com>", ok.header("Contact").orElseThrow());
        var sdp = SdpCodec.read(ok.body());
        var media = MessageMedia.read(sdp, sdp.media().get(0));
        assertEquals("TCP/MSRP", sdp.media().get(0).protocol());
        assertTrue(media.accept().takes("text/plain") && media.accept().takes("message/cpim"));
        assertFalse(media.accept().takes("image/png"));
        assertEquals(100_000, media.accept().maxSize().orElseThrow());
        assertFalse(stage.session().agreed().active());
        stage.quiet();
    }

    @Test
    @Proves({"RFC7573-5-10", "RFC7573-5-11", "RFC7573-5-15", "BEYOND-NICK-01", "BEYOND-POL-04"})
    void theFirstSendGoesToTheBareJidWithSubjectAndName() {
        accepted(ChatPeer.invite(CALL, ChatPeer.sdp("text/plain", ""), "Subject: Open chat with Romeo?\nCall-Info: <xmpp:tybalt@example.org>;purpose=impp\n"));
        stage.msrp.clear();
        stage.msrp(ChatPeer.send(stage, "ad49kswow", "I take thee at thy word ...", "Failure-Report: no"));
        assertEquals("<message from='" + DEVICE + "' to='juliet@example.com' id='ad49kswow' type='chat'><subject>Open chat with Romeo?</subject>"
                + "<body>I take thee at thy word ...</body><thread>" + CALL + "</thread><nick xmlns='http://jabber.org/protocol/nick'>Romeo M."
                + "</nick></message>", stage.stanza());
        stage.msrp(ChatPeer.send(stage, "ad49kswox", "again", "Failure-Report: no"));
        assertEquals("<message from='" + DEVICE + "' to='juliet@example.com' id='ad49kswox' type='chat'><body>again</body><thread>" + CALL
                + "</thread></message>", stage.stanza());
    }

    @Test
    @Proves({"RFC7573-5-06", "RFC7573-5-10"})
    void aGruuInTheRequestUriBindsTheSession() {
        var invite = ChatPeer.invite(CALL, ChatPeer.SDP, "");
        var bound = new SipRequest("INVITE", NameAddr.read("<sip:juliet@example.com;gr=balcony>").uri(), invite.headers(), invite.body());
        assertEquals("<sip:juliet@example.com;gr=balcony>", accepted(bound).header("Contact").orElseThrow());
        stage.msrp(ChatPeer.send(stage, "ad49kswow", "word", ""));
        assertEquals("juliet@example.com/balcony", stage.xmpp.remove().to().toString());
    }

    @Test
    @Proves({"RFC7573-5-12", "RFC7573-5-13", "RFC7573-5-14"})
    void theReplyGoesIntoTheSessionAndBindsIt() {
        accepted(ChatPeer.invite(CALL, ChatPeer.SDP, ""));
        stage.msrp.clear();
        stage.says("ms53b7z9", "What man art thou ...?", "<thread>another</thread>");
        assertEquals("What man art thou ...?", stage.send().body().text());
        stage.says("ms53b7z8", "No thread", "");
        stage.send();
        stage.msrp(ChatPeer.send(stage, "b1", "to the balcony", ""));
        var first = stage.xmpp.remove();
        assertEquals("juliet@example.com/balcony", first.to().toString());
        stage.fail(first, org.stox.error.Refusal.xmpp(org.stox.protocol.xmpp.StanzaError.of(
                org.stox.protocol.xmpp.StanzaError.Condition.SERVICE_UNAVAILABLE), false));
        assertEquals("juliet@example.com", stage.xmpp.remove().to().toString());
        stage.msrp(ChatPeer.send(stage, "b2", "to whoever is there", ""));
        assertEquals("juliet@example.com", stage.xmpp.remove().to().toString());
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-5-16")
    void aByeIsAnsweredAndTheSessionIsDropped() {
        var invite = ChatPeer.invite(CALL, ChatPeer.SDP, "");
        var ok = accepted(invite);
        stage.msrp.clear();
        stage.sip(ChatPeer.within(invite, ok, "BYE", 2, ""));
        assertEquals(200, stage.replies.remove().status());
        stage.close();
        assertTrue(stage.stanza().contains("<gone "));
        assertTrue(stage.chat().isEmpty());
        stage.sip(ChatPeer.within(invite, ok, "INFO", 3, ""));
        assertEquals(481, stage.replies.remove().status());
    }

    @Test
    @Proves({"RFC7573-5-05", "RFC7573-10-02"})
    void whatCannotBeIsRefused() {
        stage.sip(ChatPeer.invite(CALL, ChatPeer.sdp("image/png", ""), ""));
        assertEquals(488, stage.refusals.remove().reason().status().orElseThrow());
        stage.sip(ChatPeer.invite(CALL, ChatPeer.SDP.replace("m=message 12763 TCP/MSRP *", "m=audio 12763 RTP/AVP 0"), ""));
        assertEquals(488, stage.refusals.remove().reason().status().orElseThrow());
        stage.sip(ChatPeer.invite(CALL, ChatPeer.SDP, "").with("To", "<sips:juliet@example.com>"));
        assertEquals(480, stage.refusals.remove().reason().status().orElseThrow());
        stage.sip(ChatPeer.invite(CALL, ChatPeer.SDP, "").with("From", "<sip:romeo@elsewhere.example>;tag=1"));
        assertEquals(403, stage.refusals.remove().reason().status().orElseThrow());
        stage.sip(ChatPeer.invite(CALL, ChatPeer.SDP, "").with("Content-Type", "text/plain"));
        assertEquals(415, stage.refusals.remove().reason().status().orElseThrow());
        stage.sip(ChatPeer.invite(CALL, ChatPeer.SDP, "").with("Supported", "timer").with("Session-Expires", "10"));
        assertEquals(422, stage.refusals.remove().reason().status().orElseThrow());
        stage.with(ChatMode.PAGER).sip(ChatPeer.invite(CALL, ChatPeer.SDP, ""));
        assertEquals(488, stage.refusals.remove().reason().status().orElseThrow());
        stage.quiet();
        assertEquals(0, stage.sessions.size());
    }

    @Test
    @Proves("RFC7573-5-03")
    void otherMediaBesideAreRefusedAlone() {
        var ok = accepted(ChatPeer.invite(CALL, ChatPeer.SDP + "m=audio 4000 RTP/AVP 0\n", ""));
        var media = SdpCodec.read(ok.body()).media();
        assertEquals(2, media.size());
        assertEquals(0, media.get(1).portNumber());
    }

    @Test
    void anInviteWithoutAnOfferGetsOneAndTheAckAnswersIt() {
        var media = new ChatStage.Media(false, false);
        stage.with(ChatStage.policy(ChatMode.AUTO, media));
        var invite = ChatPeer.invite(CALL, "", "");
        var ok = invited(invite);
        assertTrue(ok.body().text().contains("/" + media.offers().get(0) + ";tcp"), "the peer may use it before we have its answer");
        assertEquals("application/sdp", ok.header("Content-Type").orElseThrow());
        stage.says("q1", "waits", "");
        stage.quiet();
        stage.sip(ChatPeer.within(invite, ok, "ACK", 1, ChatPeer.SDP));
        assertTrue(stage.session().agreed().active());
        assertEquals("waits", stage.send().body().text());
        stage.quiet();
    }

    @Test
    void aSecondInviteTakesThePlaceOfTheFirst() {
        accepted(ChatPeer.invite(CALL, ChatPeer.SDP, ""));
        var first = stage.session().session();
        var again = ChatPeer.invite("second", ChatPeer.SDP, "");
        var ok = invited(again);
        assertEquals(200, ok.status());
        stage.session();
        assertEquals(first, stage.close().session());
        assertEquals(CALL, stage.sent("BYE").header("Call-ID").orElseThrow());
        stage.sip(ChatPeer.within(again, ok, "ACK", 1, ""));
        stage.quiet();
        assertEquals(1, stage.sessions.size());
    }

    @Test
    void withoutAnAckTheDialogEnds() {
        invited(ChatPeer.invite(CALL, ChatPeer.SDP, ""));
        stage.msrp.clear();
        stage.pass(Duration.ofSeconds(33));
        stage.close();
        stage.sent("BYE");
        assertTrue(stage.stanza().contains("<gone "));
        stage.quiet();
    }

    @Test
    void aReInviteMovesTheSessionAndPutsItOnHold() {
        var invite = ChatPeer.invite(CALL, ChatPeer.SDP, "");
        var ok = accepted(invite);
        stage.msrp.clear();
        stage.sip(ChatPeer.within(invite, ok, "INVITE", 2, ChatPeer.SDP));
        var same = stage.replies.remove();
        assertEquals(ok.body(), same.body(), "nothing has changed, nor does the o= line");
        stage.sip(ChatPeer.within(invite, ok, "ACK", 2, ""));
        stage.quiet();
        stage.sip(ChatPeer.within(invite, ok, "INVITE", 3, ChatPeer.SDP + "a=sendonly\n"));
        assertTrue(stage.replies.remove().body().text().contains("a=recvonly"));
        stage.session();
        stage.says("h1", "are you there?", "");
        assertEquals("recipient-unavailable", stage.refusals.remove().reason().error().orElseThrow().condition().elementName());
        stage.sip(ChatPeer.within(invite, ok, "INVITE", 4, ChatPeer.SDP.replace("text/plain", "image/png")));
        assertEquals(488, stage.refusals.remove().reason().status().orElseThrow());
        stage.sip(ChatPeer.within(invite, ok, "UPDATE", 5, ""));
        assertEquals(200, stage.replies.remove().status());
        stage.sip(ChatPeer.within(invite, ok, "UPDATE", 4, ""));
        assertEquals(500, stage.replies.remove().status());
        stage.quiet();
    }
}
