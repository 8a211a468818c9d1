package org.stox.service.chat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.service.Peers.Ability;
import org.stox.service.im.MessageExtensions;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What becomes of the messages of a chat that is not to be had: by MESSAGE, or as an error; each of them once. */
class FallbackTest {

    private final ChatStage stage = new ChatStage();

    private SipRequest invitedByTwo() {
        stage.says("m1", "one", "");
        stage.says("m2", "two", "");
        return stage.sent("INVITE");
    }

    private void twoByMessage() {
        var one = stage.sent("MESSAGE");
        assertEquals("one", one.body().text());
        assertTrue(stage.sip.isEmpty(), "one after the other");
        stage.answer(one, ChatPeer.answer(one, 200, ""));
        var two = stage.sent("MESSAGE");
        assertEquals("two", two.body().text());
        stage.answer(two, ChatPeer.answer(two, 403, ""));
        var error = stage.stanza();
        assertTrue(error.contains("id='m2'") && error.contains("<forbidden "), error);
        stage.quiet();
        assertTrue(stage.chat().isEmpty());
    }

    @Test
    void whoHasNoSessionsGetsTheMessagesByMessage() {
        for (int status : List.of(400, 405, 415, 420, 488, 501, 606)) {
            var stage = new ChatStage();
            stage.says("m1", "one", "");
            var invite = stage.sent("INVITE");
            stage.answer(invite, ChatPeer.answer(invite, status, ""));
            assertEquals("one", stage.sent("MESSAGE").body().text(), () -> "after " + status);
            stage.quiet();
            assertEquals(false, stage.peers.can(ChatStage.ROMEO, Ability.SESSIONS, stage.now).orElseThrow());
        }
    }

    @Test
    void theQueueKeepsItsOrder() {
        var invite = invitedByTwo();
        stage.answer(invite, ChatPeer.answer(invite, 488, ""));
        twoByMessage();
        assertFalse(stage.service.takes(StanzaText.read("<message from='juliet@example.com/b' to='romeo@example.net' type='chat'><body>x</body></message>"),
                stage.now));
    }

