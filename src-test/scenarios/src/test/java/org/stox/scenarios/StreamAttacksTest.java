package org.stox.scenarios;

import java.io.ByteArrayOutputStream;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.error.Refusal;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.scenarios.peer.AttackedEndpoint;
import org.stox.scenarios.peer.FakeServer;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.Xml;
import org.stox.scenarios.peer.XmlStream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A server, or a user through it, sends what is meant to break the component's stream: the attacks X1 to X10 and X15 to X17. Each
 * gets its verdict, nothing of it reaches the route, and other users go on.
 */
@Execution(ExecutionMode.CONCURRENT)
class StreamAttacksTest {

    private static final String OPEN = "<message from='juliet@example.com/balcony' to='romeo@sip.example.com' id='bad'>";
    private static final String HEADER = "<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' "
            + "from='sip.example.com' id='3BF96D32'>";

    /** X1, X2, X5: before or in the stream header. */
    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("billion laughs", "<?xml version='1.0'?>" + billionLaughs() + HEADER + OPEN + "<body>&j;</body></message>",
                        "restricted-xml"),
                Arguments.of("ISO-8859-1", "<?xml version='1.0' encoding='ISO-8859-1'?>" + HEADER, "unsupported-encoding"),
                Arguments.of("UTF-7", "<?xml version='1.0' encoding='UTF-7'?>" + HEADER, "unsupported-encoding"),
                Arguments.of("XML 1.1", "<?xml version='1.1'?>" + HEADER, "unsupported-version|not-well-formed"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void anEvilHeaderClosesTheStream(String name, String bytes, String condition) {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.accept()) {
            stream.take(x -> x.name().equals("stream"));
            stream.send(bytes);
            endpoint.closed(stream, condition);
        }
    }

