package org.stox.camel.sip;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.Via;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The top Via alone is changed, wherever the others stand (RFC 3261 §7.3.1, §16.7). */
class ViasTest {

    private static SipResponse response(String... vias) {
        return new SipResponse(200, "OK", java.util.Arrays.stream(vias).map(v -> new SipHeader("Via", v)).toList(), Octets.NONE);
    }

    @Test
    void theTopOneIsReplacedInItsFieldAndTheOthersStay() {
        var top = Via.read("SIP/2.0/UDP a:5060;branch=z9hG4bK1").withSource("192.0.2.1", 5070);
        assertEquals(List.of("SIP/2.0/UDP a:5060;branch=z9hG4bK1;received=192.0.2.1, SIP/2.0/UDP b", "SIP/2.0/UDP c"),
                Vias.withTop(response("SIP/2.0/UDP a:5060;branch=z9hG4bK1, SIP/2.0/UDP b", "SIP/2.0/UDP c"), top).headers("Via"));
    }

    @Test
    void takenOffItLeavesTheNext() {
        assertEquals(List.of("SIP/2.0/UDP b", "SIP/2.0/UDP c"),
                Vias.withoutTop(response("SIP/2.0/UDP a, SIP/2.0/UDP b", "SIP/2.0/UDP c")).headers("Via"));
        assertEquals(List.of("SIP/2.0/UDP c"), Vias.withoutTop(response("SIP/2.0/UDP b", "SIP/2.0/UDP c")).headers("Via"));
    }
}
