package org.stox.service.chat;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.stox.protocol.sip.SipRequest;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** BEYOND-MSRP-06: RFC 4028 in chats. */
class SessionTimersTest {

    private final ChatStage stage = new ChatStage();

    private SipRequest talking(String refresher) {
        stage.says("m1", "one", "");
        var invite = stage.sent("INVITE");
        assertEquals("1800", invite.header("Session-Expires").orElseThrow());
        stage.answer(invite, ChatPeer.answer(invite, 200, ChatPeer.SDP, ChatPeer.CONTACT, "Session-Expires: 180;refresher=" + refresher));
        stage.sip.clear();
        stage.msrp.clear();
        return invite;
    }

    @Test
    @Proves("BEYOND-MSRP-06")
    void ourRefreshKeepsTheSession() {
        var invite = talking("uac");
        stage.pass(Duration.ofSeconds(90));
        var again = stage.sent("INVITE");
        assertEquals("2 INVITE", again.header("CSeq").orElseThrow());
        assertEquals(invite.body(), again.body());
        stage.answer(again, ChatPeer.answer(again, 200, ChatPeer.SDP, ChatPeer.CONTACT, "Session-Expires: 180;refresher=uac"));
        assertEquals("2 ACK", stage.sent("ACK").header("CSeq").orElseThrow());
        stage.quiet();
        stage.pass(Duration.ofSeconds(80));
        stage.quiet();
    }

    @Test
    @Proves("BEYOND-MSRP-06")
    void theirRefreshKeepsItAndWithoutOneItEnds() {
        var invite = talking("uas");
        stage.pass(Duration.ofSeconds(90));
        stage.quiet();
        stage.sip(ChatPeer.within(invite, "UPDATE", 1, "", "Supported: timer", "Session-Expires: 180;refresher=uac"));
        assertEquals("180;refresher=uac", stage.replies.remove().header("Session-Expires").orElseThrow());
        stage.pass(Duration.ofSeconds(140));
        stage.quiet();
        stage.pass(Duration.ofSeconds(40));
        stage.close();
        stage.sent("BYE");
        assertTrue(stage.stanza().contains("<gone "));
        stage.quiet();
    }
}
