package org.stox.protocol.sip;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.stox.address.OtherUri;
import org.stox.address.SipUri;
import org.stox.address.SipUriCodec;
import org.stox.address.Uri;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.RequestChecks.Verdict;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 3261 §8.2, §11.2, §16.3, in the order of the checks, and row S11 of the attacks. */
class RequestChecksTest {

    private static SipRequest message() {
        return request("MESSAGE");
    }

    private static SipRequest request(String method) {
        return new SipRequest(method, SipUri.of("juliet", "example.com"), List.of(
                new SipHeader("Via", "SIP/2.0/UDP h;branch=z9hG4bKa"), new SipHeader("From", "<sip:romeo@example.net>;tag=1"),
                new SipHeader("To", "<sip:juliet@example.com>"), new SipHeader("Call-ID", "c"), new SipHeader("CSeq", "1 " + method),
                new SipHeader("Content-Type", "text/plain;charset=utf-8")), Octets.utf8("Hello"));
    }

    private static SipRequest at(SipRequest request, Uri uri) {
        return new SipRequest(request.method(), uri, request.headers(), request.body());
    }

    private static Optional<SipResponse> answer(SipRequest request) {
        var verdict = RequestChecks.check(request, Torture.PROFILE, "z9hG4bK-ours", "t");
        return verdict instanceof Verdict.Answer a ? Optional.of(a.response()) : Optional.empty();
    }

    private static void assertStatus(int status, SipRequest request) {
        assertEquals(Optional.of(status), answer(request).map(SipResponse::status));
    }

    private static String field(String name, SipRequest request) {
        return answer(request).orElseThrow().header(name).orElseThrow();
    }

    private static void assertPasses(SipRequest request) {
        assertEquals(new Verdict.Pass(), RequestChecks.check(request, Torture.PROFILE, "z9hG4bK-ours", "t"));
    }

    @Test
    void whatIsServedPasses() {
        assertPasses(message());
        assertPasses(at(message(), new SipUri(SipUri.Scheme.SIPS, Optional.of("a"), "x.example", OptionalInt.empty(), List.of(),
                Optional.empty())));
    }

    @Test
    void anAcknowledgementIsDropped() {
        assertTrue(RequestChecks.check(request("ACK"), Torture.PROFILE, "z9hG4bKa", "t") instanceof Verdict.Drop);
    }

    @Test
    void methodsThatAreNotServedAre405OrIfUnknown501WithAllow() {
        for (String known : List.of("INVITE", "REGISTER", "PUBLISH", "REFER", "INFO", "PRACK", "UPDATE")) {
            assertStatus(405, request(known));
            assertEquals("MESSAGE, SUBSCRIBE, NOTIFY, OPTIONS", field("Allow", request(known)));
        }
        for (String unknown : List.of("message", "FOO", "Invite")) {
            assertStatus(501, request(unknown));
            assertEquals("MESSAGE, SUBSCRIBE, NOTIFY, OPTIONS", field("Allow", request(unknown)));
        }
    }

    @Test
    void whatBelongsToNothingIs481() {
        assertStatus(481, request("BYE"));
        assertStatus(481, request("CANCEL"));
    }

    @Test
    @Proves({"RFC7572-5-02", "RFC8048-5.1-03"})
    void anImUriIsTakenForAMessageAndAPresUriForASubscription() {
        var im = SipUriCodec.read("im:juliet@example.com");
        var pres = SipUriCodec.read("pres:juliet@example.com");
        assertPasses(at(message(), im));
        assertStatus(416, at(message(), pres));
        assertPasses(at(subscribe("presence"), pres));
        assertStatus(416, at(subscribe("presence"), im));
    }

    private static SipRequest subscribe(String event) {
        return new SipRequest("SUBSCRIBE", message().uri(), request("SUBSCRIBE").without("Content-Type").headers(), Octets.NONE)
                .with("Event", event);
    }

