package org.stox.service.im;

import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.service.MappingPolicy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** RFC 7572 §5 for one pair, with what Linphone sends: message/cpim, whose From must be the sender's. */
class AccountPairTest {

    private static final AccountPair PAIR = new AccountPair(Jid.parse("bridge@example.com"), SipUri.of("romeo", "sip.example.net"),
            Jid.parse("juliet@example.com"));
    private static final MappingPolicy POLICY = MappingPolicy.of("sip.example.com", "example.com");

    private static SipRequest wrapped(String innerFrom, SipUri to) {
        return new SipRequest("MESSAGE", to, List.of(new SipHeader("Via", "SIP/2.0/UDP h;branch=z9hG4bKa"),
                new SipHeader("From", "<sip:romeo@sip.example.net>;tag=1"), new SipHeader("To", "<sip:juliet@example.com>"),
                new SipHeader("Call-ID", "c"), new SipHeader("CSeq", "1 MESSAGE"), new SipHeader("Content-Type", "message/cpim")),
                Octets.utf8("From: <" + innerFrom + ">\r\nTo: <sip:juliet@example.com>\r\n\r\nContent-Type: text/plain\r\n\r\nGood night"));
    }

    @Test
    void aWrappedMessageOfTheSipUserComesFromTheAccount() {
        var stanza = PAIR.toXmpp(wrapped("sip:romeo@sip.example.net", SipUri.of("juliet", "example.com")), POLICY, () -> "1").orElseThrow();
        assertEquals("bridge@example.com", stanza.from().toString());
        assertEquals("juliet@example.com", stanza.to().toString());
        assertEquals("Good night", stanza.bodies().get(0).text());
    }

    @Test
    void aWrappedMessageOfSomebodyElseIsRefused() {
        assertEquals(403, status(wrapped("sip:boss@sip.example.net", SipUri.of("juliet", "example.com"))));
    }

    @Test
    void nobodyElseIsReached() {
        assertEquals(404, status(wrapped("sip:romeo@sip.example.net", SipUri.of("nurse", "example.com"))));
        var sips = new SipUri(SipUri.Scheme.SIPS, SipUri.of("juliet", "example.com").user(), "example.com", OptionalInt.empty(), List.of(),
                java.util.Optional.empty());
        assertEquals(480, status(wrapped("sip:romeo@sip.example.net", sips)));
    }

    private static int status(SipRequest request) {
        return assertThrows(Refusal.class, () -> PAIR.toXmpp(request, POLICY, () -> "1")).reason().status().orElseThrow();
    }
}
