package org.stox.camel.xmpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.address.Jid;
import org.stox.camel.xmpp.stream.FakeServer;
import org.stox.error.Refusal;
import org.stox.protocol.Tap;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.IqStanza;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The component in a Camel context, against a server that is played. */
class XmppStreamTest {

    private static final String US = FakeServer.DOMAIN;
    private static final String URI = "xmpp-component:" + US;

    private FakeServer server;
    private final List<CamelContext> contexts = new ArrayList<>();

    @BeforeEach
    void startServer() throws Exception {
        server = new FakeServer();
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        contexts.forEach(CamelContext::stop);
    }

    private CamelContext context() {
        var context = new DefaultCamelContext();
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.server", server.address().toString());
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.secret", "s3cret");
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.domains", "example.com");
        contexts.add(context);
        return context;
    }

    private static CamelContext route(CamelContext context, String uri, Processor processor) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(uri).process(processor);
            }
        });
        return context;
    }

    private CamelContext started(String uri, Processor processor) throws Exception {
        var context = route(context(), uri, processor);
        context.start();
        return context;
    }

    private static String message(String id) {
        return "<message from='juliet@example.com/balcony' to='romeo@" + US + "' id='" + id + "'><body>Hi</body></message>";
    }

    @Test
    void aMessageIsAnInOutExchangeWithLabels() throws Exception {
        BlockingQueue<Exchange> seen = new LinkedBlockingQueue<>();
        started(URI, e -> seen.add(e.copy()));
        server.open().send(message("m1"));
        var exchange = seen.poll(20, TimeUnit.SECONDS);
        assertEquals(ExchangePattern.InOut, exchange.getPattern());
        assertEquals("Hi", assertInstanceOf(MessageStanza.class, exchange.getIn().getBody()).bodies().get(0).text());
        assertEquals(Map.of("CamelXmppStanza", "message", "CamelXmppType", "normal", "CamelXmppFrom", "juliet@example.com/balcony",
                "CamelXmppTo", "romeo@" + US), exchange.getIn().getHeaders());
    }

    @Test
    void aRefusalIsMappedByTheTableWithTheOperatorsOverrides() throws Exception {
        var context = context();
        context.getPropertiesComponent().addInitialProperty("stox.error.486", "remote-server-not-found");
        route(context, URI, e -> {
            throw Refusal.sip(e.getIn().getBody(MessageStanza.class).id().orElse("").equals("busy") ? 486 : 404, "Sorry");
        }).start();
        var peer = server.open();
        peer.send(message("gone"));
        var answer = peer.await("</error>");
        assertTrue(answer.contains("<item-not-found ") && answer.contains("id='gone'") && answer.contains("Sorry"), answer);
        peer.send(message("busy"));
        var overridden = peer.await("</error>");
        assertTrue(overridden.contains("<remote-server-not-found "), overridden);
    }

    @Test
    void aFaultSaysNothingAboutItself() throws Exception {
        started(URI, e -> {
            throw new IllegalStateException("the password is swordfish");
        });
        var peer = server.open();
        peer.send(message("m1"));
        var answer = peer.await("</error>");
        assertTrue(answer.contains("<internal-server-error "), answer);
        assertFalse(answer.contains("swordfish") || answer.contains("<text"), answer);
    }

    @Test
    void anIqIsAnsweredWithItsResultOrAnEmptyOne() throws Exception {
        started(URI + "?stanzas=iq", e -> {
            var iq = e.getIn().getBody(IqStanza.class);
            if (iq.type().equals(Optional.of("get"))) {
                e.getMessage().setBody(iq.result(XmlElement.text("urn:p", "answer", "42")));
            }
        });
        var peer = server.open();
        peer.send("<iq from='juliet@example.com/b' to='romeo@" + US + "' type='get' id='g'><p xmlns='urn:p'/></iq>");
        assertTrue(peer.await("</iq>").contains(">42<"));
        peer.send("<iq from='juliet@example.com/b' to='romeo@" + US + "' type='set' id='s'><p xmlns='urn:p'/></iq>");
        var empty = peer.await("/>");
        assertTrue(empty.contains("type='result'") && empty.contains("id='s'"), empty);
    }

    @Test
    void aSuspendedRouteAsksTheSenderToWait() throws Exception {
        var context = route(context(), URI, e -> { });
        context.start();
        var peer = server.open();
        peer.send(message("m0"));
        context.getRouteController().suspendRoute(context.getRoutes().get(0).getRouteId());
        peer.send(message("m1"));
        assertTrue(peer.await("</error>").contains("<resource-constraint "));
    }

    @Test
    void overTheLimitOfAPairTheSenderIsAskedToWait() throws Exception {
        var go = new CountDownLatch(1);
        started(URI + "?maxPerPair=2", e -> assertTrue(go.await(20, TimeUnit.SECONDS)));
        var peer = server.open();
        peer.send(message("m1") + message("m2") + message("m3"));
        var answer = peer.await("</error>");
        assertTrue(answer.contains("<resource-constraint ") && answer.contains("type='wait'") && answer.contains("id='m3'"), answer);
        go.countDown();
    }

    @Test
    void aStopLetsExchangesFinishAndThenSaysGoodbye() throws Exception {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var context = started(URI, e -> {
            entered.countDown();
            assertTrue(go.await(20, TimeUnit.SECONDS));
            throw Refusal.sip(404, "Not Found");
        });
        var peer = server.open();
        peer.send(message("m1"));
        assertTrue(entered.await(20, TimeUnit.SECONDS));
        var stopped = CompletableFuture.runAsync(context::stop);
        go.countDown();
        var answer = peer.await("</error>");
        assertTrue(answer.contains("id='m1'") && !answer.contains("</stream:stream>"), answer);
        peer.takeAll();
        peer.await("</stream:stream>");
        peer.send("</stream:stream>");
        stopped.get(20, TimeUnit.SECONDS);
    }

    @Test
    void endpointsOfADomainShareOneStreamWhichEndsWithTheLast() throws Exception {
        var context = route(route(context(), URI + "?types=chat", e -> { }), URI + "?types=normal", e -> { });
        context.start();
        var peer = server.open();
        context.getRouteController().stopRoute(context.getRoutes().get(0).getRouteId());
        peer.send("<message from='juliet@example.com' to='romeo@" + US + "' id='m1' type='chat'><body>Hi</body></message>");
        assertTrue(peer.await("</error>").contains("<service-unavailable "), "nobody takes it now, and the stream is open");
        var last = CompletableFuture.runAsync(() -> {
            try {
                context.getRouteController().stopRoute(context.getRoutes().get(1).getRouteId());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        peer.takeAll();
        peer.await("</stream:stream>");
        peer.close();
        last.get(20, TimeUnit.SECONDS);
    }

    @Test
    void twoContextsAreIndependent() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        var first = started(URI, e -> seen.add("first"));
        server.open();
        started(URI, e -> seen.add("second"));
        var peer = server.open();
        first.stop();
        peer.send(message("m1"));
        assertEquals("second", seen.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void theTapSeesWhatIsReadAndWritten() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        var context = context();
        context.getRegistry().bind("tap", Tap.class, (Tap) (side, incoming, message) ->
                seen.add(side + (incoming ? " in " : " out ") + ((XmlElement) message).attribute("id").orElse("")));
        route(context, URI, e -> {
            throw Refusal.sip(404, "Not Found");
        }).start();
        server.open().send(message("m1"));
        assertEquals("XMPP in m1", seen.poll(20, TimeUnit.SECONDS));
        assertEquals("XMPP out m1", seen.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void healthIsDownWhileTheStreamIsNotOpen() throws Exception {
        var context = started(URI, e -> { });
        var registry = HealthCheckRegistry.get(context);
        registry.register(registry.resolveById("consumers"));       // as camel-main does
        assertEquals(List.of(HealthCheck.State.DOWN), health(context));
        var peer = server.open();
        peer.send("<message from='juliet@example.com' to='romeo@" + US + "' id='m1' type='error'/>"
                + "<iq from='juliet@example.com' to='" + US + "' id='v' type='get'><query xmlns='jabber:iq:version'/></iq>");
        peer.await("</iq>");
        assertEquals(List.of(HealthCheck.State.UP), health(context));
        assertEquals("error=1", context.getEndpoint(URI, XmppStreamEndpoint.class).getDropped());
    }

    private static List<HealthCheck.State> health(CamelContext context) {
        return HealthCheckHelper.invokeReadiness(context).stream().filter(r -> r.getCheck().getId().startsWith("consumer:"))
                .map(HealthCheck.Result::getState).toList();
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', value = {
        "?colour=red | colour",
        "?stanzas=messages | stanzas=messages is none of message, presence, iq",
        "?types=get | types=get is none of available, chat, error, groupchat, headline, normal",
        "?server=nowhere | server=nowhere has no port; give host:port",
        "?domains= | must name the XMPP domains",
        "?queueBytes=0 | queueBytes=0 must be at least 1",
        "?maxStanza=9999 | maxStanza=9999 must be at least 10000",
        "?maxStanzaOut=9999 | maxStanzaOut=9999 must be at least 10000",
        "?fenceTimeout=0 | fenceTimeout=0 must be at least one millisecond",
        "/resource | is no domain, such as sip.example.com",
    }, delimiter = '|')
    @Proves("RFC7573-8-04")
    void aWrongOptionFailsTheStartWithOneSentence(String option, String sentence) throws Exception {
        var context = context();
        if (option.equals("?domains=")) {
            context.getPropertiesComponent().addInitialProperty("stox.xmpp.domains", "");
        }
        var e = assertThrows(Exception.class, () -> route(context, URI + (option.equals("?domains=") ? "" : option), x -> { }).start());
        var text = new StringBuilder();
        for (Throwable t = e; t != null; t = t.getCause()) {
            text.append(t.getMessage()).append('\n');
        }
        assertTrue(text.toString().contains(sentence), text.toString());
    }

    @Test
    void overlappingFiltersFailTheStart() throws Exception {
        var context = route(route(context(), URI + "?types=chat,normal", e -> { }), URI + "?types=chat", e -> { });
        var e = assertThrows(Exception.class, context::start);
        var cause = e;
        while (cause.getCause() instanceof Exception next) {
            cause = next;
        }
        assertTrue(cause.getMessage().contains("has two routes for the same stanzas"), cause.getMessage());
    }

    @Test
    void differentOptionsForOneStreamFailTheStart() throws Exception {
        var context = route(route(context(), URI + "?types=normal", e -> { }), URI + "?types=chat&secret=other", e -> { });
        var e = assertThrows(Exception.class, context::start);
        var cause = e;
        while (cause.getCause() instanceof Exception next) {
            cause = next;
        }
        assertTrue(cause.getMessage().contains("is used twice with different options"), cause.getMessage());
        assertFalse(cause.getMessage().contains("other"), "the secret");
    }

    @Test
    void theBodyMayBeAnElementAndMustBeAStanza() throws Exception {
        var context = context();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:out").to(URI + "?answer=written");
            }
        });
        context.start();
        var peer = server.open();
        var endpoint = context.getEndpoint(URI + "?answer=written", XmppStreamEndpoint.class);
        Eventually.holds(() -> endpoint.getStreamState().equals("OPEN"), endpoint::getStreamState);
        var xml = XmlElement.of("jabber:component:accept", "message").with("from", "romeo@" + US).with("to", "Juliet@EXAMPLE.com");
        assertEquals(null, send(context, xml));
        assertTrue(peer.await("/>").contains("<message "));
        assertInstanceOf(IllegalStateException.class, send(context, xml.with("from", "romeo@elsewhere.example")));
        assertInstanceOf(Refusal.class, send(context, xml.with("to", "@example.com")));
        assertInstanceOf(InvalidPayloadException.class, send(context, "text"));
    }

    private static Exception send(CamelContext context, Object body) {
        return context.createFluentProducerTemplate().to("direct:out").withBody(body).send().getException();
    }

    private static PresenceStanza presence(String type, String id) {
        var stanza = PresenceStanza.of(Jid.parse("romeo@" + US + "/phone"), Jid.parse("juliet@example.com"),
                Optional.of(type).filter(t -> !t.isEmpty()));
        return stanza.withId(id);
    }

    /** A change of presence costs no ping; a subscription is settled before its exchange ends. */
    @Test
    void presenceThatOnlyTellsIsCompleteWhenWrittenAndWhatAsksWhenTaken() throws Exception {
        var context = context();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:out").to(URI);
            }
        });
        context.start();
        var peer = server.open();
        var endpoint = context.getEndpoint(URI, XmppStreamEndpoint.class);
        Eventually.holds(() -> endpoint.getStreamState().equals("OPEN"), endpoint::getStreamState);
        for (var type : List.of("", "unavailable")) {
            assertEquals(null, send(context, presence(type, "tells" + type)));
            var written = peer.await("/>");
            assertTrue(written.contains("id='tells" + type + "'") && !written.contains("<ping"), written);
        }
        for (var type : List.of("subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe")) {
            var sent = context.createFluentProducerTemplate().to("direct:out").withBody(presence(type, "watch-" + type)).asyncSend();
            assertTrue(peer.await("/>").contains("id='watch-" + type + "'"));
            var ping = peer.ping();
            assertFalse(sent.isDone(), type);
            peer.send("<presence from='juliet@example.com' to='romeo@" + US + "/phone' type='error' id='watch-" + type + "'><error type='cancel'>"
                    + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
            assertEquals(StanzaError.Condition.ITEM_NOT_FOUND, assertInstanceOf(Refusal.class, sent.get(20, TimeUnit.SECONDS).getException())
                    .reason().error().orElseThrow().condition());
            peer.pong(ping);
        }
    }

    /** What comes back for presence that nobody waits for is a stanza like any other, and is never answered. */
    @Test
    void anErrorOfPresenceReachesTheRouteAndIsNeverAnswered() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        started(URI + "?stanzas=presence", e -> {
            seen.add(e.getIn().getHeader("CamelXmppType", String.class) + ' ' + e.getIn().getBody(PresenceStanza.class).id().orElse("") + ' '
                    + e.getPattern());
            throw Refusal.sip(404, "Nobody");
        });
        var peer = server.open();
        peer.send("<presence from='juliet@example.com' to='romeo@" + US + "/phone' type='error' id='e1'/>"
                + "<presence from='juliet@example.com' to='" + US + "' type='error' id='e2'/>"
                + "<presence from='juliet@example.com/b' to='romeo@" + US + "' id='p1'/>"
                + "<presence from='juliet@example.com' to='romeo@" + US + "' type='subscribe' id='s1'/>");
        var all = new java.util.TreeSet<String>();
        for (int i = 0; i < 4; i++) {
            all.add(seen.poll(20, TimeUnit.SECONDS));
        }
        assertEquals(java.util.Set.of("error e1 InOnly", "error e2 InOnly", "available p1 InOut", "subscribe s1 InOut"), all);
    }
}
