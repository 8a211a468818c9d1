package org.stox.gateway;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.apache.camel.support.DefaultHeaderFilterStrategy;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jxmpp.jid.impl.JidCreate;

import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.test.Document;
import org.stox.test.RouteFile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every file of routes, and every route in a document, is loaded, and those that are complete carry a message each way. */
class RoutesTest {

    private static final Path HOME = Document.HOME;

    private final List<PlayedEndpoint> played = new ArrayList<>();

    private Gateway load(Path routes, Path settings) throws Exception {
        return Gateway.of(List.of(routes), properties(settings)).endpoints((uri, endpoint) -> {
            if (!SilentEndpoint.opensSockets(endpoint)) {
                return endpoint;
            }
            var end = new PlayedEndpoint(endpoint);
            played.add(end);
            return end;
        }).start();
    }

    static Map<String, String> properties(Path file) throws Exception {
        var properties = new Properties();
        try (var in = Files.newBufferedReader(file)) {
            properties.load(in);
        }
        var map = new TreeMap<String, String>();
        properties.forEach((name, value) -> map.put(name.toString(), value.toString()));
        map.putIfAbsent("stox.state", "memory");
        return map;
    }

    private PlayedEndpoint begin(String scheme) {
        return played.stream().filter(e -> e.begins() && PlayedEndpoint.scheme(e).equals(scheme)).findFirst().orElseThrow();
    }

    private Object sent(String scheme) {
        return played.stream().filter(e -> PlayedEndpoint.scheme(e).equals(scheme)).flatMap(e -> e.sent().stream()).findFirst().orElseThrow();
    }

