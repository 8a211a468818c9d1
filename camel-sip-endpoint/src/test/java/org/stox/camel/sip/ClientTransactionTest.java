package org.stox.camel.sip;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipResponse;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** How a request that we send ends: response, timeout, or the loss of its connection (RFC 3261 §8.1.3, §17.1). */
@Timeout(60)
class ClientTransactionTest {

    static Refusal.Reason refused(CompletableFuture<Exchange> sent) throws Exception {
        var exchange = sent.get(40, TimeUnit.SECONDS);
        if (exchange.getException() instanceof Refusal refusal) {
            return refusal.reason();
        }
        throw new AssertionError("not refused: " + exchange.getException(), exchange.getException());
    }

    @Test
    @Proves({"RFC7572-4-09"})
    void aRequestIsSentAgainUntilItsAnswerAndProvisionalOnesDoNotEndIt() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(Messages.outgoing("MESSAGE", "romeo", "hello"));
            String first = peer.receive();
            assertEquals(first, peer.receive());
            peer.send(Messages.answer(first, 100, "Trying", ""), bed.port);
            peer.send(Messages.answer(first, 202, "Accepted", "X-Here: 1\r\n"), bed.port);
            peer.send(Messages.answer(first, 404, "Not Found", ""), bed.port);
            var response = sent.get(20, TimeUnit.SECONDS).getMessage().getBody(SipResponse.class);
            assertEquals(202, response.status());
            assertEquals("1", response.header("X-Here").orElseThrow());
            assertTrue(response.header("Via").isEmpty(), "our Via goes no further");
        }
    }

    @Test
    @Proves({"RFC7572-4-07"})
    void anAnswerIsKnownByItsBranchWhateverItsFromSays() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(Messages.outgoing("MESSAGE", "romeo", "hello"));
            String answer = Messages.answer(peer.receive(), 200, "OK", "");
            String other = answer.replaceFirst("\\r\\nFrom: [^;\\r]*?[^\\r]*(;tag=[^\\r;]*)", "\r\nFrom: <sip:someone@else.example>$1");
            assertTrue(!other.equals(answer), answer);
            peer.send(other, bed.port);
            assertEquals(200, sent.get(20, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.STATUS_CODE));
        }
    }

    @Test
    @Proves({"RFC7572-4-17"})
    void theTopViaIsOursWithAMarkedRandomBranchAndMaxForwardsIsAdded() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port() + "&advertise=gw.example.com").start()) {
            bed.send(Messages.outgoing("MESSAGE", "romeo", "1"));
            bed.send(Messages.outgoing("MESSAGE", "tybalt", "2"));
            String one = peer.receive();
            String two = peer.receive();
            peer.send(Messages.answer(one, 200, "OK", ""), bed.port);
            peer.send(Messages.answer(two, 200, "OK", ""), bed.port);
            assertTrue(Messages.header(one, "Via").startsWith("SIP/2.0/UDP gw.example.com:" + bed.port + ";branch=z9hG4bK"), one);
            assertEquals("70", Messages.header(one, "Max-Forwards"));
            assertEquals("", Messages.header(one, "Contact"));
            String a = Messages.branchOf(one);
            String b = Messages.branchOf(two);
            assertEquals(a.substring(0, a.indexOf('.')), b.substring(0, b.indexOf('.')));
            assertTrue(!a.equals(b) && a.substring(a.indexOf('.')).length() >= 14);
        }
    }

    @Test
    void aRefusalOfThePeerFailsTheExchangeWithAllThatItSays() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var moved = bed.send(Messages.outgoing("MESSAGE", "moved", "x"));
            peer.send(Messages.answer(peer.receive(), 302, "Moved Temporarily",
                    "Contact: \"R\" <sip:romeo@elsewhere.example;x=1>;q=0.5, <tel:+123>\r\n"), bed.port);
            var reason = refused(moved);
            assertEquals(302, reason.status().getAsInt());
            assertEquals(List.of("sip:romeo@elsewhere.example;x=1", "tel:+123"), reason.contacts());
            assertEquals("Moved Temporarily", reason.text().orElseThrow());
            var busy = bed.send(Messages.outgoing("MESSAGE", "busy", "x"));
            peer.send(Messages.answer(peer.receive(), 503, "Later", "Retry-After: 7\r\n"), bed.port);
            assertTrue(refused(busy).headers().contains(new SipHeader("Retry-After", "7")));
            var asked = bed.send(Messages.outgoing("MESSAGE", "asked", "x"));
            peer.send(Messages.answer(peer.receive(), 407, "Who?", "Proxy-Authenticate: Digest realm=\"x\"\r\n"), bed.port);
            assertEquals(407, refused(asked).status().getAsInt());
        }
    }

    @Test
    void silenceIs408AfterTimerF() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            long start = System.nanoTime();
            assertEquals(408, refused(bed.send(Messages.outgoing("MESSAGE", "romeo", "x"))).status().getAsInt());
            assertTrue(System.nanoTime() - start >= TimeUnit.MILLISECONDS.toNanos(64 * 50), "before 64 * T1");
        }
    }

    @Test
    void nobodyThereIs503AtOnceOverTcp() throws Exception {
        try (var bed = new TestBed().producer("peer=127.0.0.1:" + Ports.free() + ";transport=tcp").start()) {
            assertEquals(503, refused(bed.send(Messages.outgoing("MESSAGE", "romeo", "x"))).status().getAsInt());
        }
    }

    @Test
    void aConnectThatFailsLateIs503() throws Exception {
        try (var full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
                var bed = new TestBed().options(o -> o.setConnectTimeout(java.time.Duration.ofMillis(300)))
                        .producer("peer=127.0.0.1:" + full.getLocalPort() + ";transport=tcp").start()) {
            var held = new java.util.ArrayList<java.net.Socket>();
            try {
                while (true) {                              // until the backlog is full and connects hang
                    var socket = new java.net.Socket();
                    held.add(socket);
                    socket.connect(full.getLocalSocketAddress(), 300);
                }
            } catch (java.net.SocketTimeoutException e) {
                assertEquals(503, refused(bed.send(Messages.outgoing("MESSAGE", "romeo", "x"))).status().getAsInt());
            } finally {
                for (var socket : held) {
                    socket.close();
                }
            }
        }
    }

    @Test
    void aPeerThatGoesAwayWithTheRequestIs503AtOnceForAllThatWait() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                var bed = new TestBed().options(o -> o.setT1(java.time.Duration.ofMillis(500)))
                        .producer("peer=127.0.0.1:" + server.getLocalPort() + ";transport=tcp").start()) {
            var one = bed.send(Messages.outgoing("MESSAGE", "romeo", "1"));
            var two = bed.send(Messages.outgoing("MESSAGE", "tybalt", "2"));
            try (var peer = TcpPeer.accept(server)) {
                peer.receive();
                peer.receive();
            }
            assertEquals(503, refused(one).status().getAsInt());
            assertEquals(503, refused(two).status().getAsInt());
            var again = bed.send(Messages.outgoing("MESSAGE", "romeo", "3"));
            try (var peer = TcpPeer.accept(server)) {       // a new connection
                peer.send(Messages.answer(peer.receive(), 200, "OK", ""));
                assertEquals(200, again.get(20, TimeUnit.SECONDS).getMessage().getBody(SipResponse.class).status());
            }
        }
    }

    @Test
    void aConnectionIsUsedAgain() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                var bed = new TestBed().producer("peer=127.0.0.1:" + server.getLocalPort() + ";transport=tcp").start()) {
            var first = bed.send(Messages.outgoing("MESSAGE", "romeo", "1"));
            try (var peer = TcpPeer.accept(server)) {
                peer.send(Messages.answer(peer.receive(), 200, "OK", ""));
                first.get(20, TimeUnit.SECONDS);
                var second = bed.send(Messages.outgoing("MESSAGE", "romeo", "2"));
                peer.send(Messages.answer(peer.receive(), 200, "OK", ""));
                assertEquals(200, second.get(20, TimeUnit.SECONDS).getMessage().getBody(SipResponse.class).status());
            }
        }
    }

    @Test
    void aRefusedInviteIsAcknowledgedWithTheFieldsOfTheInvite() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(Messages.outgoing("INVITE", "romeo", ""));
            String invite = peer.receive();
            for (int i = 0; i < 2; i++) {                   // and again for each copy of the refusal
                peer.send(Messages.answer(invite, 180, "Ringing", ""), bed.port);
                peer.send(Messages.answer(invite, 486, "Busy Here", ""), bed.port);
                String ack = peer.receive();
                while (ack.startsWith("INVITE")) {
                    ack = peer.receive();
                }
                assertTrue(ack.startsWith("ACK sip:romeo@example.net SIP/2.0\r\n"), ack);
                assertEquals(Messages.header(invite, "Via"), Messages.header(ack, "Via"));
                assertEquals("1 ACK", Messages.header(ack, "CSeq"));
                assertEquals(Messages.header(invite, "To") + ";tag=peer", Messages.header(ack, "To"));
                assertEquals(Messages.header(invite, "From"), Messages.header(ack, "From"));
                assertEquals(Messages.header(invite, "Call-ID"), Messages.header(ack, "Call-ID"));
            }
            assertEquals(486, refused(sent).status().getAsInt());
        }
    }

    @Test
    void aBodyThatIsNoRequestIsTheRoutesMistake() throws Exception {
        try (var bed = new TestBed().producer("peer=127.0.0.1:9").start()) {
            var exchange = bed.context.createProducerTemplate().send("direct:out", e -> e.getIn().setBody("text"));
            assertTrue(exchange.getException() instanceof org.apache.camel.InvalidPayloadException);
        }
    }

    @Test
    void aPeerWithoutAddressIs503() throws Exception {
        try (var bed = new TestBed().producer("peer=nowhere.invalid:5060").start()) {
            assertEquals(503, refused(bed.send(Messages.outgoing("MESSAGE", "romeo", "x"))).status().getAsInt());
        }
    }

    @Test
    void aHeaderThatWouldBecomeTwoIsNeverSent() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            for (String value : new String[] {"a\r\nX-Evil: 1", "a\nX-Evil: 1", "a\rb", "a\0b"}) {
                var sent = bed.send(Messages.outgoing("MESSAGE", "romeo", "x").with("Subject", value)).get(20, TimeUnit.SECONDS);
                assertTrue(sent.getException() instanceof IllegalArgumentException, value);
            }
            var good = bed.send(Messages.outgoing("MESSAGE", "romeo", "x"));
            String request = peer.receive();
            assertTrue(!request.contains("X-Evil"), request);
            peer.send(Messages.answer(request, 200, "OK", ""), bed.port);
            assertEquals(200, good.get(20, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.STATUS_CODE));
        }
    }
}