    /** RFC 6665 §4.2.1.1 and §4.2.3: before its content, which belongs to another package as well, is looked at. */
    @Test
    @Proves({"RFC8048-6.3-03"})
    void anotherEventAndNoneAtAllAre489WithWhatIsServed() {
        assertPasses(subscribe("presence"));
        assertPasses(subscribe("presence;id=a"));
        for (var other : List.of("dialog", "Presence", "presence.winfo")) {
            assertStatus(489, subscribe(other));
            assertEquals("presence", field("Allow-Events", subscribe(other)));
        }
        assertStatus(489, subscribe("presence").without("Event"));
        assertStatus(489, request("NOTIFY").with("Event", "message-summary").with("Content-Type", "application/simple-message-summary"));
        assertPasses(message().with("Event", "dialog"));
    }

    @Test
    void aProfileWithoutEventsTakesAnyAndNamesNone() {
        var any = new SipProfile(List.of("SUBSCRIBE"), List.of(), List.of(), Set.of());
        assertEquals(new Verdict.Pass(), RequestChecks.check(subscribe("dialog"), any, "z9hG4bK-ours", "t"));
        assertEquals(Optional.empty(), any.allowEvents());
        assertEquals(Optional.empty(), new SipProfile(List.of("MESSAGE"), List.of(), List.of("presence"), Set.of()).allowEvents());
    }

    @Test
    void presenceMayBeDeflatedAndNoText() {
        var notify = request("NOTIFY").with("Event", "presence").with("Content-Type", "application/pidf+xml");
        assertPasses(notify);
        assertPasses(notify.with("Content-Encoding", "deflate"));
        assertStatus(415, notify.with("Content-Encoding", "gzip"));
        assertEquals("identity, deflate", field("Accept-Encoding", notify.with("Content-Encoding", "gzip")));
        assertStatus(415, notify.with("Content-Type", "text/plain").with("Content-Encoding", "deflate"));
    }

    @Test
    void otherSchemesAre416BeforeRequireIs420() {
        var both = at(message(), new OtherUri("tel", "+44")).with("Require", "x");
        assertStatus(416, both);
        assertStatus(420, at(both, SipUri.of("a", "example.com")));
        assertEquals("a, b, c", field("Unsupported", new SipRequest("MESSAGE", SipUri.of("a", "example.com"),
                Stream.concat(message().headers().stream(),
                        Stream.of(new SipHeader("Require", "a, b"), new SipHeader("require", "c"))).toList(), Octets.NONE)));
    }

    @Test
    void optionsTellsWhatIsServedForTheGatewayAndForUsersOfServedDomains() {
        assertStatus(200, request("OPTIONS"));
        assertStatus(200, at(request("OPTIONS"), SipUri.of("x", "EXAMPLE.org")).with("Max-Forwards", "0"));
        assertStatus(200, at(request("OPTIONS"), new SipUri(SipUri.Scheme.SIP, Optional.empty(), "192.0.2.1", OptionalInt.of(5060),
                List.of(), Optional.empty())));
        assertStatus(404, at(request("OPTIONS"), SipUri.of("x", "example.net")));
        assertStatus(200, at(request("OPTIONS"), SipUri.of("juliet", "192.0.2.1")).with("To", "<sip:juliet@example.com>;tag=ours"));
        assertEquals("MESSAGE, SUBSCRIBE, NOTIFY, OPTIONS", field("Allow", request("OPTIONS")));
        assertEquals("text/plain, text/html, message/cpim, application/im-iscomposing+xml, message/imdn+xml, application/pidf+xml",
                field("Accept", request("OPTIONS")));
        assertEquals("presence", field("Allow-Events", request("OPTIONS")));
        assertEquals("", field("Supported", request("OPTIONS")));
        assertEquals("<sip:juliet@example.com>;tag=t", field("To", request("OPTIONS")));
    }

    @Test
    @Proves("RFC7247-8-08")
    void loopsEnd() {
        assertStatus(483, message().with("Max-Forwards", "0"));
        assertStatus(483, message().with("Max-Forwards", "000"));
        assertStatus(482, message().with("Via", "SIP/2.0/UDP h;branch=z9hG4bKa, SIP/2.0/TCP g;branch=z9hG4bK-ours.1"));
        assertPasses(message().with("Via", "SIP/2.0/UDP h;branch=z9hG4bKa;note=z9hG4bK-ours"));
        assertStatus(440, message().with("Max-Breadth", "0"));
        assertPasses(message().with("Max-Forwards", "1").with("Max-Breadth", "1"));
    }

