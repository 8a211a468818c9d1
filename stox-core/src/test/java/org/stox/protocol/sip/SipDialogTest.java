package org.stox.protocol.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SipDialogTest {

    private static final SipUri JULIET = SipUri.of("juliet", "example.com");
    private static final SipUri ROMEO = SipUri.of("romeo", "example.net");
    private static final SipDialog BEGUN = SipDialog.begin("c1", JULIET, "j1", ROMEO).next();

    private static SipMessage read(String text) {
        var octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return ((SipCodec.Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
    }

    private static SipResponse ok(String more) {
        return (SipResponse) read("""
                SIP/2.0 200 OK
                Via: SIP/2.0/TCP gw.example.com;branch=z9hG4bK1
                From: <sip:juliet@example.com>;tag=j1
                To: <sip:romeo@example.net>;tag=r1
                Call-ID: c1
                CSeq: 1 SUBSCRIBE
                """ + more + "Content-Length: 0\n\n");
    }

    private static SipRequest notify(String fromTag, String toTag, int cseq, String more) {
        return (SipRequest) read("""
                NOTIFY sip:juliet@192.0.2.1 SIP/2.0
                Via: SIP/2.0/TCP p.example.net;branch=z9hG4bK2
                Max-Forwards: 70
                From: "R" <sip:romeo@example.net>;tag=%s
                To: <sip:juliet@example.com>;tag=%s
                Call-ID: c1
                CSeq: %d NOTIFY
                %sContent-Length: 0

                """.formatted(fromTag, toTag, cseq, more));
    }

    @Test
    void theFirstRequestHasNoToTag() {
        var request = BEGUN.request("SUBSCRIBE", List.of(), Octets.NONE);
        assertEquals("sip:romeo@example.net", request.uri().toString());
        assertEquals(Optional.of("<sip:juliet@example.com>;tag=j1"), request.header("From"));
        assertEquals(Optional.of("<sip:romeo@example.net>"), request.header("To"));
        assertEquals(Optional.of("1 SUBSCRIBE"), request.header("CSeq"));
    }

    @Test
    @Proves("RFC8048-5.2.2-05")
    void aLaterOneGoesToTheContactByTheRecordedRoute() {
        var dialog = BEGUN.answered(ok("Record-Route: <sip:a.example.net;lr>, <sip:b.example.net;lr>\nContact: <sip:romeo@192.0.2.7;gr=x>\n")).next();
        var request = dialog.request("SUBSCRIBE", List.of(), Octets.NONE);
        assertEquals("sip:romeo@192.0.2.7;gr=x", request.uri().toString());
        assertEquals(List.of("<sip:b.example.net;lr>", "<sip:a.example.net;lr>"), request.headers("Route"));
        assertEquals(Optional.of("<sip:romeo@example.net>;tag=r1"), request.header("To"));
        assertEquals(Optional.of("2 SUBSCRIBE"), request.header("CSeq"));
    }

    /** RFC 3261 §8.1.1.8: nothing can be sent to another one. */
    @ParameterizedTest
    @ValueSource(strings = {"<mailto:romeo@example.net>", "<tel:+1>", "<pres:romeo@example.net>", "*"})
    void aContactThatIsNoSipUriIsNoTarget(String contact) {
        var answered = BEGUN.answered(ok("Contact: " + contact + "\n"));
        assertEquals("sip:romeo@example.net", answered.target());
        assertEquals(Optional.of("r1"), answered.remoteTag());
        var there = BEGUN.answered(ok("Contact: <sip:romeo@192.0.2.7>\n"));
        assertEquals("sip:romeo@192.0.2.7", there.received(notify("r1", "j1", 1, "Contact: " + contact + "\n")).orElseThrow().target());
        var first = notify("r1", "j1", 1, "Contact: " + contact + "\n");
        assertThrows(SipSyntaxException.class, () -> SipDialog.accept(first, "t"));
    }

    @Test
    void aStrictRouterGetsItsOwnAddress() {
        var dialog = BEGUN.answered(ok("Record-Route: <sip:b.example.net;lr>, <sip:strict.example.net>\nContact: <sip:romeo@192.0.2.7>\n"));
        var request = dialog.request("SUBSCRIBE", List.of(), Octets.NONE);
        assertEquals("sip:strict.example.net", request.uri().toString());
        assertEquals(List.of("<sip:b.example.net;lr>", "<sip:romeo@192.0.2.7>"), request.headers("Route"));
    }

    @Test
    @Proves("RFC8048-5.2.1-07")
    void aNotifyBeforeTheAnswerMakesTheDialog() {
        var early = notify("r9", "j1", 5, "Record-Route: <sip:a.example.net;lr>\nContact: <sip:romeo@192.0.2.8>\n");
        assertTrue(BEGUN.matches(early));
        var dialog = BEGUN.received(early).orElseThrow();
        assertEquals(Optional.of("r9"), dialog.remoteTag());
        assertEquals(List.of("<sip:a.example.net;lr>"), dialog.routes());
        assertEquals("sip:romeo@192.0.2.8", dialog.target());
        assertEquals(Optional.of("r9"), dialog.answered(ok("Contact: <sip:romeo@192.0.2.8>\n")).remoteTag());
    }

    @Test
    @Proves("RFC8048-5.2.1-15")
    void aRequestIsMatchedByCallIdAndBothTags() {
        var dialog = BEGUN.answered(ok("Contact: <sip:romeo@192.0.2.7>\n"));
        assertTrue(dialog.matches(notify("r1", "j1", 1, "")));
        assertFalse(dialog.matches(notify("r2", "j1", 1, "")));
        assertFalse(dialog.matches(notify("r1", "j2", 1, "")));
    }

    @Test
    void aLowerNumberIsNotTaken() {
        var dialog = BEGUN.received(notify("r1", "j1", 5, "")).orElseThrow();
        assertEquals(Optional.empty(), dialog.received(notify("r1", "j1", 4, "")));
        assertEquals(Optional.of(6), dialog.received(notify("r1", "j1", 6, "")).orElseThrow().remoteSequence());
    }

    @Test
    void thePeersRequestMovesTheTarget() {
        var dialog = BEGUN.received(notify("r1", "j1", 5, "Contact: <sip:romeo@192.0.2.8>\n")).orElseThrow();
        assertEquals("sip:romeo@192.0.2.9", dialog.received(notify("r1", "j1", 6, "Contact: <sip:romeo@192.0.2.9>\n")).orElseThrow().target());
    }

    @Test
    void whatThePeerBeginsIsTheOtherWayRound() {
        var request = notify("r1", "x", 7, "Record-Route: <sip:a.example.net;lr>, <sip:b.example.net;lr>\nContact: <sip:romeo@192.0.2.8>\n")
                .with("To", "<sip:juliet@example.com>");
        var dialog = SipDialog.accept(request, "g1").next();
        var answer = dialog.request("NOTIFY", List.of(), Octets.NONE);
        assertEquals(Optional.of("\"R\" <sip:romeo@example.net>;tag=r1"), answer.header("To"));
        assertEquals(Optional.of("<sip:juliet@example.com>;tag=g1"), answer.header("From"));
        assertEquals(List.of("<sip:a.example.net;lr>", "<sip:b.example.net;lr>"), answer.headers("Route"));
        assertThrows(SipSyntaxException.class, () -> SipDialog.accept(request.without("Contact"), "g1"));
    }
}