    static SipRequest request(String from) {
        var text = String.join("\r\n", "MESSAGE sip:juliet@example.com SIP/2.0", "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1",
                "Max-Forwards: 70", "From: <" + from + ">;tag=1", "To: <sip:juliet@example.com>", "Call-ID: c1", "CSeq: 1 MESSAGE",
                "Content-Type: text/plain", "Content-Length: 5", "", "Hello");
        var octets = text.getBytes(StandardCharsets.UTF_8);
        return (SipRequest) ((SipCodec.Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
    }

    static MessageStanza stanza(String to) {
        return (MessageStanza) StanzaText.read("<message from='juliet@example.com/balcony' to='" + to + "' id='m1'><body>Hi</body></message>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.yaml", "gateway.xml", "chat.yaml", "chat.xml", "im.yaml", "im.xml"})
    void eachFileOfRoutesCarriesAMessageEachWay(String file) throws Exception {
        try (var gateway = load(HOME.resolve("routes").resolve(file), HOME.resolve("routes/application.properties"))) {
            assertTrue(gateway.context().getStatus().isStarted());
            assertNull(begin("sip").receive(request("sip:romeo@sip.example.com")).getException());
            assertEquals("Hello", assertInstanceOf(MessageStanza.class, sent("xmpp-component")).bodies().get(0).text());
            assertNull(begin("xmpp-component").receive(stanza("romeo@sip.example.com")).getException());
            assertEquals("sip:romeo@sip.example.com", assertInstanceOf(SipRequest.class, sent("sip")).uri().toString());
        }
    }

    private Object awaits(String scheme) throws InterruptedException {
        return played.stream().filter(e -> e.ends() && PlayedEndpoint.scheme(e).equals(scheme)).findFirst().orElseThrow().awaits();
    }

    private static SipRequest subscribe() {
        var text = String.join("\r\n", "SUBSCRIBE sip:juliet@example.com SIP/2.0", "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK2",
                "From: <sip:romeo@sip.example.com>;tag=1", "To: <sip:juliet@example.com>", "Call-ID: c2", "CSeq: 1 SUBSCRIBE",
                "Event: presence", "Contact: <sip:romeo@127.0.0.1:5070>", "Content-Length: 0", "", "");
        var octets = text.getBytes(StandardCharsets.UTF_8);
        return (SipRequest) ((SipCodec.Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.yaml", "gateway.xml", "presence.yaml", "presence.xml"})
    void eachFileOfRoutesCarriesASubscriptionEachWay(String file) throws Exception {
        try (var gateway = load(HOME.resolve("routes").resolve(file), HOME.resolve("routes/application.properties"))) {
            assertTrue(gateway.context().getStatus().isStarted());
            var answer = begin("sip").receive(subscribe());
            assertEquals(200, assertInstanceOf(SipResponse.class, answer.getMessage().getBody()).status());
            assertEquals("NOTIFY", assertInstanceOf(SipRequest.class, awaits("sip")).method());
            assertEquals("subscribe", assertInstanceOf(PresenceStanza.class, awaits("xmpp-component")).type().orElseThrow());
            var asked = "<presence type='subscribe' from='juliet@example.com' to='benvolio@sip.example.com' id='s1'/>";
            assertNull(begin("xmpp-component").receive(StanzaText.read(asked)).getException());
            assertEquals("sip:benvolio@sip.example.com", assertInstanceOf(SipRequest.class, awaits("sip")).uri().toString());
        }
    }

    @Test
    void theYamlAndTheXmlOfAFileHaveTheSameRoutes() throws Exception {
        for (var name : List.of("gateway", "chat", "im", "presence")) {
            assertEquals(routes(name + ".yaml"), routes(name + ".xml"));
        }
    }

    private List<String> routes(String file) throws Exception {
        try (var gateway = load(HOME.resolve("routes").resolve(file), HOME.resolve("routes/application.properties"))) {
            return gateway.context().getRoutes().stream().map(r -> r.getId() + " " + r.getEndpoint().getEndpointUri()).sorted().toList();
        }
    }

    @Test
    void theAccountCarriesAMessageEachWayAndFiltersAllHeaders() throws Exception {
        var folder = HOME.resolve("examples/account");
        try (var gateway = load(folder.resolve("account.yaml"), folder.resolve("application.properties"))) {
            assertNull(begin("xmpp").receive(smack("juliet@example.com/balcony")).getException());
            assertEquals("Hi", assertInstanceOf(SipRequest.class, sent("sip")).body().text());
            assertNull(begin("sip").receive(request("sip:romeo@sip.example.com")).getException());
            assertEquals("Hello", assertInstanceOf(Message.class, sent("xmpp")).getBody());

            var filter = gateway.context().getRegistry().lookupByNameAndType("denyAll", DefaultHeaderFilterStrategy.class);
            assertTrue(filter.applyFilterToCamelHeaders("Authorization", "x", null));
            assertTrue(filter.applyFilterToExternalHeaders("CamelFileName", "x", null));
        }
    }

    @Test
    void theXmppUserOfAnAccountIsToldWhatDidNotArriveAndNobodyElse() throws Exception {
        var folder = HOME.resolve("examples/account");
        try (var gateway = load(folder.resolve("account.yaml"), folder.resolve("application.properties"))) {
            assertNull(begin("xmpp").receive(smack("nurse@example.com/x")).getException());
            assertTrue(played.stream().allMatch(e -> e.sent().isEmpty()));
            played.forEach(e -> e.fails(PlayedEndpoint.scheme(e).equals("sip")));
            assertNull(begin("xmpp").receive(smack("juliet@example.com/balcony")).getException());
            assertTrue(assertInstanceOf(Message.class, sent("xmpp")).getBody().startsWith("Your message did not reach"));
        }
    }

    private static Message smack(String from) throws Exception {
        var smack = new Message(JidCreate.from("bridge@example.com/stox"), "Hi");
        smack.setFrom(JidCreate.from(from));
        smack.setStanzaId("m1");
        return smack;
    }

    static Stream<Arguments> blocks() {
        return Document.all().stream().flatMap(d -> Stream.of("yaml", "xml").flatMap(l -> d.blocks(l).stream().filter(b -> isRoutes(b.text()))
                .map(b -> Arguments.of(d.toString(), b.heading(), l, b.text()))));
    }

    /** Neither a dependency for a pom nor settings in YAML. */
    private static boolean isRoutes(String block) {
        return block.startsWith("<") ? !block.startsWith("<dependency>") : !RouteFile.of(block).parts().isEmpty();
    }

    /** What has the id of a route of gateway.yaml is an edit of that file. */
    @ParameterizedTest(name = "{0}: {1}, {2}")
    @MethodSource("blocks")
    void eachRouteInADocumentIsLoaded(String document, String heading, String language, String text, @TempDir Path folder) throws Exception {
        var edit = RouteFile.of(text);
        var whole = language.equals("yaml") && edit.edits(RouteFile.gateway()) ? RouteFile.gateway().with(edit).text() : text;
        try (var gateway = load(Files.writeString(folder.resolve("r." + language), whole), HOME.resolve("routes/application.properties"))) {
            assertTrue(gateway.context().getStatus().isStarted());
        }
    }
}
