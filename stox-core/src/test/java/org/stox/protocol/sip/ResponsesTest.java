package org.stox.protocol.sip;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.stox.protocol.Octets;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** RFC 3261 §8.2.6.2. */
class ResponsesTest {

    @Test
    void viasFromToCallIdAndSequenceAreRepeatedInTheirOrder() {
        var request = Torture.request("transports");
        var response = Responses.to(request, 405, "mytag", Torture.PROFILE.allow());
        assertEquals("Method Not Allowed", response.reason());
        assertEquals(request.headers("Via"), response.headers("Via"));
        assertEquals(request.header("From"), response.header("From"));
        assertEquals(request.header("Call-ID"), response.header("Call-ID"));
        assertEquals(request.header("CSeq"), response.header("CSeq"));
        assertEquals(List.of("sip:user@example.com;tag=mytag"), response.headers("To"));
        assertEquals(List.of("MESSAGE, SUBSCRIBE, NOTIFY, OPTIONS"), response.headers("Allow"));
        assertEquals(10, response.headers().size());
        assertEquals(Octets.NONE, response.body());
    }

    @Test
    void aTagThatIsThereStaysAndTryingAddsNone() {
        assertEquals("sip:vivekg@chair-dnrc.example.com ;   tag    = 1918181833n",
                Responses.to(Torture.request("wsinv"), 200, "x").header("To").orElseThrow());
        var request = Torture.request("transports").with("Timestamp", "54");
        assertEquals("sip:user@example.com", Responses.to(request, 100, "x").header("To").orElseThrow());
        assertEquals(List.of("54"), Responses.to(request, 100, "x").headers("Timestamp"));
        assertEquals(List.of(), Responses.to(request, 200, "x").headers("Timestamp"));
    }

    @Test
    void whatCannotBeReadIsRepeatedAsItCame() {
        var octets = Torture.resource("/rfc4475/quotbal.dat");
        var bad = (SipCodec.Reading.Bad) SipCodec.read(octets, 0, octets.length);
        var response = Responses.to(bad, "x").orElseThrow();
        assertEquals("Unbalanced quotes", response.reason());
        assertEquals("\"Mr. J. User <sip:j.user@example.com>", response.header("To").orElseThrow());
    }

    @Test
    void anUnknownStatusHasThePhraseOfItsClass() {
        assertEquals("Request Failure", Responses.reason(499));
        assertEquals("Server Failure", Responses.reason(599));
        assertEquals("Too Many Hops", Responses.reason(483));
    }
}
