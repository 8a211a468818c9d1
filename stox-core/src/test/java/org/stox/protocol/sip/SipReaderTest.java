package org.stox.protocol.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.stox.address.OtherUri;
import org.stox.protocol.sip.SipCodec.Reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 3261 §7, and the rows S1, S11 and S15 of the attacks: what the reader takes, and what it refuses with which status. */
class SipReaderTest {

    private static final List<String> CORE = List.of("Via: SIP/2.0/UDP h.example.com;branch=z9hG4bKa", "From: <sip:b@example.com>;tag=1",
            "To: <sip:a@example.com>", "Call-ID: c@h.example.com", "CSeq: 1 MESSAGE");

    private static Reading read(String text) {
        var octets = text.getBytes(StandardCharsets.UTF_8);
        return SipCodec.read(octets, 0, octets.length, SipLimits.DATAGRAM);
    }

    private static Reading with(String... lines) {
        return read("MESSAGE sip:a@example.com SIP/2.0\r\n" + String.join("\r\n", CORE) + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    }

    private static Reading replaced(int line, String text) {
        var lines = new ArrayList<>(CORE);
        lines.set(line, text);
        return read("MESSAGE sip:a@example.com SIP/2.0\r\n" + String.join("\r\n", lines) + "\r\n\r\n");
    }

    private static Reading start(String line) {
        return read(line + "\r\n" + String.join("\r\n", CORE) + "\r\n\r\n");
    }

    private static void assertGood(Reading reading) {
        assertTrue(reading instanceof Reading.Good, reading::toString);
    }

    private static Reading.Bad assertBad(int status, Reading reading) {
        assertTrue(reading instanceof Reading.Bad bad && bad.status() == status, reading::toString);
        return (Reading.Bad) reading;
    }

    @Test
    void aFieldThatIsToBeThereOnceMayNotComeTwiceInAnySpelling() {
        for (String twice : List.of("From: <sip:boss@example.com>;tag=2", "f: <sip:boss@example.com>;tag=2",
                "FROM : <sip:boss@example.com>",
                "To: <sip:x@example.com>", "t: <sip:x@example.com>", "Call-ID: d", "i: d", "CSeq: 2 MESSAGE", "cseq: 1 MESSAGE")) {
            var bad = assertBad(400, with(twice));
            assertEquals(5, bad.request().orElseThrow().headers().size(), twice);
        }
        for (List<String> pair : List.of(List.of("Content-Length: 0", "l: 0"), List.of("l: 0", "L: 0"),
                List.of("Content-Length: 0", "content-length: 0"), List.of("Max-Forwards: 1", "max-forwards: 2"),
                List.of("Content-Type: text/plain", "c: text/html"))) {
            assertBad(400, with(pair.toArray(String[]::new)));
        }
        assertBad(400, replaced(1, "From: <sip:a@example.com>;tag=1, <sip:boss@example.com>;tag=2"));
    }

    @Test
    void aMissingFieldIsNamed() {
        assertEquals("Missing From", assertBad(400, replaced(1, "X: y")).reason());
        assertEquals("Missing Call-ID", assertBad(400, replaced(3, "X: y")).reason());
        assertTrue(assertBad(400, replaced(0, "X: y")).request().isEmpty());
    }

    @Test
    void maxForwardsIsDigits() {
        for (String good : List.of("0", "1", "070", "255", "256", "99999999999999999999")) {
            assertGood(with("Max-Forwards: " + good));
        }
        for (String bad : List.of("-1", "+1", "", "7 0", "0x7", "7,8", "\u0667")) {
            assertBad(400, with("Max-Forwards: " + bad));
        }
    }

    @Test
    void theSequenceIsANumberBelowTwoToTheThirtyFirstAndTheMethod() {
        assertGood(replaced(4, "CSeq: 2147483647 MESSAGE"));
        assertGood(replaced(4, "CSeq: 0000000000000000001  MESSAGE"));
        for (String bad : List.of("2147483648 MESSAGE", "-1 MESSAGE", "1MESSAGE", "1", "MESSAGE", "1 MESSAGE x", "1 message", "1 INVITE",
                "")) {
            assertBad(400, replaced(4, "CSeq: " + bad));
        }
    }

    @Test
    void aViaHasTransportHostAndSoundParameters() {
        for (String good : List.of("SIP/2.0/UDP 192.0.2.1", "SIP / 2.0 / TCP a-b.example.com : 5070 ; branch = z9hG4bKx ;x=\"y;,z\"",
                "SIP/2.0/TLS [2001:db8::1]:5061;rport;branch=z9hG4bK1, SIP/2.0/UDP other;received=192.0.2.9;rport=65535",
                "SIP/2.0/UDP h;received=2001:db8::1", "SIP/2.0/UDP h;branch=1")) {
            assertGood(replaced(0, "Via: " + good));
        }
        for (String bad : List.of("", "SIP/2.0/UDP", "SIP/2.0/UDP h;", "SIP/2.0/UDP h;;", "HTTP/2.0/UDP h", "SIP/2.0/UDP h:65536",
                "SIP/2.0/UDP h:x",
                "SIP/2.0/UDP h;branch", "SIP/2.0/UDP h;branch=", "SIP/2.0/UDP h;branch=z9hG4bK", "SIP/2.0/UDP h;branch=a;branch=b",
                "SIP/2.0/UDP h;rport=x", "SIP/2.0/UDP h;rport=65536", "SIP/2.0/UDP h;received=a b", "SIP/2.0/UDP h;received=1.2.3.999",
                "SIP/2.0/UDP h;rport;rport=1", "SIP/2.0/UDP h,", "SIP/2.0/UDP 1.2.3", "SIP/2.0/UDP [::1", "SIP/2.0/UDP [zz::1]",
                        "SIP/2.0/UDPh")) {
            assertBad(400, replaced(0, "Via: " + bad));
        }
    }

    @Test
    void anAddressFollowsTheGrammar() {
        for (String good : List.of("sip:a@example.com;tag=1", "A. <sip:a@example.com>", "<tel:+441234>;tag=x",
                "\"a \\\" b\" <sip:a@example.com;x=y?h=v>;p=\"q;,\"", "J\u00fcrgen <sip:j@example.com>", "\"\" <sips:a@[::1]:5061>",
                        "a<sip:x@y.z>")) {
            assertGood(replaced(2, "To: " + good));
        }
        for (String bad : List.of("", "<sip:a@example.com", "\"a <sip:a@example.com>", "\"a\" sip:a@example.com",
                "a, b <sip:a@example.com>",
                "< sip:a@example.com>", "<sip:a@example.com >", "<sip:a@example.com>x", "<sip:a@example.com>;tag=",
                        "<sip:a@example.com>;tag=a;tag=b",
                "sip:a@example.com?h=v", "a@example.com", "<>", "<sip:>", "<sip:@example.com>", "<sip:a@b@example.com>",
                        "<sip:a@exam ple.com>",
                "<sip:a@example.com:99999>", "<sip:a%4@example.com>", "<sip:\u00e4@example.com>", "<sip:a@example.com;>",
                        "<sip:a@example.com;=x>")) {
            assertBad(400, replaced(2, "To: " + bad));
        }
        assertBad(400, with("Contact: sip:a@example.com?Route=x"));
        assertBad(400, with("Contact: <sip:a@example.com>,"));
        assertGood(with("Contact: *"));
        assertGood(with("m: <sip:a@example.com>, b <sip:b@example.com;x?y=z>;q=0.5"));
    }

    @Test
    void theRequestLineHasThreePartsAndOneSpaceBetween() {
        assertGood(start("MESSAGE sip:a@example.com SIP/2.0"));
        assertGood(start("MESSAGE sip:a@example.com sip/2.0  "));
        for (String bad : List.of("MESSAGE  sip:a@example.com SIP/2.0", "MESSAGE sip:a@example.com  SIP/2.0",
                " MESSAGE sip:a@example.com SIP/2.0x",
                "MESSAGE <sip:a@example.com> SIP/2.0", "MESSAGE sip:a@example.com;x y SIP/2.0", "MESSAGE sip:a@example.com?h=v SIP/2.0",
                "MESSAGE sip:a@example.com", "MESSAGE SIP/2.0", "MESS@GE sip:a@example.com SIP/2.0", "MESSAGE sip:a@example.com SIP/x",
                "MESSAGE sip:a@example.com HTTP/1.1", "MESSAGE sip:a@example.com\r\n SIP/2.0")) {
            assertBad(400, start(bad));
        }
        assertBad(505, start("MESSAGE sip:a@example.com SIP/7.0"));
        assertEquals(new OtherUri("", "<sip:a@example.com>"), assertBad(400,
                start("MESSAGE <sip:a@example.com> SIP/2.0")).request().orElseThrow().uri());
    }

    @Test
    void aStatusLineHasThreeDigits() {
        assertGood(start("SIP/2.0 200 OK"));
        assertGood(start("SIP/2.0 100 "));
        for (String bad : List.of("SIP/2.0 99 x", "SIP/2.0 4294967301 x", "SIP/2.0 700 x", "SIP/2.0 2x0 OK", "SIP/3.0 200 OK", "SIP/2.0")) {
            assertTrue(((Reading.Bad) start(bad)).request().isEmpty());
        }
    }

    @Test
    void aMalformedAcknowledgementIsNeverAnswered() {
        assertTrue(assertBad(400, read("ACK sip:a@example.com SIP/2.0\r\n" + String.join("\r\n", CORE) + "\r\n\r\n")).request().isEmpty());
    }

    @Test
    void octetsThatNoTextMayHoldAreRefused() {
        for (String bad : List.of("X: a\u0000b", "X: a\rb", "X: a\nb", "Subject: \"\\\u0000", "X\u0000: a", "X Y: a", ": a", "X",
                "\u00e4: a")) {
            assertBad(400, with(bad));
        }
        for (byte[] invalid : List.of(new byte[] {(byte) 0xC0, (byte) 0xBC}, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
                new byte[] {(byte) 0xE4}, new byte[] {(byte) 0xF4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, new byte[] {(byte) 0xFF})) {
            var octets = ("MESSAGE sip:a@example.com SIP/2.0\r\n" + String.join("\r\n", CORE) + "\r\nSubject: "
                    + new String(invalid, StandardCharsets.ISO_8859_1) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
            assertEquals("Head is not UTF-8", assertBad(400, SipCodec.read(octets, 0, octets.length)).reason());
        }
    }

    @Test
    void namesThatAreUnknownSurviveAsTheyAreWritten() {
        var message = ((Reading.Good) with("X-Unknown:   a  b ", "C%6Fntact: x", "sUbJect:\r\n\tlong \r\n  line")).message();
        assertEquals(List.of(new SipHeader("X-Unknown", "a  b"), new SipHeader("C%6Fntact", "x"), new SipHeader("sUbJect", "long line")),
                message.headers().subList(5, 8));
        assertTrue(message.header("Contact").isEmpty());
    }

    @Test
    void theBodyIsCutAtItsLengthOrRefusedIfItIsShort() {
        assertEquals("12", ((Reading.Good) read(text("Content-Length: 2") + "12345")).message().body().text());
        assertEquals("12345", ((Reading.Good) read(text("X: y") + "12345")).message().body().text());
        assertBad(400, read(text("Content-Length: 6") + "12345"));
        assertBad(400, read(text("Content-Length: 99999999999") + "12345"));
        assertBad(400, read(text("Content-Length: -1") + "12345"));
    }

    private static String text(String line) {
        return "MESSAGE sip:a@example.com SIP/2.0\r\n" + String.join("\r\n", CORE) + "\r\n" + line + "\r\n\r\n";
    }

    @Test
    void moreThanTheLimitsIsTooLarge() {
        assertBad(513, with("Via: SIP/2.0/UDP h;branch=z9hG4bKb\r\n".repeat(2000).strip()));
        var many = with("Via: SIP/2.0/UDP h;branch=1\r\n".repeat(130).strip());
        assertBad(513, many);
        assertBad(513, replaced(1, "From: \"" + "x".repeat(9000) + "\" <sip:b@example.com>"));
        assertBad(513, with("X: " + "\r\n y".repeat(3000)));
        assertBad(513, with("X: y", "\r\n" + "b".repeat(17_000)));
        assertTrue(assertBad(513, with("X: " + "y".repeat(1_000_000))).request().isPresent());
        assertGood(with("X: y\r\n".repeat(123).strip()));
    }

    @Test
    void linesBeforeTheStartAreSkippedAndNothingElseIsAMessage() {
        assertGood(read("\r\n\r\n" + text("X: y")));
        for (String empty : List.of("", "\r\n", "\r\n\r\n", "\u0000", "x", "jaK")) {
            assertTrue(assertBad(400, read(empty)).request().isEmpty());
        }
    }
}
