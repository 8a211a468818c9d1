package org.stox.camel.msrp;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.stox.camel.msrp.wire.Certificates;
import org.stox.camel.msrp.wire.RawPeer;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.Tap;
import org.stox.protocol.msrp.AssemblyLimits;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sdp.AcceptTypes;
import org.stox.protocol.sdp.Agreed;
import org.stox.protocol.sdp.Direction;
import org.stox.protocol.sdp.MessageMedia.Target;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.protocol.sdp.OwnMedia;
import org.stox.status.Figure;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code msrp:} in routes: bodies, labels, order, failures, what an operator sees, suspend and stop. */
class MsrpRoutesTest {

    private static final String ID = "0123456789abcdefghij";
    private static final AcceptTypes ANY = new AcceptTypes(List.of("*"), List.of(), OptionalLong.empty());

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final BlockingQueue<Exchange> arrived = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> tapped = new LinkedBlockingQueue<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void settings() {
        context.getPropertiesComponent().addInitialProperty("stox.sip.listen", "127.0.0.1:5060");
        context.getPropertiesComponent().addInitialProperty("stox.sip.peer", "127.0.0.1:5070");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private MsrpComponent start(String options, Processor processor) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("msrp:default" + options).routeId("in").process(e -> {
                    arrived.add(e.copy());
                    processor.process(e);
                });
                from("direct:out").routeId("out").to("msrp:default" + options);
            }
        });
        context.start();
        return context.getComponent("msrp", MsrpComponent.class);
    }

    private void give(MsrpTraffic traffic) {
        context.createProducerTemplate().sendBody("direct:out", traffic);
    }

    private CompletableFuture<Object> asked(MsrpTraffic traffic) {
        return context.createProducerTemplate().asyncSend("direct:out", e -> {
            e.setPattern(ExchangePattern.InOut);
            e.getIn().setBody(traffic);
        }).thenApply(e -> e.getException() == null ? "done" : e.getException());
    }

    private static MsrpSession session(OwnMedia media) {
        var own = media.path(false, ID).orElseThrow();
        var peer = MsrpUri.read("msrp://127.0.0.1:9/peer;tcp");
        return new MsrpSession(new Agreed(own, MsrpPath.of(peer), false, new Target("127.0.0.1", 9, false), ANY, Direction.SENDRECV, List.of()),
                ANY, AssemblyLimits.DEFAULT);
    }

    private static Outgoing message(MsrpSession session, String text, Reporting reporting) {
        return Outgoing.of(new MsrpRequest.Route(session.agreed().peer(), MsrpPath.of(session.session())), "text/plain", Octets.utf8(text),
                reporting, () -> "m0000001");
    }

    private static String send(MsrpSession session, String transaction, String body) {
        return "MSRP " + transaction + " SEND\r\nTo-Path: " + session.session() + "\r\nFrom-Path: " + session.agreed().peer()
                + "\r\nMessage-ID: m" + transaction + "\r\nByte-Range: 1-" + body.length() + "/" + body.length()
                + "\r\nContent-Type: text/plain\r\n\r\n" + body + "\r\n-------" + transaction + "$\r\n";
    }

    private static int port(MsrpSession session) {
        return session.session().port().orElseThrow();
    }

    private Exchange next() throws InterruptedException {
        var exchange = arrived.poll(10, TimeUnit.SECONDS);
        assertTrue(exchange != null, "nothing has come");
        return exchange;
    }

    private static double figure(MsrpComponent component, String label) {
        var figure = component.status().get(0).figures().stream().filter(f -> f.label().equals(label)).findFirst().orElseThrow();
        return figure instanceof Figure.Total total ? total.count() : ((Figure.Now) figure).value();
    }

    @Test
    void messagesGoBothWaysAndAreLabelled() throws Exception {
        context.getRegistry().bind("tap", (Tap) (side, incoming, message) -> tapped.add(List.of(side, incoming, message.getClass())));
        var media = start("", e -> { });
        var session = session(media);
        give(session);
        try (var peer = RawPeer.to(port(session))) {
            assertEquals(200, peer.send(send(session, "t001", "Wherefore")).status());
            var exchange = next();
            assertEquals(ExchangePattern.InOut, exchange.getPattern());
            assertEquals("SEND", exchange.getMessage().getHeader(MsrpConstants.METHOD));
            assertEquals("Wherefore", exchange.getMessage().getBody(WholeMessage.class).body().text());
            var sent = asked(message(session, "Here", Reporting.DEFAULT));
            var text = peer.read();
            assertEquals("Here", RawPeer.body(text));
            peer.ok(text);
            assertEquals("done", sent.get(10, TimeUnit.SECONDS));
            assertEquals(1, figure(media, "stox.msrp.messages{direction=in, outcome=taken}"));
            assertEquals(1, figure(media, "stox.msrp.messages{direction=out, outcome=sent}"));
            assertEquals(1, figure(media, "stox.msrp.sessions"));
            assertEquals(1, figure(media, "stox.msrp.connections"));
        }
        var end = next();
        assertEquals("CLOSE", end.getMessage().getHeader(MsrpConstants.METHOD));
        assertEquals(ExchangePattern.InOnly, end.getPattern());
        assertEquals(session.session(), end.getMessage().getBody(MsrpClose.class).session());
        assertTrue(tapped.contains(List.of(Tap.Side.MSRP, true, WholeMessage.class)));
        assertTrue(tapped.contains(List.of(Tap.Side.MSRP, false, Outgoing.class)));
    }

    @Test
    void aRefusalFailsTheExchange() throws Exception {
        var session = session(start("", e -> { }));
        var refused = asked(message(session, "Here", Reporting.NONE)).get(10, TimeUnit.SECONDS);
        assertEquals(481, assertInstanceOf(Refusal.class, refused).reason().status().orElseThrow());
        assertThrows(CamelExecutionException.class, () -> context.createProducerTemplate().sendBody("direct:out", "no record"));
    }

    @Test
    @Proves("RFC7573-5-17")
    void aRefusalOfTheRouteIsReportedByItsCode() throws Exception {
        var session = session(start("", e -> {
            throw Refusal.sip(404, "Not Found");
        }));
        give(session);
        try (var peer = RawPeer.to(port(session))) {
            assertEquals(200, peer.send(send(session, "t001", "Hey")).status());
            assertEquals("000 404 Not Found", RawPeer.field(peer.read(), "Status"));
        }
    }

    @Test
    void messagesOfASessionBeginInOrderAndNotOnTheLoop() throws Exception {
        var threads = new LinkedBlockingQueue<String>();
        var session = session(start("", e -> threads.add(Thread.currentThread().getName())));
        give(session);
        try (var peer = RawPeer.to(port(session))) {
            for (int i = 1000; i < 1200; i++) {
                peer.send(send(session, "t" + i, "n" + i));
            }
            for (int i = 1000; i < 1200; i++) {
                assertEquals("n" + i, next().getMessage().getBody(WholeMessage.class).body().text());
            }
        }
        assertTrue(threads.stream().noneMatch(t -> t.contains("msrp-default")), threads::toString);
    }

    @Test
    void aSuspendedRouteTakesNothingAndAResumedOneDoesAgain() throws Exception {
        var session = session(start("", e -> { }));
        give(session);
        try (var peer = RawPeer.to(port(session))) {
            context.getRouteController().suspendRoute("in");
            assertEquals(408, peer.send(send(session, "t001", "Hey")).status());
            context.getRouteController().resumeRoute("in");
            assertEquals(200, peer.send(send(session, "t002", "Hey")).status());
            assertEquals("Hey", next().getMessage().getBody(WholeMessage.class).body().text());
        }
    }

    @Test
    void whatWaitsWhenTheContextStopsFails() throws Exception {
        var session = session(start("", e -> { }));
        context.getShutdownStrategy().setTimeout(1);
        give(session);
        var waiting = asked(message(session, "Here", Reporting.NONE));
        context.stop();
        assertInstanceOf(Throwable.class, waiting.get(10, TimeUnit.SECONDS));
    }

    @Test
    void healthSaysThatSomebodyListens() throws Exception {
        var registry = HealthCheckRegistry.get(context);
        registry.register(registry.resolveById("producers"));       // as camel-main does
        registry.getRepository("producers").ifPresent(r -> r.setEnabled(true));
        var media = start("", e -> { });
        assertEquals(List.of(HealthCheck.State.UP), states());
        media.status().forEach(s -> assertEquals("LISTENING", s.state()));
    }

    private List<HealthCheck.State> states() {
        return HealthCheckHelper.invokeReadiness(context).stream().filter(r -> r.getDetails().containsKey("sessions"))
                .map(HealthCheck.Result::getState).distinct().toList();
    }

    @Test
    void withoutItsRelayItIsDown() throws Exception {
        var registry = HealthCheckRegistry.get(context);
        registry.register(registry.resolveById("producers"));
        registry.getRepository("producers").ifPresent(r -> r.setEnabled(true));
        var media = start("?relay=RAW(msrp://127.0.0.1:9;tcp)&relayUser=stox&relayPassword=s3cret", e -> { });
        assertEquals(List.of(HealthCheck.State.DOWN), states());
        assertTrue(media.status().get(0).details().get("problem").contains("relay"));
        assertFalse(media.status().toString().contains("s3cret"));
    }

    @Test
    void theComponentIsWhereAServiceLearnsOurPath() throws Exception {
        var media = start("?advertise=msrp.example.com", e -> { });
        var path = media.path(false, ID).orElseThrow();
        assertEquals("msrp.example.com", path.first().host());
        assertTrue(media.path(true, ID).isEmpty());
        assertTrue(media.reach().reachable());
        assertTrue(media.allows(new Target("127.0.0.1", 9, false)), "the SIP peer is on this host");
        assertFalse(media.allows(new Target("192.168.1.1", 9, false)));
        context.getRouteController().stopRoute("in");
        assertTrue(media.path(false, ID).isEmpty(), "no route would take what comes");
    }

    @Test
    void trustedRangesMayBeConnectedToAndAllowedOnesInsteadIfTheyAreGiven() throws Exception {
        context.getPropertiesComponent().addInitialProperty("stox.sip.trusted", "192.168.1.0/24");
        var media = start("", e -> { });
        assertTrue(media.allows(new Target("192.168.1.1", 9, false)));
        assertFalse(media.allows(new Target("10.0.0.1", 9, false)));
        assertTrue(media.allows(new Target("192.0.2.1", 9, false)), "a public one");
    }

    @Test
    void allowedRangesReplaceTheDefault() throws Exception {
        var media = start("?allowed=10.0.0.0/8", e -> { });
        assertTrue(media.allows(new Target("10.0.0.1", 9, false)));
        assertFalse(media.allows(new Target("127.0.0.1", 9, false)));
    }

    @Test
    void withAKeyStoreThereIsTlsAtAPortOfItsOwn() throws Exception {
        var store = new KeyStoreParameters();
        store.setResource(Certificates.store(folder, "ours", "dns:gw.example.com").toUri().toString());
        store.setPassword(Certificates.PASSWORD);
        var keys = new KeyManagersParameters();
        keys.setKeyStore(store);
        keys.setKeyPassword(Certificates.PASSWORD);
        var parameters = new SSLContextParameters();
        parameters.setKeyManagers(keys);
        context.getRegistry().bind("tls", parameters);
        var media = start("?sslContextParameters=#tls", e -> { });
        var plain = media.path(false, ID).orElseThrow().first();
        var secure = media.path(true, ID).orElseThrow().first();
        assertTrue(secure.secure());
        assertFalse(plain.port().equals(secure.port()));
        assertEquals(1, media.reach().fingerprints().size());
    }

    @Test
    void whatIsWrongWithTheOptionsIsSaidAtTheStart() {
        for (var wrong : Map.of("msrp:nowhere", "has no port", "msrp:127.0.0.1:7000?transport=tls", "sslContextParameters",
                "msrp:127.0.0.1:7001?relay=msrp://r.example.com;tcp", "relayUser", "msrp:127.0.0.1:7002?guesses=0", "at least 1",
                "msrp:127.0.0.1:7003?allowed=x", "no address").entrySet()) {
            var failure = assertThrows(Exception.class, () -> {
                try (var other = new DefaultCamelContext()) {
                    other.addRoutes(new RouteBuilder() {
                        @Override
                        public void configure() {
                            from(wrong.getKey()).log("x");
                        }
                    });
                    other.start();
                }
            });
            assertTrue(causes(failure).contains(wrong.getValue()), () -> wrong.getKey() + ": " + causes(failure));
        }
    }

    private static String causes(Throwable failure) {
        return failure + Optional.ofNullable(failure.getCause()).map(c -> " / " + causes(c)).orElse("");
    }

    @Test
    void twoRoutesCannotBeginWithOneAddress() throws Exception {
        start("", e -> { });
        var failure = assertThrows(Exception.class, () -> context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("msrp:default").routeId("second").log("x");
            }
        }));
        assertTrue(causes(failure).contains("two routes") || causes(failure).contains("Multiple consumers"), () -> causes(failure));
    }
}
