package org.stox.service.im;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.address.SipUri;
import org.stox.address.SipUriCodec;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.stox.service.im.Samples.message;
import static org.stox.service.im.Samples.refusal;
import static org.stox.service.im.Samples.stanza;
import static org.stox.service.im.Samples.toSip;
import static org.stox.service.im.Samples.toXmpp;

/** Who may speak as whom, and that nothing comes back as its own answer: decided on the address that is used, not on the one written. */
class IdentityTest {

    private static SipRequest from(String address) {
        return message("x", "From: " + address + ";tag=1");
    }

    private static SipRequest to(String uri) {
        var request = message("x");
        return new SipRequest(request.method(), SipUriCodec.read(uri), request.headers(), request.body());
    }

    private static Optional<Condition> condition(String from, String to) {
        return refusal(stanza("<message from='" + from + "' to='" + to + "'><body>x</body></message>")).error().map(StanzaError::condition);
    }

    /** G2: the SIP domain of the gateway, however it is written, holds no XMPP user. */
    @ParameterizedTest
    @ValueSource(strings = {"sip:romeo@example.net", "sip:romeo@EXAMPLE.net", "sip:romeo@example.net.", "sip:juliet%40example.com@example.net",
        "sip:juliet%40example.net@example.net", "sip:example.com@example.net", "sip:juliet@sub.example.com", "sip:juliet@example.com.example.net"})
    void aTargetInADomainOfTheSipSideIsNotFound(String uri) {
        assertEquals(404, refusal(to(uri)).status().getAsInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"juliet@example.com", "juliet\\40example.com@example.com", "romeo@example.net.example.com", "example.net",
        "romeo@sub.example.net"})
    void aTargetInADomainOfTheXmppSideIsNotFound(String jid) {
        assertEquals(Optional.of(Condition.ITEM_NOT_FOUND), condition("juliet@example.com", jid));
    }

    /** G4: the stanza is always of the gateway's domain. */
    @ParameterizedTest
    @CsvSource({"<sip:admin@example.com>, 403", "\"admin@example.com\" <sip:admin@example.org>, 403", "<sip:example.net>, 403",
        "<sip:admin@example.net.example.com>, 403", "<sip:admin@sub.example.net>, 403", "<tel:+49301234>, 403",
        "<sip:admin:secret@example.net>, 400", "<sip:%EF%BC%A0@example.net>, 400", "<sip:%00@example.net>, 400"})
    void aSenderWhoIsNotOfTheSipDomainIsRefused(String address, int status) {
        assertEquals(status, refusal(from(address)).status().getAsInt());
    }

    @ParameterizedTest
    @CsvSource({"<sip:admin%40example.com@example.net>, admin\\40example.com@example.net",
        "<sip:admin%2Fexample.com@EXAMPLE.NET>, admin\\2fexample.com@example.net",
        "\"admin@example.com\" <sip:romeo@example.net>, romeo@example.net",
        "<sip:romeo@example.net;gr=admin%40example.com>, romeo@example.net/admin@example.com"})
    void whateverTheUserIsCalledTheDomainStaysOurs(String address, String jid) {
        assertEquals(jid, toXmpp(from(address)).from().toString());
    }

    /** G5. */
    @ParameterizedTest
    @ValueSource(strings = {"tybalt@example.org", "romeo@example.net", "juliet@sub.example.com", "juliet@example.com.example.org", "example.org"})
    void aStanzaOfAnotherDomainIsForbidden(String from) {
        assertEquals(Optional.of(Condition.FORBIDDEN), condition(from, "romeo@example.net"));
    }

    @Test
    void theSipSenderIsOfTheDomainOfTheStanza() {
        var sent = toSip(stanza("<message from='romeo\\40example.net@example.com' to='romeo@example.net'><body>x</body></message>"));
        var from = (SipUri) NameAddr.read(sent.header("From").orElseThrow()).uri();
        assertEquals("sip:romeo%40example.net@example.com", from.toString());
    }

    /** G7: what looks alike and is not the same stays apart; what PRECIS makes the same is the same for policy and for the target. */
    @Test
    void lookAlikesAreNotTheSameAndWidthAndCaseAre() {
        var cyrillic = toXmpp(to("sip:juli%D0%B5t@example.com")).to();
        assertNotEquals("juliet@example.com", cyrillic.toString());
        assertEquals("juli\u0435t@example.com", cyrillic.toString());
        assertEquals("juliet@example.com", toXmpp(to("sip:%EF%BC%AAuliet@Example.COM")).to().toString());
        assertEquals("juliet@example.com", toXmpp(to("sip:JULIET@example.com.")).to().toString());
        assertEquals(404, refusal(to("sip:juliet@ex%61mple.org".replace("%61", "a"))).status().getAsInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip:juli%E2%80%8Det@example.com", "sip:juliet%E2%80%AE@example.com", "sip:%E2%80%8Bjuliet@example.com",
        "sip:juliet%EF%BB%BF@example.com", "sip:%EF%BC%A0@example.com"})
    void whatCannotBeSeenIsNoPartOfAName(String uri) {
        assertEquals(404, refusal(to(uri)).status().getAsInt());
    }

    /** It is a name beside the address, and turns no text around (BEYOND-NICK-02). */
    @Test
    @Proves("BEYOND-NICK-02")
    void aDisplayNameNeverBecomesAnAddress() {
        var sent = toXmpp(from("\"\u202e<sip:admin@example.com>\" <sip:romeo@example.net>"));
        assertEquals("romeo@example.net", sent.from().toString());
        assertEquals(List.of(XmlElement.text("http://jabber.org/protocol/nick", "nick", "<sip:admin@example.com>")), sent.extensions());
    }
}