    @Test
    void maxForwardsOutOfRangeCountsAsAbsent() {
        assertEquals(70, RequestChecks.maxForwards(message()));
        for (var row : Map.of("0", 0, "1", 1, "070", 70, "255", 255, "256", 70, "99999999999999999999", 70).entrySet()) {
            assertEquals(row.getValue(), RequestChecks.maxForwards(message().with("Max-Forwards", row.getKey())));
        }
    }

    @Test
    @Proves("RFC7572-7-06")
    void contentThatIsNotProcessedIs415WithWhatIs() {
        assertStatus(415, message().with("Content-Type", "application/sdp"));
        assertTrue(field("Accept", message().with("Content-Type", "multipart/mixed;boundary=x")).startsWith("text/plain, "));
        assertPasses(message().with("Content-Type", "TEXT/Plain"));
        assertStatus(400, message().without("Content-Type"));
        assertPasses(new SipRequest("MESSAGE", message().uri(), message().without("Content-Type").headers(), Octets.NONE));
    }

    @Test
    void aWrappedMessageMayBeDeflated() {
        var wrapped = message().with("Content-Type", "message/cpim");
        assertPasses(wrapped.with("Content-Encoding", "deflate"));
        assertStatus(415, wrapped.with("Content-Encoding", "br"));
        assertEquals("identity, deflate", field("Accept-Encoding", wrapped.with("Content-Encoding", "br")));
    }

    @Test
    void encodedContentIs415ExceptWhatIsDroppedAnyway() {
        assertStatus(415, message().with("Content-Encoding", "gzip"));
        assertEquals("identity", field("Accept-Encoding", message().with("e", "deflate")));
        assertPasses(message().with("Content-Encoding", "Identity"));
        assertPasses(message().with("Content-Encoding", "deflate").with("Content-Type", "application/im-iscomposing+xml"));
        assertPasses(message().with("Content-Encoding", "deflate").with("Content-Type", "message/imdn+xml"));
    }

    @Test
    void aDispositionThatMustBeUnderstoodIs415() {
        assertStatus(415, message().with("Content-Disposition", "x-odd"));
        assertStatus(415, message().with("Content-Disposition", "x-odd;handling=required"));
        assertPasses(message().with("Content-Disposition", "x-odd ; Handling=\"optional\""));
        assertPasses(message().with("Content-Disposition", "render;handling=required"));
    }

    @Test
    void aProfileThatServesOptionsItselfNamesItOnce() {
        assertEquals("OPTIONS", new SipProfile(List.of(), List.of(), List.of(), Set.of()).allow().value());
        assertEquals("OPTIONS, MESSAGE", new SipProfile(List.of("OPTIONS", "MESSAGE"), List.of(), List.of(), Set.of()).allow().value());
    }

    @Test
    void whoTakesInviteUnderstandsSessionTimersAndReliableResponses() {
        var calls = new SipProfile(List.of("INVITE", "ACK", "BYE"), List.of("text/plain"), List.of(), Set.of("example.com"));
        assertEquals("INVITE, ACK, BYE, CANCEL, OPTIONS", calls.allow().value());
        assertEquals(new Verdict.Pass(), RequestChecks.check(request("INVITE").with("Require", "100rel, Timer"), calls, "z9hG4bK-ours", "t"));
        var other = (Verdict.Answer) RequestChecks.check(request("INVITE").with("Require", "timer,replaces"), calls, "z9hG4bK-ours", "t");
        assertEquals(420, other.response().status());
        assertEquals(Optional.of("replaces"), other.response().header("Unsupported"));
        var options = (Verdict.Answer) RequestChecks.check(request("OPTIONS"), calls, "z9hG4bK-ours", "t");
        assertEquals(Optional.of("timer"), options.response().header("Supported"));
        assertStatus(420, message().with("Require", "timer"));
    }

    @Test
    void aCancelThatComesSoFarBelongsToNothingWhateverIsServed() {
        var all = new SipProfile(List.of("INVITE", "ACK", "CANCEL"), List.of(), List.of(), Set.of());
        var verdict = (Verdict.Answer) RequestChecks.check(request("CANCEL").with("Require", "x"), all, "z9hG4bK-ours", "t");
        assertEquals(481, verdict.response().status());
    }
}
