package org.stox.address;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The examples of RFC 3261 §19.1.4, and what they leave out. */
class SipUrisTest {

    private static boolean equivalent(String one, String other) {
        var a = SipUriCodec.read(one);
        var b = SipUriCodec.read(other);
        assertEquals(SipUris.equivalent(a, b), SipUris.equivalent(b, a));
        if (SipUris.equivalent(a, b)) {
            assertEquals(SipUris.key(a), SipUris.key(b));
        }
        return SipUris.equivalent(a, b);
    }

    @Test
    void theEquivalentSetsOfTheRfc() {
        assertTrue(equivalent("sip:%61lice@atlanta.com;transport=TCP", "sip:alice@AtLanTa.CoM;Transport=tcp"));
        assertTrue(equivalent("sip:carol@chicago.com", "sip:carol@chicago.com;newparam=5"));
        assertTrue(equivalent("sip:carol@chicago.com;newparam=5", "sip:carol@chicago.com;security=on"));
        assertTrue(equivalent("sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com",
                "sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com"));
        assertTrue(equivalent("sip:alice@atlanta.com?subject=project%20x&priority=urgent",
                "sip:alice@atlanta.com?priority=urgent&subject=project%20x"));
    }

    @Test
    void theSetsOfTheRfcThatAreNotEquivalent() {
        assertFalse(equivalent("SIP:ALICE@AtLanTa.CoM;Transport=udp", "sip:alice@AtLanTa.CoM;Transport=UDP"));
        assertFalse(equivalent("sip:bob@biloxi.com", "sip:bob@biloxi.com:5060"));
        assertFalse(equivalent("sip:bob@biloxi.com", "sip:bob@biloxi.com;transport=udp"));
        assertFalse(equivalent("sip:bob@biloxi.com", "sip:bob@biloxi.com:6000;transport=tcp"));
        assertFalse(equivalent("sip:carol@chicago.com", "sip:carol@chicago.com?Subject=next%20meeting"));
        assertFalse(equivalent("sip:bob@phone21.boxesbybob.com", "sip:bob@192.0.2.4"));
        assertFalse(equivalent("sip:carol@chicago.com;security=on", "sip:carol@chicago.com;security=off"));
    }

    @Test
    void componentsThatOneSideLacksMatter() {
        for (String more : List.of(";user=ip", ";ttl=1", ";method=INVITE", ";maddr=192.0.2.1")) {
            assertFalse(equivalent("sip:a@example.com", "sip:a@example.com" + more));
        }
        assertFalse(equivalent("sip:a@example.com", "sip:example.com"));
        assertFalse(equivalent("sip:a@example.com", "sip:a:secret@example.com"));
        assertFalse(equivalent("sip:a@example.com", "sips:a@example.com"));
        assertFalse(equivalent("tel:+44", "tel:+45"));
    }

    @Test
    void escapesOfReservedCharactersAreNotTheCharacters() {
        assertFalse(equivalent("sip:a%3Bb@example.com", "sip:a;b@example.com"));
        assertTrue(equivalent("sip:a%3bb%2d@example.com", "sip:a%3Bb-@example.com"));
        assertFalse(equivalent("sip:a%2541@example.com", "sip:a%41@example.com"));
        assertFalse(equivalent("sip:a%00@example.com", "sip:a@example.com"));
    }

    @Test
    void keysSeparateUsersAndLeaveIgnorableParametersOut() {
        assertEquals("sip:alice@example.com", SipUris.key(SipUriCodec.read("sip:%61lice@Example.COM;gr=x;lr")));
        assertNotEquals(SipUris.key(SipUriCodec.read("sip:Alice@example.com")), SipUris.key(SipUriCodec.read("sip:alice@example.com")));
    }

    @Test
    void theKeyOfAUserLeavesOutWhereHeIs() {
        assertEquals("sip:alice@example.com", SipUris.userKey(SipUriCodec.read("sip:%61lice@Example.COM:5062;transport=tcp;gr=x?a=b")));
        assertEquals("tel:+1-201-555-0123", SipUris.userKey(SipUriCodec.read("tel:+1-201-555-0123")));
    }
}
