package org.stox.protocol.sip;

import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 3261 §18.2.1, §20.42, RFC 3581. */
class ViaTest {

    @Test
    void isReadAndWritten() {
        var via = Via.read("SIP / 2.0 / UDP first.example.com : 4000 ;ttl=16 ;maddr=224.2.0.1 ;branch=z9hG4bKa7c6a8dlze.1");
        assertEquals("SIP/2.0/UDP first.example.com:4000;ttl=16;maddr=224.2.0.1;branch=z9hG4bKa7c6a8dlze.1", via.toString());
        assertEquals(via, Via.read(via.toString()));
        assertEquals(OptionalInt.of(4000), via.port());
        assertEquals("SIP/2.0/TCP h.example.com:5060;branch=z9hG4bK1", Via.of("TCP", "h.example.com", 5060, "z9hG4bK1").toString());
    }

    @Test
    void theSourceIsNotedWhereItDiffersOrIsAskedFor() {
        assertEquals("SIP/2.0/UDP 192.0.2.1;branch=b", Via.read("SIP/2.0/UDP 192.0.2.1;branch=b").withSource("192.0.2.1", 9).toString());
        assertEquals("SIP/2.0/UDP h;branch=b;received=192.0.2.1", Via.read("SIP/2.0/UDP h;branch=b").withSource("192.0.2.1", 9).toString());
        var asked = Via.read("SIP/2.0/UDP 192.0.2.1;rport;branch=b").withSource("192.0.2.1", 9);
        assertEquals("SIP/2.0/UDP 192.0.2.1;rport=9;branch=b;received=192.0.2.1", asked.toString());
        assertEquals(OptionalInt.of(9), asked.rport());
        assertEquals("192.0.2.1", asked.received().orElseThrow());
        assertEquals("SIP/2.0/UDP [2001:DB8::1];branch=b",
                Via.read("SIP/2.0/UDP [2001:DB8::1];branch=b").withSource("2001:db8::1", 9).toString());
    }

    @Test
    void aForgedReceivedIsReplaced() {
        assertEquals("SIP/2.0/UDP h;received=192.0.2.7;branch=b",
                Via.read("SIP/2.0/UDP h;received=10.0.0.1;branch=b").withSource("192.0.2.7", 1).toString());
    }

    @Test
    void theTopmostStandsFirst() {
        var request = new SipRequest("MESSAGE", SipUri.of("a", "b"), List.of(new SipHeader("v", "SIP/2.0/UDP h;branch=b,SIP/2.0/UDP i")),
                Octets.NONE);
        assertEquals("b", Via.top(request).orElseThrow().branch().orElseThrow());
        assertEquals(List.of("h", "i"), Via.of(request).stream().map(Via::host).toList());
        assertTrue(Via.top(request.with("Via", "SIP/2.0")).isEmpty());
        assertTrue(Via.top(request.without("Via")).isEmpty());
    }

    @Test
    void ofABrokenOneTheReadablePartIsEnoughToAnswer() {
        assertEquals("SIP/2.0/UDP h:5070", Via.readable("SIP/2.0/UDP h:5070;;, x").orElseThrow().toString());
        assertEquals("SIP/2.0/UDP h;branch=b;c=d", Via.readable("SIP/2.0/UDP h;branch=b;rport=x;c=d").orElseThrow().toString());
        assertTrue(Via.readable("SIP/2.0").isEmpty());
        var octets = Torture.resource("/rfc4475/badinv01.dat");
        var bad = (SipCodec.Reading.Bad) SipCodec.read(octets, 0, octets.length);
        assertEquals("SIP/2.0/UDP 192.0.2.15", bad.request().orElseThrow().header("Via").orElseThrow());
    }
}
