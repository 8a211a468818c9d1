package org.stox.protocol.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What {@link SipDialog} does for INVITE (RFC 3261 §9.1, §12, §13.2.2). */
class InviteDialogTest {

    private static final SipDialog BEGUN =
            SipDialog.begin("c1", SipUri.of("juliet", "example.com"), "j1", SipUri.of("romeo", "example.net")).skip(4);

    private static SipMessage read(String text) {
        var octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return ((SipCodec.Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
    }

    private static SipResponse response(int status, String tag, String cseq, String more) {
        return (SipResponse) read("""
                SIP/2.0 %d OK
                Via: SIP/2.0/TCP gw.example.com;branch=z9hG4bK1
                From: <sip:juliet@example.com>;tag=j1
                To: <sip:romeo@example.net>%s
                Call-ID: c1
                CSeq: %s
                %sContent-Length: 0

                """.formatted(status, tag.isEmpty() ? "" : ";tag=" + tag, cseq, more));
    }

    private static SipRequest fromPeer(String method, int cseq, String contact) {
        return (SipRequest) read("""
                %s sip:juliet@192.0.2.1 SIP/2.0
                Via: SIP/2.0/TCP p.example.net;branch=z9hG4bK2
                From: <sip:romeo@example.net>;tag=r1
                To: <sip:juliet@example.com>;tag=j1
                Call-ID: c1
                CSeq: %d %s
                Contact: <%s>
                Content-Length: 0

                """.formatted(method, cseq, method, contact));
    }

    private static SipDialog confirmed() {
        return BEGUN.confirmed(response(200, "r1", "4 INVITE",
                "Record-Route: <sip:a.example.net;lr>, <sip:b.example.net;lr>\nContact: <sip:romeo@192.0.2.7>\n"));
    }

    @Test
    @Proves("RFC7573-4-18")
    void theAckHasTheNumberOfTheInviteTheContactOfThe2xxBothTagsAndItsRoute() {
        var ack = confirmed().next().next().ack(4);
        assertEquals("ACK", ack.method());
        assertEquals("sip:romeo@192.0.2.7", ack.uri().toString());
        assertEquals(Optional.of("4 ACK"), ack.header("CSeq"));
        assertEquals(Optional.of("<sip:juliet@example.com>;tag=j1"), ack.header("From"));
        assertEquals(Optional.of("<sip:romeo@example.net>;tag=r1"), ack.header("To"));
        assertEquals(List.of("<sip:b.example.net;lr>", "<sip:a.example.net;lr>"), ack.headers("Route"));
        assertEquals(Optional.of("6 BYE"), confirmed().next().next().request("BYE", List.of(), Octets.NONE).header("CSeq"));
    }

    @Test
    @Proves("RFC7573-4-29")
    void aCancelIsTheInviteWithoutViaBodyAndWhatElseItHas() {
        var invite = confirmed().request("INVITE", List.of(new SipHeader("Content-Type", "application/sdp"), new SipHeader("Require", "timer")),
                Octets.utf8("v=0"));
        var cancel = SipDialog.cancel(invite.withFirst("Via", "SIP/2.0/UDP h;branch=z9hG4bKa"), new SipHeader("Reason", "SIP;cause=200"));
        assertEquals("CANCEL", cancel.method());
        assertEquals(invite.uri(), cancel.uri());
        assertEquals(Optional.of("4 CANCEL"), cancel.header("CSeq"));
        for (var name : List.of("From", "To", "Call-ID", "Route")) {
            assertEquals(invite.headers(name), cancel.headers(name));
        }
        for (var name : List.of("Via", "Require", "Content-Type")) {
            assertEquals(List.of(), cancel.headers(name));
        }
        assertEquals(Octets.NONE, cancel.body());
        assertEquals(Optional.of("SIP;cause=200"), cancel.header("Reason"));
    }

    @Test
    void aProvisionalResponseWithATagMakesAnEarlyDialogAndNoOther() {
        assertEquals(BEGUN, BEGUN.early(response(180, "", "4 INVITE", "")));
        assertEquals(BEGUN, BEGUN.early(response(100, "r0", "4 INVITE", "")));
        var early = BEGUN.early(response(183, "r1", "4 INVITE", "Record-Route: <sip:a.example.net;lr>\nContact: <sip:romeo@192.0.2.7>\n"));
        assertEquals(Optional.of("r1"), early.remoteTag());
        assertEquals("sip:romeo@192.0.2.7", early.target());
        assertEquals(List.of("<sip:a.example.net;lr>"), early.routes());
    }

    @Test
    void the2xxMakesTheRouteAnewAndTheNumbersGoOn() {
        var early = BEGUN.early(response(183, "r1", "4 INVITE", "Record-Route: <sip:a.example.net;lr>\nContact: <sip:romeo@192.0.2.7>\n"))
                .next().received(fromPeer("UPDATE", 9, "sip:romeo@192.0.2.8")).orElseThrow();
        var same = early.confirmed(response(200, "r1", "4 INVITE", "Record-Route: <sip:b.example.net;lr>\nContact: <sip:romeo@192.0.2.9>\n"));
        assertEquals(List.of("<sip:b.example.net;lr>"), same.routes());
        assertEquals("sip:romeo@192.0.2.9", same.target());
        assertEquals(5, same.localSequence());
        assertEquals(Optional.of(9), same.remoteSequence());
        var other = early.confirmed(response(200, "r2", "4 INVITE", "Contact: <sip:romeo@192.0.2.10>\n"));
        assertEquals(Optional.of("r2"), other.remoteTag());
        assertEquals(List.of(), other.routes());
        assertEquals(Optional.empty(), other.remoteSequence());
    }

    @Test
    void aRefusalMakesNoDialog() {
        assertEquals(BEGUN, BEGUN.confirmed(response(486, "r1", "4 INVITE", "")));
        assertEquals(BEGUN, BEGUN.answered(response(486, "r1", "4 INVITE", "Contact: <sip:romeo@192.0.2.10>\n")));
    }

    @Test
    void the2xxOfAnotherBranchIsOfAnotherDialog() {
        var other = response(200, "r2", "4 INVITE", "Contact: <sip:romeo@192.0.2.10>\n");
        assertTrue(BEGUN.matches(other));
        assertFalse(confirmed().matches(other));
        assertTrue(confirmed().matches(response(200, "r1", "5 UPDATE", "")));
        assertEquals(confirmed(), confirmed().answered(other));
    }

    @Test
    void onlyTargetRefreshRequestsMoveTheTarget() {
        String moved = "sip:romeo@192.0.2.99";
        for (var method : List.of("INVITE", "UPDATE")) {
            assertEquals(moved, confirmed().received(fromPeer(method, 7, moved)).orElseThrow().target());
            assertEquals(moved, confirmed().answered(response(200, "r1", "5 " + method, "Contact: <" + moved + ">\n")).target());
        }
        for (var method : List.of("BYE", "INFO", "PRACK", "MESSAGE")) {
            assertEquals("sip:romeo@192.0.2.7", confirmed().received(fromPeer(method, 7, moved)).orElseThrow().target());
            assertEquals("sip:romeo@192.0.2.7", confirmed().answered(response(200, "r1", "5 " + method, "Contact: <" + moved + ">\n")).target());
        }
    }

    @Test
    @Proves("RFC7573-5-08")
    void anAckChangesNothing() {
        var dialog = confirmed().received(fromPeer("INVITE", 7, "sip:romeo@192.0.2.7")).orElseThrow();
        assertEquals(Optional.of(dialog), dialog.received(fromPeer("ACK", 7, "sip:romeo@192.0.2.99")));
        assertEquals(Optional.empty(), dialog.received(fromPeer("BYE", 7, "sip:romeo@192.0.2.7")));
    }

    @Test
    void aRequestOfOursIsADialogThatWasBegun() {
        var invite = BEGUN.request("INVITE", List.of(), Octets.NONE);
        assertEquals(BEGUN, SipDialog.of(invite));
        var later = confirmed().request("INVITE", List.of(), Octets.NONE);
        assertEquals(confirmed().ack(4), SipDialog.of(later).ack(4));
    }

    @Test
    void aReliableResponseIsAcknowledgedByItsNumberAndItsRequest() {
        var reliable = response(183, "r1", "4 INVITE", "Require: 100rel\nRSeq: 4294967295\n");
        var rack = RAck.of(reliable).orElseThrow();
        assertEquals("RAck: 4294967295 4 INVITE", rack.header().name() + ": " + rack.header().value());
        assertEquals(rack, RAck.read(rack.toString()));
        assertEquals(Optional.empty(), RAck.of(response(183, "r1", "4 INVITE", "RSeq: 1\n")));
        assertEquals(Optional.empty(), RAck.of(response(200, "r1", "4 INVITE", "Require: 100rel\nRSeq: 1\n")));
        for (var bad : List.of("0 1 INVITE", "4294967296 1 INVITE", "x 1 INVITE", "1 INVITE", "1", "")) {
            assertThrows(SipSyntaxException.class, () -> RAck.read(bad), bad);
        }
    }
}
