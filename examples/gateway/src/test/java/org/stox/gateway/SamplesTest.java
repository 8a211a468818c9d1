package org.stox.gateway;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.test.Document;
import org.stox.test.Document.Block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

/** The routes that pages show: what is in Java compiles and starts, and a page with all three languages says the same in each. */
class SamplesTest {

    private static final String MESSAGE = "MESSAGE sip:juliet@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1;branch=z9hG4bK1\r\n"
            + "Max-Forwards: 70\r\nFrom: <sip:romeo@sip.example.com>;tag=1\r\nTo: <sip:juliet@example.com>\r\nCall-ID: 1\r\n"
            + "CSeq: 1 MESSAGE\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nHi";
    private static final String STANZA =
            "<message from='romeo@sip.example.com' to='juliet@example.com' id='1' type='chat'><body>Hi</body></message>";

    @TempDir
    private Path folder;

    /** A context in which the test plays all ends that have sockets. */
    private final class Played implements AutoCloseable {

        private final DefaultCamelContext context = new DefaultCamelContext();
        private final List<PlayedEndpoint> ends = new ArrayList<>();

        Played(Block block) throws Exception {
            var settings = new Properties();
            try (var in = Files.newBufferedReader(Document.HOME.resolve("routes/application.properties"))) {
                settings.load(in);
            }
            context.getPropertiesComponent().setInitialProperties(settings);
            context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> {
                if (!List.of("sip", "xmpp-component").contains(PlayedEndpoint.scheme(endpoint))) {
                    return endpoint;
                }
                var end = new PlayedEndpoint(endpoint);
                ends.add(end);
                return end;
            });
            if (block.language().equals("java")) {
                context.addRoutes(JavaRoutes.compile(block.text(), folder));
            } else {
                PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("sample." + block.language(), block.text()));
            }
            context.start();
        }

        /** What goes on by a scheme when this comes in by another. */
        Object sent(String scheme, String by, String text) throws Exception {
            if (by.equals("direct")) {
                context.createProducerTemplate().requestBody("direct:outbox", text);
            } else {
                var begin = ends.stream().filter(e -> e.begins() && PlayedEndpoint.scheme(e).equals(by)).findFirst().orElseThrow();
                Class<?> type = by.equals("sip") ? SipRequest.class : MessageStanza.class;
                assertNull(begin.receive(context.getTypeConverter().mandatoryConvertTo(type, text)).getException());
            }
            return ends.stream().filter(e -> PlayedEndpoint.scheme(e).equals(scheme)).flatMap(e -> e.sent().stream()).findFirst().orElse("");
        }

        List<String> routes() {
            return context.getRoutes().stream().map(r -> r.getId() + " "
                    + URLDecoder.decode(r.getEndpoint().getEndpointUri(), StandardCharsets.UTF_8)).sorted().toList();
        }

        @Override
        public void close() {
            context.stop();
        }
    }

    private static Block sample(String page, String language) {
        return Document.read("docs/" + page + ".md").blocks(language).get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml", "xml"})
    void theSampleOfSipTakesAndSends(String language) throws Exception {
        try (var played = new Played(sample("sip", language))) {
            assertEquals("", played.sent("xmpp-component", "sip", MESSAGE));
            assertEquals("Hi", assertInstanceOf(SipRequest.class, played.sent("sip", "direct", MESSAGE)).body().text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml", "xml"})
    void theSampleOfXmppTakesAndSends(String language) throws Exception {
        try (var played = new Played(sample("xmpp-component", language))) {
            assertEquals("", played.sent("sip", "xmpp-component", STANZA));
            assertEquals("Hi", assertInstanceOf(MessageStanza.class, played.sent("xmpp-component", "direct", STANZA)).bodies().get(0).text());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"java", "yaml", "xml"})
    void theSampleOfStoxMaps(String language) throws Exception {
        try (var played = new Played(sample("stox", language))) {
            var stanza = assertInstanceOf(MessageStanza.class, played.sent("xmpp-component", "sip", MESSAGE));
            assertEquals("romeo@sip.example.com", stanza.from().toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sip", "xmpp-component", "stox"})
    void aPageSaysTheSameInEachLanguage(String page) throws Exception {
        try (var java = new Played(sample(page, "java")); var yaml = new Played(sample(page, "yaml")); var xml = new Played(sample(page, "xml"))) {
            assertEquals(java.routes(), yaml.routes());
            assertEquals(java.routes(), xml.routes());
        }
    }

    static Stream<Arguments> java() {
        return Document.all().stream().flatMap(d -> d.blocks("java").stream().map(b -> Arguments.of(d.toString(), b.heading(), b)));
    }

    /** Either it stands in a source file of an example, which is compiled and tested there, or it is routes that start. */
    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("java")
    void whatIsShownInJavaIsSourceOrStarts(String document, String heading, Block block) throws Exception {
        if (!isOfAnExample(block.text())) {
            try (var played = new Played(block)) {
                assertFalse(played.routes().isEmpty());
            }
        }
    }

    private static boolean isOfAnExample(String lines) throws IOException {
        var wanted = plain(lines);
        try (var files = Files.walk(Document.HOME.resolve("examples"))) {
            return files.filter(f -> f.toString().endsWith(".java") && f.toString().contains("/src/main/"))
                    .anyMatch(f -> plain(Document.read(f).text()).contains(wanted));
        }
    }

    /** Without indentation. */
    private static String plain(String source) {
        return source.lines().map(String::strip).filter(l -> !l.isEmpty()).collect(Collectors.joining("\n"));
    }
}
