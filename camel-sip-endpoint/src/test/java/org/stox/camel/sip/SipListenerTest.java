package org.stox.camel.sip;

import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.protocol.Tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** One host and port: who shares it, who may not, and that nothing of it is left. */
@Timeout(60)
class SipListenerTest {

    private static String message(Throwable thrown) {
        var text = new StringBuilder();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            text.append(cause.getMessage()).append('\n');
        }
        return text.toString();
    }

    @Test
    void severalRoutesShareOneListenerByTheirMethodsAndEvents() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var peer = new UdpPeer(); var bed = new TestBed().consumer("methods=MESSAGE", e -> seen.add("message"))
                .consumer("methods=SUBSCRIBE&event=presence", e -> seen.add("presence"))
                .consumer("methods=SUBSCRIBE&event=dialog", e -> seen.add("dialog"))
                .producer("peer=127.0.0.1:" + peer.port()).start()) {
            peer.send(Messages.request("SUBSCRIBE", "UDP", peer.port(), Messages.branch(), "Event: dialog\r\n", ""), bed.port);
            assertEquals(200, Messages.status(peer.receive()));
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            assertEquals(200, Messages.status(peer.receive()));
            assertEquals("dialog", seen.poll(10, TimeUnit.SECONDS));
            assertEquals("message", seen.poll(10, TimeUnit.SECONDS));
            peer.send(Messages.request("OPTIONS", "UDP", peer.port(), Messages.branch(), "", ""), bed.port);
            String allow = Messages.header(peer.receive(), "Allow");
            assertTrue(allow.contains("MESSAGE") && allow.contains("SUBSCRIBE"), allow);
        }
    }

    @Test
    void twoRoutesForOneMethodAreRefused() throws Exception {
        try (var bed = new TestBed().consumer("methods=MESSAGE,INFO", e -> { }).consumer("methods=INFO", e -> { })) {
            var thrown = assertThrows(Exception.class, bed::start);
            assertTrue(message(thrown).contains("has two routes that take INFO"), message(thrown));
        }
    }

    @Test
    void aPortInUseIsOneClearSentence() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }); var other = new DatagramSocket(new InetSocketAddress("127.0.0.1", bed.port))) {
            var thrown = assertThrows(Exception.class, bed::start);
            assertTrue(message(thrown).contains("sip:127.0.0.1:" + bed.port + " cannot listen"), message(thrown));
            assertTrue(message(thrown).contains("in use"), message(thrown));
            assertTrue(other.isBound());
        }
    }

    @Test
    void aConsumerThatWouldTakeNothingFromAnybodyIsRefused() {
        try (var bed = new TestBed()) {
            assertTrue(message(assertThrows(Exception.class, () -> {
                bed.context.addRoutes(new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("sip:127.0.0.1:" + bed.port).log("x");
                    }
                });
                bed.start();
            })).contains("set peer or trusted"));
        }
    }

    @Test
    void aWrongOptionIsOneSentence() {
        try (var bed = new TestBed()) {
            var thrown = assertThrows(Exception.class, () -> bed.producer("peer=127.0.0.1").start());
            assertTrue(message(thrown).contains("peer=127.0.0.1 has no port"), message(thrown));
        }
    }

    @Test
    void optionsThatAreNotSetComeFromTheContext() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed()) {
            var properties = new java.util.Properties();
            properties.setProperty("stox.sip.peer", "127.0.0.1:" + peer.port());
            properties.setProperty("stox.sip.advertise", "gw.example.org");
            properties.setProperty("stox.xmpp.domains", "example.com, example.org");
            properties.setProperty("stox.im.accepted", "202");
            properties.setProperty("stox.im.max", "1000");
            properties.setProperty("stox.error.item-not-found", "410");
            bed.context.getPropertiesComponent().setInitialProperties(properties);
            bed.context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("sip:127.0.0.1:" + bed.port).process(e -> { });
                    from("direct:out").to("sip:127.0.0.1:" + bed.port);
                }
            });
            bed.start();
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            assertEquals(202, Messages.status(peer.receive()));
            peer.send(Messages.request("OPTIONS", "UDP", peer.port(), Messages.branch(), "", ""), bed.port);
            assertEquals(200, Messages.status(peer.receive()));
            assertEquals(513, ClientTransactionTest.refused(bed.send(Messages.outgoing("MESSAGE", "romeo", "x".repeat(900)))).status().getAsInt());
            var sent = bed.send(Messages.outgoing("MESSAGE", "romeo", "x"));
            String request = peer.receive();
            assertTrue(Messages.header(request, "Via").contains("gw.example.org:" + bed.port), request);
            peer.send(Messages.answer(request, 200, "OK", ""), bed.port);
            sent.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void severalListenersLiveInOneProcessAndStartAgainOnTheirPort() throws Exception {
        try (var one = new TestBed().consumer("", e -> { }).start(); var two = new TestBed().consumer("", e -> { }).start();
                var peer = new UdpPeer()) {
            for (int round = 0; round < 2; round++) {
                for (int port : new int[] {one.port, two.port}) {
                    peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), port);
                    assertEquals(200, Messages.status(peer.receive()));
                    try (var tcp = TcpPeer.connect(port)) {
                        tcp.send(Messages.message("TCP", tcp.port(), Messages.branch(), "x"));
                        assertEquals(200, Messages.status(tcp.receive()));
                    }
                }
                String route = one.context.getRoutes().get(0).getId();
                one.context.getRouteController().stopRoute(route);
                one.context.getRouteController().startRoute(route);
            }
        }
    }

    @Test
    void afterTheStopNoThreadIsLeftThatHoldsTheProcess() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).start(); var tcp = TcpPeer.connect(bed.port)) {
            tcp.send(Messages.message("TCP", tcp.port(), Messages.branch(), "x"));
            tcp.receive();
            long start = System.nanoTime();
            bed.context.stop();
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(9), "the stop waits for something");
            assertTrue(tcp.closed());
        }
        for (var thread : Thread.getAllStackTraces().keySet()) {
            boolean ours = thread.getName().startsWith("sip-") || thread.getName().contains("EventScanner")
                    || thread.getName().contains("jain");
            if (ours && !thread.isDaemon()) {
                thread.join(5_000);
                assertTrue(!thread.isAlive(), thread.getName());
            }
        }
    }

    @Test
    void aRequestInItsRouteIsAnsweredBeforeTheStopEnds() throws Exception {
        var entered = new java.util.concurrent.CountDownLatch(1);
        var go = new java.util.concurrent.CountDownLatch(1);
        try (var bed = new TestBed().options(o -> o.setT1(java.time.Duration.ofMillis(500))).consumer("", e -> {
            entered.countDown();
            go.await();
        }).start(); var peer = new UdpPeer()) {
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            assertTrue(entered.await(10, TimeUnit.SECONDS));
            var stopping = new Thread(bed.context::stop);
            stopping.start();
            String refused = "";
            while (!refused.startsWith("SIP/2.0 503")) {     // from the moment that the stop has begun
                peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "late"), bed.port);
                refused = peer.receive(2_000).orElse("");
            }
            go.countDown();
            String answer = peer.receive();
            while (Messages.status(answer) == 503) {
                answer = peer.receive();
            }
            assertEquals(200, Messages.status(answer));
            stopping.join(20_000);
        }
    }

    @Test
    void theTapSeesEachMessageOfBothDirections() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var bed = new TestBed(); var peer = new UdpPeer()) {
            bed.context.getRegistry().bind("tap", (Tap) (side, incoming, message) ->
                    seen.add(side + (incoming ? " < " : " > ") + message.toString().split("\r\n")[0]));
            bed.consumer("", e -> { }).start();
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            peer.receive();
            peer.send(Messages.request("PUBLISH", "UDP", peer.port(), Messages.branch(), "", ""), bed.port);
            peer.receive();
            assertEquals("SIP < MESSAGE sip:juliet@example.com SIP/2.0", seen.poll(10, TimeUnit.SECONDS));
            assertEquals("SIP > SIP/2.0 200 OK", seen.poll(10, TimeUnit.SECONDS));
            assertEquals("SIP < PUBLISH sip:juliet@example.com SIP/2.0", seen.poll(10, TimeUnit.SECONDS));
            assertEquals("SIP > SIP/2.0 405 Method Not Allowed", seen.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void healthAndCountersTellWhatGoesOn() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).start(); var peer = new UdpPeer()) {
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            peer.receive();
            peer.send("SIP/2.0 200 OK\r\n\r\n", bed.port);
            peer.send(Messages.request("OPTIONS", "UDP", peer.port(), Messages.branch(), "", ""), bed.port);
            peer.receive();
            var endpoint = bed.context.getEndpoint("sip:127.0.0.1:" + bed.port + "?trusted=127.0.0.1", SipEndpoint.class);
            assertEquals(2, endpoint.getRequestsIn());
            assertEquals(2, endpoint.getResponsesOut());
            assertTrue(endpoint.getDropped().contains("malformed=1"), endpoint.getDropped());
            assertTrue(endpoint.getTransactions() >= 1);
            assertTrue(HealthCheckHelper.invoke(bed.context).stream().allMatch(r -> r.getState().name().equals("UP")));
        }
    }

    @Test
    void aListenerOnAllAddressesNamesTheOneTowardsThePeer() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed()) {
            bed.context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:out").to("sip:0.0.0.0:" + bed.port + "?peer=127.0.0.1:" + peer.port());
                    from("sip:0.0.0.0:" + bed.port + "?peer=127.0.0.1:" + peer.port()).process(e -> { });
                }
            });
            bed.start();
            var sent = bed.send(Messages.outgoing("MESSAGE", "romeo", "x"));
            String request = peer.receive();
            assertTrue(Messages.header(request, "Via").startsWith("SIP/2.0/UDP 127.0.0.1:" + bed.port), request);
            peer.send(Messages.answer(request, 200, "OK", ""), bed.port);
            sent.get(20, TimeUnit.SECONDS);
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            assertEquals(200, Messages.status(peer.receive()));
        }
    }

    @Test
    void anIpv6AddressIsListenedOnInItsBrackets() throws Exception {
        try (var bed = new TestBed(); var peer = new DatagramSocket(new InetSocketAddress("::1", 0))) {
            bed.context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("sip:[::1]:" + bed.port + "?trusted=::1").process(e -> { });
                }
            });
            bed.start();
            byte[] octets = Messages.message("UDP", peer.getLocalPort(), Messages.branch(), "x").replace("UDP 127.0.0.1", "UDP [::1]").getBytes();
            peer.send(new java.net.DatagramPacket(octets, octets.length, new InetSocketAddress("::1", bed.port)));
            var packet = new java.net.DatagramPacket(new byte[2000], 2000);
            peer.setSoTimeout(UdpPeer.PATIENCE_MS);
            peer.receive(packet);
            assertEquals(200, Messages.status(new String(packet.getData(), 0, packet.getLength())));
        }
    }

    @Test
    void whatIsUnansweredWhenTheListenerStopsEndsAsALostConnection() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().options(o -> o.setT1(java.time.Duration.ofMillis(500)))
                .producer("peer=127.0.0.1:" + peer.port()).start()) {
            bed.context.getShutdownStrategy().setTimeout(1);
            var sent = bed.send(Messages.outgoing("MESSAGE", "romeo", "x"));
            peer.receive();
            bed.context.stop();
            assertEquals(503, ClientTransactionTest.refused(sent).status().getAsInt());
        }
    }
}
