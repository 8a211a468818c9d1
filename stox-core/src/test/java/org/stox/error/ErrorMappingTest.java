package org.stox.error;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.protocol.xmpp.StanzaError.Type;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ErrorMappingTest {

    private static final ErrorMapping MAPPING = ErrorMapping.DEFAULT.by("sip.example");
    private static final SipRequest MESSAGE = request("MESSAGE", "<sip:juliet@example.com>");

    /** The requirement rows say what each code becomes; they were written from the RFC, not from the code. */
    @Test
    @Proves({"RFC7247-7.2-01",
        "RFC7247-7.2-02", "RFC7247-7.2-03", "RFC7247-7.2-04", "RFC7247-7.2-05", "RFC7247-7.2-06", "RFC7247-7.2-07",
        "RFC7247-7.2-08", "RFC7247-7.2-09", "RFC7247-7.2-10", "RFC7247-7.2-11", "RFC7247-7.2-12", "RFC7247-7.2-13",
        "RFC7247-7.2-14", "RFC7247-7.2-15", "RFC7247-7.2-16", "RFC7247-7.2-17", "RFC7247-7.2-18", "RFC7247-7.2-19",
        "RFC7247-7.2-20", "RFC7247-7.2-21", "RFC7247-7.2-22", "RFC7247-7.2-23", "RFC7247-7.2-24", "RFC7247-7.2-25",
        "RFC7247-7.2-26", "RFC7247-7.2-27", "RFC7247-7.2-28", "RFC7247-7.2-29", "RFC7247-7.2-30", "RFC7247-7.2-31",
        "RFC7247-7.2-32", "RFC7247-7.2-33", "RFC7247-7.2-34", "RFC7247-7.2-35", "RFC7247-7.2-36", "RFC7247-7.2-37",
        "RFC7247-7.2-38", "RFC7247-7.2-39", "RFC7247-7.2-40", "RFC7247-7.2-41", "RFC7247-7.2-42", "RFC7247-7.2-43",
        "RFC7247-7.2-44", "RFC7247-7.2-45", "RFC7247-7.2-46", "RFC7247-7.2-47", "RFC7247-7.2-48", "RFC7247-7.2-49",
        "RFC7247-7.2-50", "RFC7247-7.2-51", "RFC7247-7.2-52", "RFC7247-7.2-53"})
    void eachRowOfTable3() throws IOException {
        var row = Pattern.compile("(?m)^RFC7247-7\\.2-\\d+\t.*?SIP"
                + " (\\dxx|\\d{3})[^<]* maps to XMPP <([a-z-]+)/> \\(RFC 6120 error type \"(\\w+)\"\\)"
                + "(?:[^\t\n]*e\\.g\\. (\\d{3}))?").matcher(rows());
        int count = 0;
        while (row.find()) {
            count++;
            int code = row.group(1).endsWith("xx") ? Integer.parseInt(row.group(4)) : Integer.parseInt(row.group(1));
            var error = MAPPING.toXmpp(contact(code, "sip:juliet@new.example"));
            assertEquals(row.group(2), error.condition().elementName(), row.group());
            assertEquals(row.group(3), error.type().name().toLowerCase(java.util.Locale.ROOT), row.group());
        }
        assertEquals(52, count);
        assertEquals(Optional.empty(), MAPPING.toXmpp(contact(410, "sip:juliet@new.example")).address());      // RFC7247-7.2-18
        for (int code : new int[] {412, 422, 433, 436, 469, 494}) {
            assertEquals(Condition.BAD_REQUEST, MAPPING.toXmpp(reason(code)).condition());
        }
        assertEquals("RFC 7247 Table 3, RFC7247-7.2-13", MAPPING.ruleToXmpp(404));
        assertEquals("RFC 7247 Table 3, RFC7247-7.2-41", MAPPING.ruleToXmpp(580));
    }

    @Test
    void table3IsInTheOrderOfTheRfc() {
        for (int i = 0; i < CodeTable.TABLE_3.size(); i++) {
            assertEquals(String.format("%02d", i + 2), CodeTable.TABLE_3.get(i).row());
        }
        assertEquals(List.of(Condition.values()), ConditionTable.TABLE_2.stream().map(ConditionTable.Row::condition).toList());
    }

    @Test
    @Proves("RFC7247-7-02")
    void noErrorIsMadeOfASuccess() {
        for (int code : new int[] {100, 183, 200, 202, 299}) {
            assertThrows(IllegalArgumentException.class, () -> MAPPING.toXmpp(reason(code)));
        }
    }

    @Test
    @Proves({"RFC7247-7.1-01", "RFC7247-7-03",
        "RFC7247-7.1-02", "RFC7247-7.1-03", "RFC7247-7.1-04", "RFC7247-7.1-05", "RFC7247-7.1-06", "RFC7247-7.1-07",
        "RFC7247-7.1-10", "RFC7247-7.1-11", "RFC7247-7.1-12", "RFC7247-7.1-13", "RFC7247-7.1-14", "RFC7247-7.1-15",
        "RFC7247-7.1-16", "RFC7247-7.1-18", "RFC7247-7.1-19", "RFC7247-7.1-20", "RFC7247-7.1-23", "RFC7247-7.1-26",
        "RFC7247-7.1-28", "RFC7247-7.1-29", "RFC7247-7.1-30"})
    void eachRowOfTable2() {
        code(400, 400, Condition.BAD_REQUEST);
        code(400, 400, Condition.CONFLICT);
        code(405, 501, Condition.FEATURE_NOT_IMPLEMENTED);
        code(403, 603, Condition.FORBIDDEN);
        code(410, 410, Condition.GONE);
        code(500, 500, Condition.INTERNAL_SERVER_ERROR);
        code(404, 604, Condition.ITEM_NOT_FOUND);
        code(400, 400, Condition.JID_MALFORMED);
        code(406, 606, Condition.NOT_ACCEPTABLE);
        code(403, 403, Condition.NOT_ALLOWED);
        code(403, 403, Condition.NOT_AUTHORIZED);           // 401 has no challenge to offer
        code(403, 403, Condition.POLICY_VIOLATION);
        code(480, 600, Condition.RECIPIENT_UNAVAILABLE);
        code(302, 302, Condition.REDIRECT);
        code(403, 403, Condition.REGISTRATION_REQUIRED);    // 407 has no challenge to offer
        code(404, 404, Condition.REMOTE_SERVER_NOT_FOUND);
        code(504, 504, Condition.REMOTE_SERVER_TIMEOUT);    // 408 is not for a non-INVITE
        code(500, 500, Condition.RESOURCE_CONSTRAINT);
        code(403, 403, Condition.SERVICE_UNAVAILABLE);
        code(400, 400, Condition.SUBSCRIPTION_REQUIRED);
        code(400, 400, Condition.UNDEFINED_CONDITION);
        code(400, 400, Condition.UNEXPECTED_REQUEST);
    }

    @Test
    @Proves({"RFC7247-7.1-17", "RFC7247-7.1-22"})
    void a401Or407NeedsAChallenge() {
        for (var pair : Map.of("WWW-Authenticate", Condition.NOT_AUTHORIZED, "Proxy-Authenticate", Condition.REGISTRATION_REQUIRED)
                .entrySet()) {
            var challenge = new SipHeader(pair.getKey(), "Digest realm=\"a\", nonce=\"b\"");
            var reason = new Refusal.Reason(OptionalInt.empty(), List.of(), List.of(challenge),
                    Optional.of(StanzaError.of(pair.getValue())), true, Optional.empty());
            assertEquals(pair.getValue() == Condition.NOT_AUTHORIZED ? 401 : 407, MAPPING.toSip(reason, MESSAGE).status());
        }
    }

    @Test
    @Proves({"RFC7247-7.1-24", "RFC7247-7.1-25"})
    void a408IsForInviteOnly() {
        var later = new StanzaError(Type.WAIT, Condition.REMOTE_SERVER_NOT_FOUND, Optional.empty(), Optional.empty(), Optional.empty());
        var invite = request("INVITE", "<sip:juliet@example.com>");
        assertEquals(504, MAPPING.toSip(reason(later, true), MESSAGE).status());
        assertEquals(408, MAPPING.toSip(reason(later, true), invite).status());
        assertEquals(408, MAPPING.toSip(reason(StanzaError.of(Condition.REMOTE_SERVER_TIMEOUT), true), invite).status());
        assertEquals(504, MAPPING.toSip(reason(408), MESSAGE).status());
    }

    @Test
    @Proves("RFC7247-7.1-31")
    void unexpectedRequestIs491InADialog() {
        var reason = reason(StanzaError.of(Condition.UNEXPECTED_REQUEST), true);
        assertEquals(491, MAPPING.toSip(reason, request("MESSAGE", "<sip:juliet@example.com>;tag=a")).status());
        assertEquals(400, MAPPING.toSip(reason, request("MESSAGE", "<sip:juliet@example.com;tag=a>")).status());
    }

    @Test
    @Proves({"RFC7247-7.1-04", "RFC7247-7.1-28"})
    void a405SaysWhatIsAllowed() {
        var response = MAPPING.toSip(reason(StanzaError.of(Condition.FEATURE_NOT_IMPLEMENTED), false), MESSAGE);
        assertEquals(405, response.status());
        assertEquals("OPTIONS", response.header("Allow").orElseThrow());
        assertEquals("MESSAGE, OPTIONS", MAPPING.toSip(reason(405), request("PUBLISH", "<sip:a@b>")).header("Allow").orElseThrow());
        var own = Refusal.sip(405, "no", new SipHeader("Allow", "OPTIONS, MESSAGE")).reason();
        assertEquals(List.of("OPTIONS, MESSAGE"), MAPPING.toSip(own, request("PUBLISH", "<sip:a@b>")).headers("Allow"));
    }

    @Test
    @Proves({"RFC7247-7.1-08", "RFC7247-7.1-21"})
    void aNewAddressIsAContact() {
        assertEquals("<sip:tsch%C3%BCss@example.net>", contactOf(Condition.GONE, 301, "xmpp:tsch%C3%BCss@example.net"));
        assertEquals("<sip:romeo@example.net;gr=orchard>", contactOf(Condition.REDIRECT, 302, "xmpp:romeo@example.net/orchard?message"));
        assertEquals("<sip:romeo@example.net>", contactOf(Condition.GONE, 301, "xmpp://me@example.com/romeo@example.net"));
        assertEquals("<sip:romeo@example.net>", contactOf(Condition.GONE, 301, "romeo@example.net"));
        assertEquals("<mailto:romeo@example.net>", contactOf(Condition.GONE, 301, "mailto:romeo@example.net"));
    }

    @Test
    @Proves({"RFC7247-7.1-09"})
    void goneWithoutAUsableAddressIs410() {
        for (var address : new String[] {"", " ", "somewhere", "xmpp:", "xmpp:a b@c", "sip:a>;tag=1", "sip:a\r\nX: y", "http://é"}) {
            var error = new StanzaError(Type.CANCEL, Condition.GONE, Optional.of(address), Optional.empty(), Optional.empty());
            var response = MAPPING.toSip(reason(error, true), MESSAGE);
            assertEquals(410, response.status(), address);
            assertTrue(response.header("Contact").isEmpty());
        }
    }

    @Test
    @Proves({"RFC7247-7.2-54", "RFC7247-7.2-03", "RFC7247-7.2-05"})
    void aContactIsANewAddress() {
        for (int code : new int[] {300, 301, 302, 305}) {
            assertEquals(Optional.of("sip:romeo@new.example;transport=tcp"),
                    MAPPING.toXmpp(contact(code, "sip:romeo@new.example;transport=tcp")).address());
        }
        assertEquals(Optional.of("sip:b@c"), MAPPING.toXmpp(contact(302, "nonsense", "\"B\" <sip:b@c>;q=1")).address());
        assertEquals(Condition.REDIRECT, MAPPING.toXmpp(reason(301)).condition());
        assertEquals(Optional.empty(), MAPPING.toXmpp(contact(380, "sip:a@b")).address());
    }

    @Test
    @Proves("RFC7247-7.2-55")
    void goneOfA410HasNoAddress() {
        assertEquals(Optional.empty(), MAPPING.toXmpp(contact(410, "sip:romeo@new.example")).address());
    }

    @Test
    @Proves("RFC7247-7-04")
    void theReasonPhraseIsTheText() {
        var error = MAPPING.toXmpp(Refusal.sip(404, " No\u0000 such\r\nuser\ud800 ").reason());
        assertEquals(Optional.of("No such user\ufffd"), error.text());
        assertEquals(Condition.ITEM_NOT_FOUND, error.condition());
        assertEquals(Optional.of("sip.example"), error.by().map(Object::toString));
        assertEquals(Optional.empty(), MAPPING.toXmpp(Refusal.sip(404, "\r\n").reason()).text());
    }

    @Test
    void ourOwnRefusalNamesTheGatewayToo() {
        var error = MAPPING.toXmpp(Refusal.xmpp(StanzaError.of(Condition.FORBIDDEN), true).reason());
        assertEquals(Optional.of("sip.example"), error.by().map(Object::toString));
    }

    @Test
    @Proves("RFC7247-7-05")
    void theTextIsTheReasonPhrase() {
        var error = new StanzaError(Type.CANCEL, Condition.ITEM_NOT_FOUND, Optional.empty(),
                Optional.of("kein\r\nX-Evil: 1\u2028<Benutzer> 100 %"), Optional.empty());
        var response = MAPPING.toSip(reason(error, false), MESSAGE);
        assertEquals("kein X-Evil: 1 (Benutzer) 100 %25", response.reason());
        assertEquals(404, response.status());
        assertEquals("Not Found", MAPPING.toSip(reason(StanzaError.of(Condition.ITEM_NOT_FOUND), false), MESSAGE).reason());
    }

    @Test
    @Proves({"RFC7247-7-01", "RFC7247-7.1-27", "RFC7247-7.2-56", "RFC7247-7.2-57", "RFC7247-7.2-58"})
    void theOperatorOverridesSingleRows() {
        var other = MAPPING.with(Map.of("403", "not-allowed", "404", "remote-server-not-found", "408", "remote-server-not-found",
                "forbidden", "403", "service-unavailable", "480"));
        assertEquals(Condition.NOT_ALLOWED, other.toXmpp(reason(403)).condition());
        assertEquals(Condition.POLICY_VIOLATION, MAPPING.with(Map.of("403", "policy-violation")).toXmpp(reason(403)).condition());
        assertEquals(Condition.REMOTE_SERVER_NOT_FOUND, other.toXmpp(reason(404)).condition());
        assertEquals(Condition.REMOTE_SERVER_NOT_FOUND, other.toXmpp(reason(408)).condition());
        assertEquals(403, other.toSip(reason(StanzaError.of(Condition.FORBIDDEN), true), MESSAGE).status());
        assertEquals(480, other.toSip(reason(StanzaError.of(Condition.SERVICE_UNAVAILABLE), true), MESSAGE).status());
        assertEquals(Condition.FORBIDDEN, MAPPING.toXmpp(reason(403)).condition());
        assertEquals("stox.error.404", other.ruleToXmpp(404));
    }

    @Test
    void wrongOverridesAreNamed() {
        for (var wrong : Map.of("404", "not-found", "99", "gone", "200", "gone", "nonsense", "404", "conflict", "abc", "gone", "299",
                "forbidden", "40", "700", "gone").entrySet()) {
            var e = assertThrows(IllegalArgumentException.class, () -> MAPPING.with(Map.of(wrong.getKey(), wrong.getValue())));
            assertTrue(e.getMessage().startsWith(wrong.getKey() + ": "), e.getMessage());
        }
    }

    @Test
    @Proves("RFC7247-7.2-59")
    void aTimeoutAndATransportErrorTakeTheirRows() {
        assertEquals(Condition.REMOTE_SERVER_TIMEOUT, MAPPING.toXmpp(Refusal.sip(408, "Request Timeout").reason()).condition());
        assertEquals(Condition.INTERNAL_SERVER_ERROR, MAPPING.toXmpp(Refusal.sip(503, "Service Unavailable").reason()).condition());
    }

    @Test
    void whatIsKnownInTheWordsOfOneSideIsSaidInThem() {
        var both = Refusal.both(480, StanzaError.of(Condition.NOT_ALLOWED), "no sips", new SipHeader("Warning", "380 a \"b\"")).reason();
        var response = MAPPING.toSip(both, MESSAGE);
        assertEquals(480, response.status());
        assertEquals("no sips", response.reason());
        assertEquals(List.of("Via", "Via", "From", "To", "Call-ID", "CSeq", "Warning"),
                response.headers().stream().map(SipHeader::name).toList());
        var error = MAPPING.toXmpp(both);
        assertEquals(Condition.NOT_ALLOWED, error.condition());
        assertEquals(Optional.of("no sips"), error.text());
    }

    private static void code(int full, int bare, Condition condition) {
        assertEquals(full, MAPPING.toSip(reason(StanzaError.of(condition), false), MESSAGE).status(), condition.elementName());
        assertEquals(bare, MAPPING.toSip(reason(StanzaError.of(condition), true), MESSAGE).status(), condition.elementName());
    }

    private static String contactOf(Condition condition, int status, String address) {
        var error = new StanzaError(condition.usualType(), condition, Optional.of(address), Optional.empty(), Optional.empty());
        var response = MAPPING.toSip(reason(error, true), MESSAGE);
        assertEquals(status, response.status());
        return response.header("Contact").orElseThrow();
    }

    private static Refusal.Reason reason(int code) {
        return new Refusal.Reason(OptionalInt.of(code), List.of(), List.of(), Optional.empty(), false, Optional.empty());
    }

    private static Refusal.Reason contact(int code, String... contacts) {
        return new Refusal.Reason(OptionalInt.of(code), List.of(contacts), List.of(), Optional.empty(), false, Optional.empty());
    }

    private static Refusal.Reason reason(StanzaError error, boolean bare) {
        return Refusal.xmpp(error, bare).reason();
    }

    private static SipRequest request(String method, String to) {
        return new SipRequest(method, SipUri.of("juliet", "example.com"), List.of(
                new SipHeader("Via", "SIP/2.0/UDP a;branch=z9hG4bK1"), new SipHeader("Via", "SIP/2.0/UDP b;branch=z9hG4bK2"),
                new SipHeader("Max-Forwards", "70"), new SipHeader("From", "<sip:romeo@example.net>;tag=1"), new SipHeader("To", to),
                new SipHeader("Call-ID", "c"), new SipHeader("CSeq", "1 " + method)), Octets.NONE);
    }

    private static String rows() throws IOException {
        return Files.readString(Path.of("../src-test/requirements/rfc7247.tsv"));
    }

    @Test
    void aRouteRefusesWithAStatusLine() {
        var reason = new Refusal("403 Forbidden").reason();
        assertEquals(403, reason.status().orElseThrow());
        assertEquals("Forbidden", reason.text().orElseThrow());
        assertEquals(Condition.FORBIDDEN, MAPPING.toXmpp(reason).condition());
        assertEquals(Optional.empty(), new Refusal("480").reason().text());
        for (var wrong : List.of("", "Forbidden", "200 OK", "700 No", "403Forbidden", "4030")) {
            assertThrows(IllegalArgumentException.class, () -> new Refusal(wrong), wrong);
        }
    }
}
