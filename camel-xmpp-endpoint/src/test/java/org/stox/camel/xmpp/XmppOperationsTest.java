package org.stox.camel.xmpp;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.stox.camel.xmpp.stream.FakeServer;
import org.stox.error.Refusal;
import org.stox.status.Figure;
import org.stox.status.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an operator does and sees: suspend, resume and stop a route; state, counters, health, and never the secret. */
class XmppOperationsTest {

    private static final String US = FakeServer.DOMAIN;
    private static final String URI = "xmpp-component:" + US;
    private static final String SECRET = "s3cret";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private FakeServer server;

    @BeforeEach
    void startServer() throws Exception {
        server = new FakeServer();
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.server", server.address().toString());
        context.getPropertiesComponent().addInitialProperty("stox.xmpp.domains", "example.com");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        context.stop();
    }

    private FakeServer.Peer start(Processor processor) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from(URI + "?secret=" + SECRET + "&maxTotal=4").routeId("in").process(processor);
                from("direct:out").routeId("out").to(URI + "?secret=" + SECRET + "&maxTotal=4");
            }
        });
        context.start();
        return server.open();
    }

    private static String message(String id) {
        return "<message from='juliet@example.com/balcony' to='romeo@" + US + "' id='" + id + "'><body>Hi</body></message>";
    }

    private static void refuse(org.apache.camel.Exchange exchange) {
        throw Refusal.sip(404, "Not Found");
    }

    @Test
    void aSuspendedRouteAsksTheSenderToWaitAndAResumedOneTakesAgain() throws Exception {
        var peer = start(XmppOperationsTest::refuse);
        context.getRouteController().suspendRoute("in");
        peer.send(message("m1"));
        var waiting = peer.await("</error>");
        assertTrue(waiting.contains("id='m1'") && waiting.contains("type='wait'"), waiting);
        context.getRouteController().resumeRoute("in");
        peer.send(message("m2"));
        var taken = peer.await("</error>");
        assertTrue(taken.contains("id='m2'") && taken.contains("<item-not-found "), taken);
    }

    @Test
    void whileItStopsTheRouteFinishesNewStanzasAreAskedToWaitAndTheStreamIsClosedInOrder() throws Exception {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        var peer = start(exchange -> {
            entered.countDown();
            assertTrue(go.await(20, TimeUnit.SECONDS));
            throw Refusal.sip(404, "Not Found");
        });
        peer.send(message("m1"));
        assertTrue(entered.await(20, TimeUnit.SECONDS));
        var stopped = CompletableFuture.runAsync(context::stop);
        var refused = "";
        for (int i = 0; !refused.contains("type='wait'"); i++) {    // from the moment that the stop has begun; at most four get in before
            assertTrue(i < 1_000, "the stop has not begun");
            peer.send(message("late" + i) + "<iq from='juliet@example.com' to='" + US + "' id='v' type='get'>"
                    + "<query xmlns='jabber:iq:version'/></iq>");
            refused = peer.await("</iq>");
        }
        assertFalse(refused.contains("item-not-found"), refused);
        go.countDown();
        var answer = peer.await("<item-not-found ");
        assertTrue(answer.contains("id='m1'"), answer);
        peer.takeAll();
        peer.await("</stream:stream>");
        peer.send("</stream:stream>");
        stopped.get(20, TimeUnit.SECONDS);
    }

    @Test
    void statusHasTheStateAndTheCountersOfAStream() throws Exception {
        var peer = start(XmppOperationsTest::refuse);
        peer.send(message("m1") + message("m2").replace("@example.com", "@elsewhere.example"));
        peer.await("</error>");
        peer.await("</error>");
        var status = context.getComponent("xmpp-component", XmppStreamComponent.class).status().get(0);
        assertEquals("xmpp-component " + US + " OPEN true", status.scheme() + " " + status.name() + " " + status.state() + " " + status.up());
        assertEquals(Map.of("server", server.address().toString()), status.details());
        var figures = figures(status);
        assertEquals(2, figures.get("stox.xmpp.stanzas{direction=in}"));
        assertEquals(1, figures.get("stox.rejected{reason=answered-forbidden}"));
        assertEquals(1, figures.get("stox.xmpp.stream.up"));
        assertEquals(1, figures.get("stox.xmpp.connects"));
        assertEquals(0, figures.get("stox.xmpp.reconnects"));
        assertEquals(0, figures.get("stox.parse.errors{protocol=xmpp}"));
    }

    private static Map<String, Double> figures(Status status) {
        return status.figures().stream().collect(Collectors.toMap(Figure::label, figure -> figure instanceof Figure.Total total
                ? (double) total.count() : ((Figure.Now) figure).value()));
    }

    @Test
    void jmxShowsStateQueueAndCounters() throws Exception {
        var go = new CountDownLatch(1);
        var entered = new CountDownLatch(1);
        var peer = start(exchange -> {
            entered.countDown();
            assertTrue(go.await(20, TimeUnit.SECONDS));
        });
        peer.send(message("m1"));
        assertTrue(entered.await(20, TimeUnit.SECONDS));
        var jmx = ManagementFactory.getPlatformMBeanServer();
        var name = jmx.queryNames(new ObjectName(domain() + ",type=endpoints,name=\"xmpp-component:*\""), null).iterator().next();
        assertEquals("OPEN", jmx.getAttribute(name, "StreamState"));
        assertEquals(1L, jmx.getAttribute(name, "Read"));
        assertEquals(1, jmx.getAttribute(name, "InRoutes"));
        assertEquals(0.25, jmx.getAttribute(name, "QueueFill"));
        assertEquals(0, jmx.getAttribute(name, "QueueBytes"));
        go.countDown();
    }

    private String domain() {
        return "org.apache.camel:context=" + context.getManagementName();
    }

    @Test
    void theSecretIsShownNowhere() throws Exception {
        start(XmppOperationsTest::refuse);
        for (var endpoint : context.getEndpoints()) {
            assertFalse(endpoint.toString().contains(SECRET), endpoint.toString());
        }
        for (var route : context.getRoutes()) {
            assertFalse(route.toString().contains(SECRET), route.toString());
            assertFalse(route.getConsumer().toString().contains(SECRET), route.getConsumer().toString());
        }
        var jmx = ManagementFactory.getPlatformMBeanServer();
        int seen = 0;
        for (var name : jmx.queryNames(new ObjectName(domain() + ",*"), null)) {
            assertFalse(name.toString().contains(SECRET), name.toString());
            for (var attribute : jmx.getMBeanInfo(name).getAttributes()) {
                var value = attribute.getType().equals("java.lang.String") ? value(jmx, name, attribute.getName()) : "";
                seen += value.contains(US) ? 1 : 0;
                assertFalse(value.contains(SECRET), name + " " + attribute.getName() + " " + value);
            }
        }
        assertTrue(seen > 0, "attributes with the URI");
        assertFalse(context.getComponent("xmpp-component", XmppStreamComponent.class).status().toString().contains(SECRET));
    }

    private static String value(MBeanServer server, ObjectName name, String attribute) {
        try {
            return String.valueOf(server.getAttribute(name, attribute));
        } catch (javax.management.JMException | javax.management.RuntimeMBeanException e) {
            return "";                                      // not every attribute has a value now
        }
    }

    /** As YAML and Kaoto do, from uri and parameters; the bytecode behind it differs between lines of Camel. */
    @Test
    void aUriIsMadeOfItsPartsAndItsSecretIsKeptAsItIs() throws Exception {
        var factory = context.getCamelContextExtension().getEndpointUriFactory("xmpp-component");
        var uri = factory.buildUri("xmpp-component", Map.of("domain", US, "secret", "a%+b"), false);
        assertTrue(uri.startsWith(URI + "?secret=RAW(a"), uri);
        context.start();
        assertEquals("a%+b", context.getEndpoint(uri, XmppStreamEndpoint.class).getConfiguration().getSecret());
    }

    @Test
    void aProducerHasAHealthCheckWhereThoseAreOn() throws Exception {
        var registry = HealthCheckRegistry.get(context);
        registry.register(registry.resolveById("producers"));       // as camel-main does
        context.getComponent("xmpp-component", XmppStreamComponent.class).setHealthCheckConsumerEnabled(false);
        registry.getRepository("producers").ifPresent(r -> r.setEnabled(true));
        var peer = start(XmppOperationsTest::refuse);
        peer.send(message("m1"));
        peer.await("</error>");                             // it is open
        assertEquals(1, HealthCheckHelper.invokeReadiness(context).stream().filter(r -> r.getDetails().containsKey("stream"))
                .map(HealthCheck.Result::getState).filter(HealthCheck.State.UP::equals).count());
    }
}
