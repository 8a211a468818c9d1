package org.stox.protocol.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** RFC 3261 §7.5, §20.14: what is written. */
class SipWriterTest {

    private static String written(SipMessage message) {
        return new String(SipCodec.write(message), StandardCharsets.UTF_8);
    }

    @Test
    void contentLengthIsThatOfTheBodyWhateverTheRecordSays() {
        var request = new SipRequest("MESSAGE", SipUri.of("a", "example.com"),
                List.of(new SipHeader("l", "99"), new SipHeader("Subject", "\u00e4"), new SipHeader("Content-Length", "7")),
                        Octets.utf8("\u20ac"));
        assertEquals("MESSAGE sip:a@example.com SIP/2.0\r\nl: 3\r\nSubject: \u00e4\r\n\r\n\u20ac", written(request));
        assertEquals("SIP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n", written(new SipResponse(200, "OK", List.of(), Octets.NONE)));
    }

    @Test
    void aStatusOutOfRangeIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> written(new SipResponse(99, "x", List.of(), Octets.NONE)));
        assertThrows(IllegalArgumentException.class, () -> written(new SipResponse(700, "x", List.of(), Octets.NONE)));
    }

    @Test
    void nulIsWrittenOnlyAsAQuotedPair() {
        assertEquals("SIP/2.0 200 OK\r\nTo: \"a\\\u0000\" <sip:a@b>\r\nContent-Length: 0\r\n\r\n",
                written(new SipResponse(200, "OK", List.of(new SipHeader("To", "\"a\\\u0000\" <sip:a@b>")), Octets.NONE)));
        for (String bad : List.of("\u0000", "\\\u0000", "\"\u0000\"", "\"\\\u0000", "\u00e4\u0000")) {
            assertThrows(IllegalArgumentException.class,
                    () -> written(new SipResponse(200, "OK", List.of(new SipHeader("To", bad)), Octets.NONE)));
        }
    }

    @Test
    void theTextForPeopleIsNeverRefused() {
        assertEquals("MESSAGE sip:a@example.com SIP/2.0\r\nSubject: a\uFFFD\uFFFDX: y\r\n\r\nbody", new SipRequest("MESSAGE",
                SipUri.of("a", "example.com"),
                List.of(new SipHeader("Subject", "a\r\nX: y")), Octets.utf8("body")).toString());
    }
}
