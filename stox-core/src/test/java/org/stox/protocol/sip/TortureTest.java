package org.stox.protocol.sip;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.stox.address.SipUri;
import org.stox.protocol.sip.SipCodec.Reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 4475 and RFC 5118: the verdict on each message, as a datagram and on a stream in any cut. */
class TortureTest {

    static Stream<Torture.Vector> vectors() {
        return Stream.of("rfc4475", "rfc5118").flatMap(f -> Torture.vectors(f).stream());
    }

    @Test
    void allMessagesOfBothDocumentsAreThere() {
        assertEquals(49, Torture.vectors("rfc4475").stream().filter(v -> !v.file().equals("test")).count());
        assertEquals(12, Torture.vectors("rfc5118").size());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isAnsweredAsADatagram(Torture.Vector vector) {
        assertEquals(vector.datagram(), Torture.datagram(vector.octets()));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void isAnsweredTheSameOnAStreamInAnyCut(Torture.Vector vector) {
        assertEquals(vector.stream(), Torture.stream(vector.octets(), Torture::whole));
        assertEquals(vector.stream(), Torture.stream(vector.octets(), Torture::bytewise));
        assertEquals(vector.stream(), Torture.stream(vector.octets(), Torture::atLines));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void whatIsReadIsWrittenAndReadAgain(Torture.Vector vector) {
        var octets = vector.octets();
        if (SipCodec.read(octets, 0, octets.length, SipLimits.DATAGRAM) instanceof Reading.Good good) {
            var again = SipCodec.write(good.message());
            var message = ((Reading.Good) SipCodec.read(again, 0, again.length)).message();
            assertEquals(withoutLength(good.message()), withoutLength(message));
            assertEquals(good.message().body(), message.body());
        }
    }

    private static List<SipHeader> withoutLength(SipMessage message) {
        return message.headers().stream().filter(h -> !h.is("Content-Length")).toList();
    }

    @Test
    void foldedFieldsAndOddBlanksAreUnderstood() {
        var wsinv = Torture.request("wsinv");
        assertEquals("1918181833n", NameAddr.read(wsinv.header("To").orElseThrow()).tag().orElseThrow());
        assertEquals("J Rosenberg \\\"", NameAddr.read(wsinv.header("From").orElseThrow()).displayName().orElseThrow());
        assertEquals("newfangled value continued newfangled value", wsinv.header("NewFangledHeader").orElseThrow());
        assertEquals(List.of("192.0.2.2", "spindle.example.com", "192.168.255.111"),
                Via.of(wsinv).stream().map(Via::host).toList());
        assertEquals("z9hG4bK30239", Via.of(wsinv).get(2).branch().orElseThrow());
        assertEquals(new CSeq(9, "INVITE"), CSeq.read(wsinv.header("CSeq").orElseThrow()));
        assertEquals("0.33", NameAddr.read(wsinv.header("Contact").orElseThrow()).parameter("q").orElseThrow());
        assertEquals("", wsinv.header("Subject").orElseThrow());
    }

    @Test
    void wordsOfEveryAllowedCharacterAreUnderstood() {
        var intmeth = Torture.request("intmeth");
        assertEquals("!interesting-Method0123456789_*+`.%indeed'~", intmeth.method());
        assertEquals("example.com", ((SipUri) intmeth.uri()).host());
        assertEquals("BEL:\u0007 NUL:\u0000 DEL:\u007f", NameAddr.read(intmeth.header("To").orElseThrow()).displayName().orElseThrow());
        assertTrue(intmeth.headers().stream().anyMatch(h -> h.value().equals("\ufeff\u5927\u505c\u96fb")));
    }

    @Test
    void escapesAreKeptAsWritten() {
        assertEquals("sip:sips%3Auser%40example.com@example.net", Torture.request("esc01").uri().toString());
        assertEquals(List.of("<sip:%00@host5.example.com>", "<sip:%00%00@host5.example.com>"),
                Torture.request("escnull").headers("Contact"));
        var esc02 = Torture.request("esc02");
        assertEquals("RE%47IST%45R", esc02.method());
        assertEquals(2, esc02.headers("Contact").size());
        assertEquals("sip:user;par=u%40example.net@example.com", Torture.request("semiuri").uri().toString());
    }

    @Test
    void parametersGoToTheFieldOrToTheUriByTheBrackets() {
        assertEquals("", NameAddr.read(Torture.request("cparam01").header("Contact").orElseThrow()).parameters().stream()
                .filter(p -> p.name().equals("unknownparam")).map(p -> p.value().orElse("")).findFirst().orElseThrow());
        var bracketed = (SipUri) NameAddr.read(Torture.request("cparam02").header("Contact").orElseThrow()).uri();
        assertTrue(bracketed.parameter("unknownparam").isPresent());
    }

    @Test
    void addressesOfIpv6AreReadWithAndWithoutBracketsAndWrittenWithoutInReceived() {
        for (String file : List.of("via-received-param-with-delim", "via-received-param-no-delim")) {
            var octets = Torture.resource("/rfc5118/" + file + ".dat");
            var message = ((Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
            assertEquals("2001:db8::9:255", Via.of(message).get(0).received().orElseThrow());
        }
        assertEquals("SIP/2.0/UDP [2001:db8::9:1];rport=5070;branch=z9hG4bKa;received=2001:db8::9:255",
                Via.read("SIP/2.0/UDP [2001:db8::9:1];rport;branch=z9hG4bKa").withSource("[2001:db8::9:255]", 5070).toString());
    }

    @Test
    void threeColonsBeforeIpv4ComeOutAsTwo() {
        var octets = Torture.resource("/rfc5118/ipv6-bug-abnf-3-colons.dat");
        var request = (SipRequest) ((Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
        assertEquals("sip:user@[2001:db8::192.0.2.1]", request.uri().toString());
    }

    @Test
    void aPortInsideTheBracketsIsPartOfTheAddress() {
        assertEquals("sip:[2001:db8::10:5070]", readUri("port-ambiguous"));
        assertEquals("sip:[2001:db8::10]:5070", readUri("port-unambiguous"));
    }

    private static String readUri(String file) {
        var octets = Torture.resource("/rfc5118/" + file + ".dat");
        return ((SipRequest) ((Reading.Good) SipCodec.read(octets, 0, octets.length)).message()).uri().toString();
    }
}
