package org.stox.camel.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.protocol.sip.SipRequest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The stream: framing, what must not be smuggled through it, its timers and caps (RFC 3261 §18.3, RFC 5626 §3.5.1). */
@Timeout(60)
class TcpTransportTest {

    private final LinkedBlockingQueue<String> taken = new LinkedBlockingQueue<>();

    private TestBed bed() throws Exception {
        return new TestBed().consumer("", e -> taken.add(e.getIn().getBody(SipRequest.class).body().text()));
    }

    private static String message(TcpPeer peer, String body) {
        return Messages.message("TCP", peer.port(), Messages.branch(), body);
    }

    @Test
    void messagesInOnePieceAndMessagesInManyAreTheSame() throws Exception {
        try (var bed = bed().start(); var peer = TcpPeer.connect(bed.port)) {
            peer.send(message(peer, "one") + message(peer, "two") + message(peer, "three"));
            for (byte octet : message(peer, "four").getBytes()) {
                peer.send(new byte[] {octet});
            }
            for (int i = 0; i < 4; i++) {
                assertEquals(200, Messages.status(peer.receive()));
            }
            assertEquals(4, taken.size());
        }
    }

    @Test
    void aPingIsAnsweredFromTheFirstByteOn() throws Exception {
        try (var bed = bed().start(); var peer = TcpPeer.connect(bed.port); var udp = new UdpPeer()) {
            peer.send("\r\n\r\n");
            assertEquals("\r\n", peer.receiveOctets(2));
            peer.send(message(peer, "x") + "\r\n\r\n");
            String both = peer.receiveOctets(2);
            assertTrue(both.equals("\r\n") || both.equals("SI"), both);
            udp.send("\r\n\r\n", bed.port);
            assertEquals("\r\n", udp.receive());
        }
    }

    @Test
    void aRequestInABodyStaysABodyWhateverTheContentLength() throws Exception {
        try (var bed = bed().start()) {
            for (String length : new String[] {"Content-Length: -5", "Content-Length: 2000000000", "Content-Length: 5\r\nContent-Length: 0",
                    "l: 5\r\nContent-Length: 900", "Content-Length: 5x", "Content-Length: 4294967296", "Content-Length:"}) {
                try (var peer = TcpPeer.connect(bed.port)) {
                    String hidden = message(peer, "smuggled");
                    peer.send(message(peer, "").replace("Content-Length: 0", length) + hidden);
                    assertEquals(400, Messages.status(peer.receive()), length);
                    assertTrue(peer.closed(), length);
                }
            }
            try (var peer = TcpPeer.connect(bed.port)) {     // the compact form counts
                String hidden = message(peer, "smuggled");
                peer.send(message(peer, "").replace("Content-Length: 0", "l: " + hidden.length()) + hidden);
                assertEquals(200, Messages.status(peer.receive()));
            }
            assertEquals(1, taken.size());
            assertTrue(taken.poll().startsWith("MESSAGE "));
        }
    }

    @Test
    void aBodyThatIsCutOffByTheEndOfTheConnectionIsNoMessage() throws Exception {
        try (var bed = bed().start(); var peer = TcpPeer.connect(bed.port); var other = TcpPeer.connect(bed.port)) {
            peer.send(message(peer, "12345").replace("Content-Length: 5", "Content-Length: 500"));
            peer.close();
            other.send(message(other, "whole"));
            other.receive();
            assertEquals("whole", taken.poll(10, TimeUnit.SECONDS));
            assertTrue(taken.isEmpty());
        }
    }

    @Test
    void aMessageThatTakesTooLongClosesItsConnection() throws Exception {
        try (var bed = bed().options(o -> o.setMessageTimeout(Duration.ofMillis(300))).start(); var head = TcpPeer.connect(bed.port);
                var body = TcpPeer.connect(bed.port); var quiet = TcpPeer.connect(bed.port)) {
            head.send("MESSAGE sip:juliet@example.com SI");
            body.send(message(body, "12345").replace("Content-Length: 5", "Content-Length: 500"));
            assertTrue(head.closed());
            assertTrue(body.closed());
            quiet.send(message(quiet, "still here"));
            assertEquals(200, Messages.status(quiet.receive()));
        }
    }

