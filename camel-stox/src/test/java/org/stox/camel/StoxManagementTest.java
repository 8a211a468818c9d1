package org.stox.camel;

import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import javax.management.ObjectName;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.console.DevConsole.MediaType;
import org.apache.camel.console.DevConsoleRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.stox.error.Refusal;
import org.stox.protocol.xmpp.MessageStanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an operator sees and does: console, JMX, a stop and a suspended route. */
class StoxManagementTest {

    private static final long PATIENCE = 20;

    private final Played played = new Played();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @BeforeEach
    void start() throws Exception {
        context.getPropertiesComponent().setInitialProperties(Samples.settings());
        context.addComponent("played", played);
        RouteBuilder.addRoutes(context, routes -> {
            routes.errorHandler(routes.noErrorHandler());
            routes.from("played:first").to("mock:nobody");
            routes.from("direct:slow").process(exchange -> {
                entered.countDown();
                assertTrue(go.await(PATIENCE, TimeUnit.SECONDS));
            }).to("stox:gateway/sip");
            routes.from("direct:sip").to("stox:gateway/sip");
            routes.from("stox:gateway/xmpp").routeId("to-xmpp").to("mock:xmpp");
            routes.from("direct:xmpp").to("stox:gateway/xmpp");
            routes.from("stox:gateway/sip").routeId("to-sip").to("mock:sip");
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Exchange send(String route) {
        return context.createFluentProducerTemplate().to(route).withBody(Samples.message("Hello")).send();
    }

    @Test
    void theConsoleShowsStatesAndFiguresAsText() {
        send("direct:sip");
        var text = (String) console().call(MediaType.TEXT);
        assertTrue(text.contains("played:sip.example.com  OPEN  server=127.0.0.1:5347\n"), text);
        assertTrue(text.contains("    stox.queue.fill{queue=socket} 0.25\n"), text);
        assertTrue(text.contains("    stox.messages{direction=s2x, outcome=ok} 1\n"), text);
        assertFalse(text.contains("stox.messages{direction=x2s"), text);
    }

    @Test
    void theConsoleShowsTheSameAsJson() {
        played.read = 2;
        var json = (JsonObject) console().call(MediaType.JSON);
        assertEquals(true, json.get("up"));
        var stream = (JsonObject) ((JsonArray) json.get("parts")).get(0);
        assertEquals(Map.of("scheme", "played", "name", "sip.example.com", "state", "OPEN", "up", true), Map.of("scheme",
                stream.get("scheme"), "name", stream.get("name"), "state", stream.get("state"), "up", stream.get("up")));
        assertTrue(json.toJson().contains("{\"name\":\"stox.xmpp.stanzas\",\"tags\":{\"direction\":\"in\"},\"count\":2}"), json.toJson());
        played.open = false;
        assertEquals(false, ((JsonObject) console().call(MediaType.JSON)).get("up"));
    }

    private org.apache.camel.console.DevConsole console() {
        var registry = context.getCamelContextExtension().getContextPlugin(DevConsoleRegistry.class);
        registry.setEnabled(true);
        return registry.resolveById("stox");
    }

    @Test
    void jmxShowsHowMessagesEnded() throws Exception {
        send("direct:sip");
        var name = new ObjectName("org.apache.camel:context=" + context.getManagementName() + ",type=components,name=\"stox\"");
        var server = ManagementFactory.getPlatformMBeanServer();
        assertEquals(1L, server.getAttribute(name, "MessagesToXmpp"));
        assertEquals(0L, server.getAttribute(name, "MessagesToSip"));
        assertEquals(0L, server.getAttribute(name, "MessagesRefused"));
        assertEquals(0L, server.getAttribute(name, "MessagesFailed"));
    }

    @Test
    void aMessageThatIsOnItsWayWhenAllStopsGetsOut() throws Exception {
        var sent = CompletableFuture.supplyAsync(() -> send("direct:slow"));
        assertTrue(entered.await(PATIENCE, TimeUnit.SECONDS));
        var stopped = CompletableFuture.runAsync(context::stop);
        assertTrue(played.consumerStopped.await(PATIENCE, TimeUnit.SECONDS), "the first route stops last: all others have been asked to");
        go.countDown();
        var exchange = sent.get(PATIENCE, TimeUnit.SECONDS);
        assertEquals(null, exchange.getException());
        assertInstanceOf(MessageStanza.class, exchange.getMessage().getBody());
        stopped.get(PATIENCE, TimeUnit.SECONDS);
    }

    @Test
    void aSuspendedWayOutAsksTheSenderToWait() throws Exception {
        context.getRouteController().suspendRoute("to-xmpp");
        var refusal = assertInstanceOf(Refusal.class, send("direct:sip").getException());
        assertEquals(503, refusal.reason().status().getAsInt());
        assertEquals("Retry-After", refusal.reason().headers().get(0).name());
        context.getRouteController().resumeRoute("to-xmpp");
        assertEquals(null, send("direct:sip").getException());
    }

    /** As YAML and Kaoto do, from uri and parameters; the bytecode behind it differs between lines of Camel. */
    @Test
    void aUriIsMadeOfItsParts() throws Exception {
        var factory = context.getCamelContextExtension().getEndpointUriFactory("stox");
        assertEquals("stox:gateway/sip", factory.buildUri("stox", Map.of("service", "gateway", "leg", "sip")));
        assertEquals("stox:im?domains=example.com", factory.buildUri("stox", Map.of("service", "im", "domains", "example.com")));
    }

    @Test
    void anEndpointsOwnOptionsCountBeforeTheSettings() throws Exception {
        RouteBuilder.addRoutes(context, routes -> {
            routes.errorHandler(routes.noErrorHandler());
            routes.from("direct:elsewhere").to("stox:im?domains=elsewhere.example");
        });
        assertInstanceOf(Refusal.class, send("direct:elsewhere").getException());
    }
}