    @Test
    void whoDoesNotAnswerIsTriedByMessage() {
        var invite = invitedByTwo();
        stage.pass(Duration.ofSeconds(4));
        var cancel = stage.sent("CANCEL");
        assertEquals("1 CANCEL", cancel.header("CSeq").orElseThrow());
        assertEquals(invite.uri(), cancel.uri());
        twoByMessage();
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP));        // too late
        assertEquals("1 ACK", stage.sent("ACK").header("CSeq").orElseThrow());
        assertEquals("2 BYE", stage.sent("BYE").header("CSeq").orElseThrow());
        stage.quiet();
    }

    @Test
    void whoRingsHasTime() {
        var invite = invitedByTwo();
        stage.rings(ChatPeer.answer(invite, 180, ""));
        stage.pass(Duration.ofSeconds(30));
        stage.quiet();
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP));
        stage.sent("ACK");
    }

    @Test
    @Proves("RFC7573-4-15")
    void aRefusalOfTheUserIsAnErrorForEach() {
        for (int status : List.of(403, 404, 480, 486, 603)) {
            var stage = new ChatStage();
            stage.says("m1", "one", "");
            stage.says("m2", "two", "");
            var invite = stage.sent("INVITE");
            stage.answer(invite, ChatPeer.answer(invite, status, ""));
            for (var id : List.of("m1", "m2")) {
                var error = stage.xmpp.remove();
                assertEquals(id, error.id().orElseThrow());
                assertTrue(error.isError());
            }
            stage.quiet();
            assertEquals(0, stage.sessions.size());
        }
    }

    @Test
    @Proves("RFC7573-4-15")
    void inModeMsrpEachFailureIsAnError() {
        stage.with(ChatMode.MSRP);
        var invite = invitedByTwo();
        stage.answer(invite, ChatPeer.answer(invite, 488, ""));
        assertTrue(stage.stanza().contains("<not-acceptable "));
        assertTrue(stage.stanza().contains("id='m2'"));
        stage.quiet();
    }

    @Test
    void anAnswerThatCannotBeUsedEndsTheDialog() {
        var invite = invitedByTwo();
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP.replace("m=message 12763", "m=message 0")));
        stage.sent("ACK");
        stage.sent("BYE");
        twoByMessage();
    }

    /** Of Romeo, as his phone or his presence client sends it. */
    private void hears(String method, String header, String value) {
        stage.service.heard(new SipRequest(method, ChatPeer.invite("c", "", "").uri(), List.of(new SipHeader("From", "<sip:romeo@example.net>;tag=r"),
                new SipHeader(header, value)), Octets.NONE), stage.now);
    }

    private Optional<Boolean> sessions() {
        return stage.peers.can(ChatStage.ROMEO, Ability.SESSIONS, stage.now);
    }

    @Test
    void whatAPhoneSaysOfItselfIsKnownBeforeTheFirstInvite() {
        hears("SUBSCRIBE", "Contact", "<sip:romeo@192.0.2.9>;audio;video");
        hears("MESSAGE", "Allow", "INVITE, ACK, BYE, CANCEL, MESSAGE");
        hears("NOTIFY", "Allow", "SUBSCRIBE, NOTIFY");
        assertEquals(Optional.empty(), sessions(), "which says nothing of sessions, or of the phone");
        hears("MESSAGE", "Allow", "MESSAGE, OPTIONS");
        assertEquals(Optional.of(false), sessions());
        stage.pass(Duration.ofHours(2));
        hears("SUBSCRIBE", "Contact", "<sip:romeo@192.0.2.9>;methods=\"SUBSCRIBE,MESSAGE\"");
        assertEquals(Optional.of(false), sessions());
        stage.pass(Duration.ofHours(2));
        hears("SUBSCRIBE", "Contact", "<sip:romeo@192.0.2.9>;+sip.message=\"FALSE\"");
        assertEquals(Optional.of(false), sessions());
        for (var tag : List.of("+sip.message", "+sip.message=\"TRUE\"", "message;methods=\"INVITE, ACK\"", "+g.oma.sip-im",
                "+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp-service.ims.icsi.mmtel,urn%3Aurn-7%3A3gpp-service.ims.icsi.oma.cpm.session\"")) {
            stage.pass(Duration.ofHours(2));
            hears("SUBSCRIBE", "Contact", "<sip:romeo@192.0.2.9>;" + tag);
            assertEquals(Optional.of(true), sessions(), tag);
        }
        stage.says("m1", "one", "");
        stage.sent("INVITE");
    }

    @Test
    void whatWasSeenOfAPhoneIsBetterKnownThanWhatItSays() {
        stage.peers.seen(ChatStage.ROMEO, Ability.SESSIONS, true, stage.now);
        hears("MESSAGE", "Allow", "MESSAGE");
        assertEquals(Optional.of(true), sessions());
        stage.service.heard(new SipRequest("MESSAGE", ChatPeer.invite("c", "", "").uri(), List.of(new SipHeader("From", "<sip:romeo@elsewhere.example>;tag=r"),
                new SipHeader("Allow", "MESSAGE")), Octets.NONE), stage.now);
    }

    @Test
    @Proves({"BEYOND-IMDN-01", "BEYOND-IMDN-02"})
    void aReceiptIsStillAskedForAndTold() {
        stage.says("m1", "one", "<request xmlns='urn:xmpp:receipts'/>");
        var invite = stage.sent("INVITE");
        stage.answer(invite, ChatPeer.answer(invite, 488, ""));
        var one = stage.sent("MESSAGE");
        assertEquals(Optional.of("message/cpim"), one.header("Content-Type"));
        assertTrue(one.body().text().contains("imdn.Message-ID: m1\r\nimdn.Disposition-Notification: positive-delivery"), one.body()::text);
        stage.answer(one, ChatPeer.answer(one, 200, ""));
        stage.quiet();
        var imdn = Octets.utf8("<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>m1</message-id><datetime>2026-01-01T00:00:00Z</datetime>"
                + "<delivery-notification><status><delivered/></status></delivery-notification></imdn>");
        var told = stage.pager.toXmpp(new SipRequest("MESSAGE", ChatPeer.invite("c", "", "").uri(), List.of(
                new SipHeader("From", "<sip:romeo@example.net>;tag=r"), new SipHeader("To", "<sip:juliet@example.com>"),
                new SipHeader("Content-Type", "message/imdn+xml")), imdn), ChatStage.POLICY, stage.now);
        assertEquals(Optional.of("m1"), MessageExtensions.received(told.orElseThrow().stanza()));
    }

    @Test
    @Proves("BEYOND-IMDN-01")
    void whereTheWrapperIsNotUnderstoodTheTextGoesWithoutIt() {
        stage.says("m1", "one", "<request xmlns='urn:xmpp:receipts'/>");
        var invite = stage.sent("INVITE");
        stage.says("m2", "two", "<request xmlns='urn:xmpp:receipts'/>");
        stage.answer(invite, ChatPeer.answer(invite, 488, ""));
        var wrapped = stage.sent("MESSAGE");
        stage.answer(wrapped, ChatPeer.answer(wrapped, 415, ""));
        twoByMessage();
    }

    @Test
    void aShorterTimerIsTriedAgain() {
        var invite = invitedByTwo();
        stage.answer(invite, ChatPeer.answer(invite, 422, "", "Min-SE: 3600"));
        var again = stage.sent("INVITE");
        assertEquals("2 INVITE", again.header("CSeq").orElseThrow());
        assertEquals("3600", again.header("Session-Expires").orElseThrow());
        stage.answer(again, ChatPeer.ok(again, ChatPeer.SDP));
        assertEquals("2 ACK", stage.sent("ACK").header("CSeq").orElseThrow());
    }

    @Test
    void whereNoConnectionComesMessageIsTried() {
        var invite = invitedByTwo();
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP));
        stage.sent("ACK");
        var session = stage.session();
        var one = stage.send();
        var two = stage.send();
        stage.fail(one, 503);
        stage.msrp(new org.stox.protocol.msrp.MsrpClose(session.session(), "no connection"));
        stage.fail(two, 503);
        stage.quiet();
        stage.pass(Duration.ofMillis(500));
        stage.close();
        stage.sent("BYE");
        twoByMessage();
    }

    @Test
    void whatWasWrittenBeforeTheConnectionWentIsNotSentTwice() {
        var invite = invitedByTwo();
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP));
        stage.sent("ACK");
        var session = stage.session();
        stage.send();
        stage.send();
        stage.msrp(new org.stox.protocol.msrp.MsrpClose(session.session(), "closed by the peer"));
        stage.pass(Duration.ofMillis(500));
        stage.close();
        stage.sent("BYE");
        assertTrue(stage.stanza().contains("<gone "));
        stage.quiet();
        assertTrue(stage.peers.can(ChatStage.ROMEO, Ability.SESSIONS, stage.now).orElseThrow());
    }

    @Test
    void whatThePeerRefusesIsAnErrorAndNoLostConnection() {
        stage.says("m1", "one", "");
        var invite = stage.sent("INVITE");
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP));
        stage.sent("ACK");
        stage.session();
        stage.fail(stage.send(), 413);
        var error = stage.stanza();
        assertTrue(error.contains("id='m1'") && error.contains("<policy-violation "), error);
        stage.quiet();
    }

    @Test
    void whatASettledSessionLosesIsAnError() {
        stage.settled();
        stage.says("m5", "lost", "");
        stage.fail(stage.send(), 503);
        var error = stage.stanza();
        assertTrue(error.contains("id='m5'") && error.contains("type='error'"), error);
        stage.quiet();
    }

    @Test
    void aTextOfWhatTypingLooksLikeIsAText() {
        stage.settled();
        stage.says("m5", "what is urn:ietf:params:xml:ns:im-iscomposing?", "");
        stage.fail(stage.send(), 503);
        assertTrue(stage.stanza().contains("id='m5'"));
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-7-06")
    void whatWasNotWrittenWhenTheSessionEndedIsAnError() {
        stage.settled();
        stage.says("m5", "unsent", "");
        var unsent = stage.send();
        stage.msrp(new org.stox.protocol.msrp.MsrpClose(unsent.session(), "lost"));
        stage.close();
        stage.sent("BYE");
        assertTrue(stage.stanza().contains("<gone "));
        stage.fail(unsent, 503);
        assertTrue(stage.stanza().contains("id='m5'"));
        stage.says("m6", "anew", "");
        stage.sent("INVITE");
    }

    @Test
    void theirInviteTakesThePlaceOfOurs() {
        var ours = invitedByTwo();
        var theirs = ChatPeer.invite("glare", ChatPeer.SDP, "");
        stage.sip(theirs);
        var ok = stage.replies.remove();
        assertEquals(200, ok.status());
        stage.session();
        assertEquals("one", stage.send().body().text());
        assertEquals("two", stage.send().body().text());
        stage.sent("CANCEL");
        stage.answer(ours, ChatPeer.answer(ours, 487, ""));
        stage.quiet();
        assertEquals("glare", stage.talking().parties().thread());
    }

    @Test
    void whoHadNoSessionsLongAgoIsAskedFirst() {
        stage.peers.seen(ChatStage.ROMEO, Ability.SESSIONS, false, stage.now);
        stage.now = stage.now.plus(Duration.ofHours(2));
        stage.says("m1", "one", "");
        stage.says("m2", "two", "");
        var options = stage.sent("OPTIONS");
        stage.answer(options, ChatPeer.answer(options, 200, "", "Allow: MESSAGE, OPTIONS"));
        twoByMessage();
        stage.now = stage.now.plus(Duration.ofHours(2));
        stage.says("m3", "three", "");
        var again = stage.sent("OPTIONS");
        stage.answer(again, ChatPeer.answer(again, 200, "", "Allow: INVITE, MESSAGE, OPTIONS"));
        stage.sent("INVITE");
    }

    @Test
    void afterARestartEachIsTold() {
        invitedByTwo();
        stage.restart();
        assertTrue(stage.stanza().contains("id='m1'"));
        assertTrue(stage.stanza().contains("id='m2'"));
        stage.quiet();
        var other = new ChatStage();
        other.settled();
        other.restart();
        other.sent("BYE");
        assertTrue(other.stanza().contains("<gone "));
        other.quiet();
        assertEquals(0, other.sessions.size());
        other.says("m9", "anew", "");
        other.sent("INVITE");
        var unsure = new ChatStage();
        unsure.talking("");
        unsure.restart();
        unsure.sent("BYE");
        assertTrue(unsure.stanza().contains("id='a786hjs2'"), "nobody knows whether it got through");
        assertTrue(unsure.stanza().contains("<gone "));
        unsure.quiet();
    }
}