    @Test
    void aUtf16ByteOrderMarkClosesTheStream() {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.accept()) {
            stream.take(x -> x.name().equals("stream"));
            stream.send(HEADER.getBytes(StandardCharsets.UTF_16));
            endpoint.closed(stream, "unsupported-encoding|not-well-formed|bad-format|invalid-xml");
        }
    }

    @Test
    void anExternalDtdIsNotFetched() throws Exception {
        try (var listener = new ServerSocket(0, 5, Ports.loopback()); var endpoint = new AttackedEndpoint();
                var stream = endpoint.accept()) {
            stream.take(x -> x.name().equals("stream"));
            stream.send("<?xml version='1.0'?><!DOCTYPE x SYSTEM \"http://127.0.0.1:" + listener.getLocalPort() + "/x\">" + HEADER);
            endpoint.closed(stream, "restricted-xml");
            listener.setSoTimeout(100);
            assertThrows(SocketTimeoutException.class, listener::accept);
        }
    }

    /** X1, X3, X6, X7 in an open stream. */
    @ParameterizedTest
    @CsvSource(delimiter = '#', ignoreLeadingAndTrailingWhitespace = true, quoteCharacter = '`', value = {
        "<!DOCTYPE x [<!ENTITY j 'j'>]> # restricted-xml",
        "<!-- a comment --> # restricted-xml",
        "<?php echo 1 ?> # restricted-xml",
        "<?xml version='1.0'?> # restricted-xml|not-well-formed",
        "<message xmlns:p='a' xmlns:q='a' p:x='1' q:x='2' from='j@example.com' to='romeo@sip.example.com' id='bad'/> # not-well-formed",
        "<message from='juliet@example.com' from='nurse@example.com' to='romeo@sip.example.com' id='bad'/> # not-well-formed",
        "<p:message from='juliet@example.com' to='romeo@sip.example.com' id='bad'/> # not-well-formed",
        "<message from='j@example.com' to='romeo@sip.example.com' id='bad'><body>&j;</body></message> # restricted-xml|not-well-formed",
        "<message from='juliet@example.com' to='romeo@sip.example.com' id='bad'><body></message></body> # not-well-formed",
        "words between stanzas # not-well-formed|bad-format|invalid-xml"})
    void whatIsNoXmlStreamClosesIt(String attack, String condition) {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.open()) {
            stream.send(attack + OPEN.replace("bad", "smuggled") + "<body>x</body></message>");
            endpoint.closed(stream, condition);
        }
    }

    /** X4: eleven spellings that are no UTF-8, each in a text, an attribute and a name. */
    static Stream<Arguments> malformedUtf8() {
        return Stream.of("C0BC", "C1BF", "E080BC", "F08080BC", "EDA080", "EDBFBF", "F4908080", "F888808080", "80", "E282", "FF")
                .flatMap(bytes -> Stream.of("text", "attribute", "name").map(where -> Arguments.of(bytes, where)));
    }

    @ParameterizedTest(name = "{0} in a {1}")
    @MethodSource("malformedUtf8")
    void malformedUtf8ClosesTheStream(String hex, String where) throws Exception {
        var bytes = new ByteArrayOutputStream();
        bytes.write(OPEN.replace(">", switch (where) {
            case "attribute" -> " x='";
            case "name" -> "><a";
            default -> "><body>";
        }).getBytes(StandardCharsets.UTF_8));
        bytes.write(HexFormat.of().parseHex(hex));
        bytes.write((switch (where) {
            case "attribute" -> "'>";
            case "name" -> "/>";
            default -> "</body>";
        } + "</message>").getBytes(StandardCharsets.UTF_8));
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.open()) {
            stream.send(bytes.toByteArray());
            endpoint.closed(stream, "not-well-formed|unsupported-encoding");
        }
    }

    @Test
    void cdataIsText() {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.open()) {
            stream.send(OPEN + "<body><![CDATA[</body></message><message>&amp;]]></body></message>");
            assertEquals("</body></message><message>&amp;", ((MessageStanza) endpoint.routed()).bodies().get(0).text());
            endpoint.unharmed(stream);
        }
    }

    /** X6: verbatim, so it is not the namespace it looks like. */
    @Test
    void aNamespaceWithALineEndMatchesNothing() {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.open()) {
            stream.send("<message xmlns='jabber:component:accept&#10;' from='juliet@example.com/x' to='romeo@sip.example.com' id='bad'>"
                    + "<body>x</body></message>");
            if (stream.ended(Duration.ofMillis(500))) {
                try (var again = endpoint.open()) {
                    endpoint.unharmed(again);
                }
            } else {
                endpoint.unharmed(stream);
            }
        }
    }

    /** X7. */
    @Test
    void whatComesAfterTheEndOfTheStreamIsNotRead() {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.open()) {
            stream.send("</stream:stream>" + OPEN + "<body>x</body></message>");
            assertTrue(stream.ended(Duration.ofSeconds(20)));
            stream.close();
            try (var again = endpoint.open()) {
                endpoint.unharmed(again);
            }
        }
    }

    /** X8: the stanza is the first level. */
    @Test
    void sixtyFourLevelsPass() {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.open()) {
            stream.send(nested(64).replace("bad", "deep"));
            endpoint.routes("deep");
            endpoint.unharmed(stream);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 5_000, 100_000})
    void whatIsTooDeepGoesBackToItsSenderOnly(int levels) {
        refusedAsPolicyViolation(nested(levels));
    }

    /** X9. */
    @Test
    void whatIsTooLargeGoesBackToItsSenderOnly() {
        var attributes = new StringBuilder(OPEN.replace(">", ""));
        for (int i = 0; i < 20_000; i++) {
            attributes.append(" a").append(i).append("='1'");
        }
        refusedAsPolicyViolation(attributes + "/>");
        refusedAsPolicyViolation(OPEN.replace(">", " a='" + "x".repeat(10 << 20) + "'/>"));
        refusedAsPolicyViolation(OPEN + "<body>" + "x".repeat(10 << 20) + "</body></message>");
    }

    /** X10: half a minute for a stanza that has begun. */
    @Test
    void aStanzaThatNeverEndsClosesTheStream() {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.open()) {
            long begun = System.nanoTime();
            var error = Optional.<Xml>empty();
            for (int i = 0; i < 6 && error.isEmpty(); i++) {
                stream.send(OPEN.substring(i, i + 1));
                error = stream.poll(x -> x.name().equals("error"), Duration.ofSeconds(10));
            }
            assertTrue(error.flatMap(e -> e.child("connection-timeout")).isPresent(), error::toString);
            assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() >= 29);
            stream.close();
            try (var again = endpoint.open()) {
                endpoint.unharmed(again);
            }
        }
    }

    /** X15. */
    @ParameterizedTest
    @ValueSource(strings = {"ro meo@sip.example.com", "@sip.example.com", "romeo@sip.example.com/", "romeo@@sip.example.com",
        "LONG@sip.example.com", "romeo\u202e@sip.example.com", "\u0378@sip.example.com", "romeo@sip.example.com/\u0001", "romeo@"})
    void anAddressThatIsNoneGoesBackToItsSender(String to) {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.open()) {
            stream.send("<message from='juliet@example.com/balcony' to='" + to
                    .replace("LONG", "x".repeat(1024)).replace("\u0001", "&#xFFF9;")
                    + "' id='bad'><body>x</body></message>");
            var error = stream.take(x -> x.attribute("id").equals("bad"));
            assertEquals("modify jid-malformed", error.error());
            assertEquals("juliet@example.com/balcony", error.attribute("to"));
            endpoint.unharmed(stream);
        }
    }

    /** X16. */
    @ParameterizedTest
    @ValueSource(strings = {"message", "presence", "iq"})
    void anErrorIsNeverAnswered(String kind) {
        try (var endpoint = new AttackedEndpoint(exchange -> {
            throw Refusal.sip(404, "Not Found");
        }); var stream = endpoint.open()) {
            stream.send(OPEN + "<body>x</body></message>");
            var error = stream.take(x -> x.attribute("id").equals("bad"));
            assertEquals("cancel item-not-found", error.error());
            stream.send("<" + kind + " type='error' from='juliet@example.com/balcony' to='romeo@sip.example.com' id='loop'>"
                    + "<error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></" + kind + ">");
            stream.send("<iq type='get' from='juliet@example.com/balcony' to='sip.example.com' id='after'>"
                    + "<ping xmlns='urn:xmpp:ping'/></iq>");
            var next = stream.take(x -> !x.attribute("type").equals("get"));
            assertEquals("after", next.attribute("id"), next::toString);
        }
    }

    /** X17. */
    @Test
    void aWrongSecretIsSaidPlainlyAndTheSecretIsNot() {
        try (var server = new FakeServer(); var gateway = new GatewayProcess(server.port(), Ports.free()).start();
                var stream = server.accept(Duration.ofSeconds(30))) {
            stream.take(x -> x.name().equals("stream"));
            stream.send("<?xml version='1.0'?>" + HEADER);
            stream.take(x -> x.name().equals("handshake"));
            stream.send("<stream:error><not-authorized xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
            gateway.process().await("not-authorized|stox.xmpp.secret");
            assertFalse(gateway.process().printed().contains("s3cret"), gateway.process()::printed);
            assertTrue(gateway.process().alive());
        }
    }

    @Test
    void aHeaderWithoutAnIdGetsNoHandshake() {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.accept()) {
            stream.take(x -> x.name().equals("stream"));
            stream.send("<?xml version='1.0'?>" + HEADER.replace("id='3BF96D32'", ""));
            assertTrue(stream.poll(x -> x.name().equals("handshake"), Duration.ofMillis(500)).isEmpty());
            stream.close();
            try (var again = endpoint.open()) {
                endpoint.unharmed(again);
            }
        }
    }

    private static void refusedAsPolicyViolation(String stanza) {
        try (var endpoint = new AttackedEndpoint(); var stream = endpoint.open()) {
            sendAndExpect(stream, stanza);
            endpoint.unharmed(stream);
        }
    }

    private static void sendAndExpect(XmlStream stream, String stanza) {
        stream.send(stanza);
        var error = stream.take(x -> x.attribute("id").equals("bad"), Duration.ofSeconds(30));
        assertEquals("modify policy-violation", error.error(), error::toString);
        assertEquals("juliet@example.com/balcony", error.attribute("to"));
    }

    private static String nested(int levels) {
        return OPEN + "<a>".repeat(levels - 1) + "</a>".repeat(levels - 1) + "</message>";
    }

    /** Nine levels of ten each. */
    private static String billionLaughs() {
        var dtd = new StringBuilder("<!DOCTYPE x [<!ENTITY a 'ha'>");
        for (char c = 'b'; c <= 'j'; c++) {
            dtd.append("<!ENTITY ").append(c).append(" '").append(("&" + (char) (c - 1) + ";").repeat(10)).append("'>");
        }
        return dtd.append("]>").toString();
    }
}