    @Test
    void aSilentConnectionIsClosed() throws Exception {
        try (var bed = bed().options(o -> o.setIdleTimeout(Duration.ofMillis(300))).start(); var peer = TcpPeer.connect(bed.port)) {
            peer.send(message(peer, "x"));
            assertEquals(200, Messages.status(peer.receive()));
            assertTrue(peer.closed());
        }
    }

    @Test
    void oneAddressHoldsOnlySoManyConnections() throws Exception {
        try (var bed = bed().options(o -> o.setConnections(3)).start()) {
            var held = new ArrayList<TcpPeer>();
            for (int i = 0; i < 3; i++) {
                held.add(TcpPeer.connect(bed.port));
                held.get(i).send("\r\n\r\n");
                assertEquals("\r\n", held.get(i).receiveOctets(2));
            }
            try (var more = TcpPeer.connect(bed.port)) {
                assertTrue(more.closed());
            }
            held.get(0).close();
            held.get(1).send(message(held.get(1), "x"));
            assertEquals(200, Messages.status(held.get(1).receive()));
            boolean free = false;
            for (int i = 0; i < 200 && !free; i++) {         // the close is seen a moment later
                try (var again = TcpPeer.connect(bed.port)) {
                    again.send(message(again, "x"));
                    free = again.receive(500).isPresent();
                }
            }
            assertTrue(free);
            for (var peer : held) {
                peer.close();
            }
        }
    }

    @Test
    void byDefaultThatAre64AndAnotherAddressHasItsOwn() throws Exception {
        try (var bed = bed().start()) {
            var held = new ArrayList<TcpPeer>();
            try {
                for (int i = 0; i < 64; i++) {
                    held.add(TcpPeer.connect(bed.port));
                    held.get(i).send("\r\n\r\n");
                    assertEquals("\r\n", held.get(i).receiveOctets(2));
                }
                try (var more = TcpPeer.connect(bed.port)) {
                    assertTrue(more.closed());
                }
                try (var other = TcpPeer.connect("127.0.0.2", bed.port)) {
                    other.send("\r\n\r\n");
                    assertEquals("\r\n", other.receiveOctets(2));
                }
                held.get(63).send(message(held.get(63), "x"));
                assertEquals(200, Messages.status(held.get(63).receive()));
            } finally {
                for (var peer : held) {
                    peer.close();
                }
            }
        }
    }

    @Test
    void anAnswerWhoseConnectionIsGoneGoesOverANewOne() throws Exception {
        var go = new java.util.concurrent.CountDownLatch(1);
        try (var server = new java.net.ServerSocket(0, 5, java.net.InetAddress.getByName("127.0.0.1"));
                var bed = new TestBed().options(o -> o.setT1(Duration.ofMillis(500))).consumer("", e -> {
                    taken.add("in");
                    go.await();
                }).start()) {
            var peer = TcpPeer.connect(bed.port);
            peer.send(Messages.message("TCP", server.getLocalPort(), Messages.branch(), "x"));
            assertEquals("in", taken.poll(10, TimeUnit.SECONDS));
            peer.close();
            try (var other = TcpPeer.connect(bed.port)) {    // the close was read when what came after it is answered
                other.send(Messages.request("OPTIONS", "TCP", 5060, Messages.branch(), "", ""));
                assertEquals(200, Messages.status(other.receive()));
                while (bed.component.connections() > 1) {
                    Thread.onSpinWait();
                }
            }
            go.countDown();
            try (var accepted = TcpPeer.accept(server)) {
                assertEquals(200, Messages.status(accepted.receive()));
            }
        }
    }

    @Test
    void twoAreOneAfterTheOtherInOneDatagramOnlyTheFirst() throws Exception {
        try (var bed = bed().start(); var peer = new UdpPeer()) {
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "first")
                    + Messages.message("UDP", peer.port(), Messages.branch(), "second"), bed.port);
            assertEquals(200, Messages.status(peer.receive()));
            assertEquals("first", taken.poll(10, TimeUnit.SECONDS));
            assertTrue(taken.isEmpty());
        }
    }
}
