package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.stox.address.SipUri;
import org.stox.address.SipUriCodec;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipCodec.Reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Row G8 of the attacks: whatever text a message is built of, it is read back with the same fields, or it is not written at all. */
class HeaderInjectionTest {

    private static final int STRINGS = 100_000;
    private static final String[] PIECES = {"\r\n", "\r", "\n", "\u0000", "\u0085", "\u2028", "\t", " ", "\"", "\\", "<", ">", ";", ",",
            ":", "?", "=", "@",
        "%0d%0a", "P-Asserted-Identity: <sip:boss@x>", "a", "\u00e4", "\ud83d\ude00", "\ud800", "\u007f", "\u0007", "\u202e",
                "Content-Length: 0"};

    private final Random random = new Random(20);
    private int written;
    private int refused;

    private String text() {
        var text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    private static SipRequest request(SipUri uri, List<SipHeader> more) {
        var headers = new ArrayList<>(List.of(new SipHeader("Via", "SIP/2.0/UDP h;branch=z9hG4bKa"),
                new SipHeader("From", "<sip:a@example.com>;tag=1"), new SipHeader("To", "<sip:b@example.com>"),
                new SipHeader("Call-ID", "c"), new SipHeader("CSeq", "1 MESSAGE")));
        headers.addAll(more);
        return new SipRequest("MESSAGE", uri, headers, Octets.utf8("body"));
    }

    private Optional<SipRequest> readAgain(SipRequest request) {
        byte[] octets;
        try {
            octets = SipCodec.write(request);
        } catch (IllegalArgumentException e) {
            refused++;
            return Optional.empty();
        }
        written++;
        var reading = SipCodec.read(octets, 0, octets.length);
        assertTrue(reading instanceof Reading.Good, () -> reading + " of " + request);
        var again = (SipRequest) ((Reading.Good) reading).message();
        assertEquals(request.headers().size() + 1, again.headers().size(), () -> "fields of " + request);
        assertEquals(request.body(), again.body());
        return Optional.of(again);
    }

    private void assertBothHappened() {
        assertTrue(written > STRINGS / 100 && refused > STRINGS / 100, written + " written, " + refused + " refused");
    }

    @Test
    void foreignTextInAFieldStaysInIt() {
        for (int i = 0; i < STRINGS; i++) {
            String text = text();
            readAgain(request(SipUri.of("b", "example.com"), List.of(new SipHeader("Subject", text), new SipHeader("X", "y"))))
                    .ifPresent(r -> assertEquals("y", r.header("X").orElseThrow()));
        }
        assertBothHappened();
    }

    @Test
    void foreignTextAsDisplayNameComesBackAsItWas() {
        for (int i = 0; i < STRINGS; i++) {
            String text = text();
            NameAddr address;
            try {
                address = new NameAddr(Optional.of(text), SipUri.of("a", "example.com"), List.of(HeaderParameter.of("x",
                        text))).withTag("1");
                assertTrue(text.indexOf('\r') < 0 && text.indexOf('\n') < 0);
            } catch (IllegalArgumentException e) {
                refused++;
                continue;
            }
            var again = readAgain(request(SipUri.of("b", "example.com"), List.of()).with("From", address.toString()));
            if (again.isPresent() && text.indexOf('\ud800') < 0) {
                assertEquals(address, NameAddr.read(again.get().header("From").orElseThrow()));
            }
        }
        assertBothHappened();
    }

    @Test
    void aUriOfForeignPartsIsReadAsTheSameOrNotWritten() {
        for (int i = 0; i < STRINGS; i++) {
            var uri = new SipUri(SipUri.Scheme.SIP, Optional.of(text()), random.nextInt(4) == 0 ? text() : "example.com",
                    OptionalInt.empty(),
                    random.nextBoolean() ? List.of() : List.of(SipUri.Parameter.of("gr", text())), Optional.empty());
            readAgain(request(uri, List.of())).ifPresent(r -> assertEquals(uri, r.uri()));
        }
        assertBothHappened();
    }

    @Test
    void foreignTextAsANameOrMethodIsRefusedUnlessItIsAToken() {
        for (int i = 0; i < STRINGS; i++) {
            String name = text();
            boolean token = SipTokens.isToken(name);
            if (readAgain(request(SipUri.of("b", "example.com"), List.of(new SipHeader(name, "v")))).isPresent()) {
                assertTrue(token, name);
            }
            assertEquals(token, readAgain(new SipRequest(name, SipUri.of("b", "example.com"),
                    request(SipUri.of("b", "example.com"), List.of()).headers(), Octets.utf8("body"))).isPresent());
        }
    }

    @Test
    void foreignTextAsAReasonPhraseStaysOnItsLine() {
        for (int i = 0; i < STRINGS; i++) {
            var response = new SipResponse(400, text(), request(SipUri.of("b", "example.com"), List.of()).headers(), Octets.NONE);
            byte[] octets;
            try {
                octets = SipCodec.write(response);
            } catch (IllegalArgumentException e) {
                refused++;
                continue;
            }
            written++;
            var again = ((Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
            assertEquals(response.headers(), again.headers().subList(0, 5));
        }
        assertBothHappened();
    }

    @Test
    void aSubjectWithALineBreakIsNotWritten() {
        var request = request(SipUri.of("b", "example.com"), List.of(new SipHeader("Subject", "a\r\nP-Asserted-Identity: <sip:boss@x>")));
        assertThrows(IllegalArgumentException.class, () -> SipCodec.write(request));
        assertThrows(IllegalArgumentException.class, () -> SipCodec.write(request.with("Subject", "a\u0000b")));
        assertThrows(IllegalArgumentException.class, () -> SipUriCodec.write(SipUri.of("a@b", "example.com")));
    }
}
