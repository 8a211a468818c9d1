package org.stox.camel.sip;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import javax.management.ObjectName;

import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

import org.stox.status.Figure;
import org.stox.status.Status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What an operator does and sees: suspend, resume and stop a route; state, counters and health. */
class SipOperationsTest {

    private static String call(UdpPeer peer, int port) throws IOException {
        peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), port);
        return peer.receive();
    }

    @Test
    void aSuspendedRouteAsksToTryAgainAndAResumedOneAnswers() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).start(); var peer = new UdpPeer()) {
            var route = bed.context.getRoutes().get(0).getRouteId();
            bed.context.getRouteController().suspendRoute(route);
            var refused = call(peer, bed.port);
            assertEquals(503, Messages.status(refused));
            assertEquals("5", Messages.header(refused, "Retry-After"));
            assertEquals("LISTENING", bed.component.status().get(0).state(), "the sockets stay");
            bed.context.getRouteController().resumeRoute(route);
            assertEquals(200, Messages.status(call(peer, bed.port)));
        }
    }

    @Test
    void whileItStopsTheRouteFinishesAndNewRequestsAreAskedToTryAgain() throws Exception {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var bed = new TestBed().consumer("", e -> {
            entered.countDown();
            assertTrue(go.await(20, TimeUnit.SECONDS));
        }).start(); var peer = new UdpPeer(); var other = new UdpPeer()) {
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            assertTrue(entered.await(20, TimeUnit.SECONDS));
            var stopping = new Thread(() -> stop(bed.context, bed.context.getRoutes().get(0).getRouteId()));
            stopping.start();
            var refused = call(other, bed.port);
            while (Messages.status(refused) == 100) {       // what came before the stop is in the route
                other.send(Messages.message("UDP", other.port(), Messages.branch(), "x"), bed.port);
                refused = other.receive();
            }
            assertEquals(503, Messages.status(refused));
            assertEquals("5", Messages.header(refused, "Retry-After"));
            go.countDown();
            var answer = peer.receive();
            while (Messages.status(answer) == 100) {
                answer = peer.receive();
            }
            assertEquals(200, Messages.status(answer));
            stopping.join(20_000);
            assertEquals(List.of(), bed.component.status(), "the last user has closed the listener");
        }
    }

    private static void stop(DefaultCamelContext context, String route) {
        try {
            context.getRouteController().stopRoute(route);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void statusHasTheStateAndTheCountersOfAListener() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).start(); var peer = new UdpPeer(); var stranger = new UdpPeer("127.0.0.2")) {
            assertEquals(200, Messages.status(call(peer, bed.port)));
            assertEquals(403, Messages.status(call(stranger, bed.port)));
            var status = bed.component.status().get(0);
            assertEquals("sip 127.0.0.1:" + bed.port + " LISTENING true", status.scheme() + " " + status.name() + " " + status.state() + " "
                    + status.up());
            var figures = figures(status);
            assertEquals(2, figures.get("stox.sip.requests{direction=in}"));
            assertEquals(1, figures.get("stox.sip.responses{code=2xx, direction=out}"));
            assertEquals(1, figures.get("stox.sip.responses{code=4xx, direction=out}"));
            assertEquals(1, figures.get("stox.rejected{reason=untrusted}"));
            assertEquals(0, figures.get("stox.parse.errors{protocol=sip}"));
            assertTrue(figures.get("stox.sip.transactions") >= 1);
        }
    }

    private static Map<String, Double> figures(Status status) {
        return status.figures().stream().collect(Collectors.toMap(Figure::label, figure -> figure instanceof Figure.Total total
                ? (double) total.count() : ((Figure.Now) figure).value()));
    }

    @Test
    void theFillOfARouteCountsWhatIsInIt() throws Exception {
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var bed = new TestBed().consumer("inFlight=4", e -> {
            entered.countDown();
            assertTrue(go.await(20, TimeUnit.SECONDS));
        }).start(); var peer = new UdpPeer()) {
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            assertTrue(entered.await(20, TimeUnit.SECONDS));
            assertEquals(0.25, figures(bed.component.status().get(0)).get("stox.queue.fill{queue=routes}"));
            go.countDown();
        }
    }

    @Test
    void aListenerWhosePeerHasNoAddressIsNotUp() throws Exception {
        try (var bed = new TestBed().producer("peer=no-such-host.invalid:5060").start()) {
            var status = bed.component.status().get(0);
            assertEquals("PEER_UNKNOWN", status.state());
            assertEquals(Map.of("peer", "no-such-host.invalid:5060"), status.details());
            assertEquals(false, status.up());
        }
    }

    @Test
    void jmxShowsStateTransactionsQueueAndCounters() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).start(); var peer = new UdpPeer()) {
            call(peer, bed.port);
            var server = ManagementFactory.getPlatformMBeanServer();
            var names = server.queryNames(new ObjectName("org.apache.camel:context=" + bed.context.getManagementName()
                    + ",type=endpoints,name=\"sip:*\""), null);
            assertEquals(1, names.size());
            var name = names.iterator().next();
            assertEquals("LISTENING", server.getAttribute(name, "ListenerState"));
            assertEquals(1L, server.getAttribute(name, "RequestsIn"));
            assertEquals(1L, server.getAttribute(name, "ResponsesOut"));
            assertEquals(1L, server.getAttribute(name, "Transactions"));
            assertTrue((double) server.getAttribute(name, "QueueFill") < 1);
            assertEquals("{}", server.getAttribute(name, "Dropped"));
        }
    }

    @Test
    void aConsumerHasAHealthCheckUnlessTheComponentIsToldOtherwise() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).start()) {
            assertEquals(List.of(HealthCheck.State.UP), health(bed.context));
        }
        try (var bed = new TestBed()) {
            bed.component.setHealthCheckConsumerEnabled(false);
            bed.consumer("", e -> { }).start();
            assertEquals(List.of(), health(bed.context));
        }
    }

    /** As YAML and Kaoto do, from uri and parameters; the bytecode behind it differs between lines of Camel. */
    @Test
    void aUriIsMadeOfItsParts() throws Exception {
        try (var bed = new TestBed()) {
            var factory = bed.context.getCamelContextExtension().getEndpointUriFactory("sip");
            assertEquals("sip:127.0.0.1:5060?methods=MESSAGE",
                    factory.buildUri("sip", Map.of("host", "127.0.0.1", "port", 5060, "methods", "MESSAGE")));
        }
    }

    private static List<HealthCheck.State> health(DefaultCamelContext context) {
        var registry = HealthCheckRegistry.get(context);
        registry.register(registry.resolveById("consumers"));       // as camel-main does
        return HealthCheckHelper.invokeReadiness(context).stream().filter(r -> r.getDetails().containsKey("address"))
                .map(HealthCheck.Result::getState).toList();
    }
}
