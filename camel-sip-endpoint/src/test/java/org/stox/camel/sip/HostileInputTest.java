package org.stox.camel.sip;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.protocol.Tap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What broke the library's own transports and parser does nothing here: each is answered or dropped, and the next request is served. */
@Timeout(120)
class HostileInputTest {

    private static void alive(TestBed bed) throws Exception {
        try (var peer = new UdpPeer()) {
            peer.send(Messages.request("OPTIONS", "UDP", peer.port(), Messages.branch(), "", ""), bed.port);
            assertEquals(200, Messages.status(peer.receive()));
        }
    }

    @Test
    void headersThatThrewInTheParserOfTheLibraryAreNotItsBusiness() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).start(); var peer = new UdpPeer()) {
            for (String header : new String[] {"MIME-Version: x.y", "Min-Expires: 99999999999999", "RAck: a b c", "RSeq: -1", "RSeq: 4294967296",
                    "Expires: zzz", "Date: never", "Timestamp: .", "Session-Expires: ;;;"}) {
                peer.send(Messages.request("MESSAGE", "UDP", peer.port(), Messages.branch(), header + "\r\n", ""), bed.port);
                assertEquals(200, Messages.status(peer.receive()), header);
            }
            alive(bed);
        }
    }

    @Test
    void fortyKilobytesOfParametersTakeNoTime() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).start(); var udp = new UdpPeer()) {
            String parameters = ";a".repeat(20_000);
            alive(bed);
            long start = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                udp.send(Messages.message("UDP", udp.port(), Messages.branch(), "x").replaceFirst("branch=", "x" + parameters + ";branch="), bed.port);
            }
            alive(bed);
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(4), "20 of them held the socket for seconds");
            try (var tcp = TcpPeer.connect(bed.port)) {
                tcp.send(Messages.message("TCP", tcp.port(), Messages.branch(), "x").replaceFirst("branch=", "x" + parameters + ";branch="));
                assertTrue(tcp.receive(20_000).map(r -> Messages.status(r) >= 400).orElse(true));
            }
            alive(bed);
        }
    }

    @Test
    void tooLongTooManyAndTooDeepIsRefused() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).start(); var udp = new UdpPeer()) {
            udp.send(Messages.message("UDP", udp.port(), Messages.branch(), "x".repeat(60_000)), bed.port);
            udp.send(Messages.request("MESSAGE", "UDP", udp.port(), Messages.branch(), "X: 1\r\n".repeat(2_000), ""), bed.port);
            udp.send(Messages.request("MESSAGE", "UDP", udp.port(), Messages.branch(), "X: " + "(".repeat(9_000) + "\r\n", ""), bed.port);
            alive(bed);
            try (var tcp = TcpPeer.connect(bed.port)) {
                tcp.send(Messages.message("TCP", tcp.port(), Messages.branch(), "x".repeat(70_000)));
                assertTrue(tcp.receive(20_000).map(r -> Messages.status(r) >= 400).orElse(true));
            } catch (java.net.SocketException e) {
                // closed while it was still being written
            }
            alive(bed);
        }
    }

    @Test
    void aRouteThatFailsWithAnErrorEndsNothingButItself() throws Exception {
        try (var bed = new TestBed().consumer("", e -> {
            throw new StackOverflowError("planted");
        }).start(); var peer = new UdpPeer()) {
            bed.context.getShutdownStrategy().setTimeout(1); // Camel counts the exchange as running for ever
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            assertEquals(500, Messages.status(peer.receive()));
            alive(bed);
        }
    }

    @Test
    void anErrorOnTheThreadOfTheSocketEndsNothingButTheMessage() throws Exception {
        try (var bed = new TestBed(); var peer = new UdpPeer()) {
            bed.context.getRegistry().bind("tap", (Tap) (side, incoming, message) -> {
                String text = message.toString();
                if (text.contains("planted")) {
                    throw new StackOverflowError("planted");
                }
                if (text.contains("thrown")) {
                    throw new IllegalStateException("thrown");
                }
            });
            bed.consumer("", e -> { }).start();
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "planted"), bed.port);
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "thrown"), bed.port);
            assertEquals(200, Messages.status(peer.receive()), "the tap only looks on");
            assertEquals(1, bed.component.dropped("fault"));
            try (var tcp = TcpPeer.connect(bed.port)) {
                tcp.send(Messages.message("TCP", tcp.port(), Messages.branch(), "planted"));
                assertTrue(tcp.closed());
            }
            alive(bed);
        }
    }

    @Test
    void fourThousandMutatedMessagesDoNotEndTheSocket() throws Exception {
        var random = new Random(20);
        var runs = new AtomicInteger();
        try (var bed = new TestBed().consumer("", e -> runs.incrementAndGet()).start(); var peer = new UdpPeer()) {
            for (int i = 0; i < 4_000; i++) {
                byte[] octets = Messages.message("UDP", peer.port(), Messages.branch(), "body").getBytes(StandardCharsets.UTF_8);
                for (int change = random.nextInt(4); change >= 0; change--) {
                    octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
                }
                peer.send(octets, bed.port);
                if (i % 100 == 0) {
                    alive(bed);
                }
            }
            alive(bed);
            assertTrue(runs.get() > 0);
            assertEquals(0, bed.component.dropped("fault"));
        }
    }

    @Test
    void aFloodIsAnsweredOrLostButHeldNowhere() throws Exception {
        try (var bed = new TestBed().consumer("", e -> { }).start(); var peer = new UdpPeer()) {
            byte[] octets = Messages.request("OPTIONS", "UDP", peer.port(), "z9hG4bKflood", "X: " + "y".repeat(4_000) + "\r\n", "")
                    .getBytes(StandardCharsets.UTF_8);
            long before = used();
            for (int i = 0; i < 20_000; i++) {
                peer.send(octets, bed.port);
            }
            alive(bed);
            assertTrue(used() - before < 64 << 20, "a queue grows behind the socket");
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
