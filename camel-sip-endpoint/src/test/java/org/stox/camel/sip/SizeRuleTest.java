package org.stox.camel.sip;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 3428 §8 and RFC 3261 §18.1.1: what is too large for a MESSAGE, and what for UDP. */
@Timeout(60)
class SizeRuleTest {

    private static SipRequest sized(UdpPeer peer, TestBed bed, String method, int size) throws Exception {
        var probe = bed.send(Messages.outgoing("INFO", "probe", ""));
        String request = peer.receive();
        peer.send(Messages.answer(request, 200, "OK", ""), bed.port);
        probe.get(20, TimeUnit.SECONDS);
        int empty = request.length() + 2 * (method.length() - 4) + 2;       // the length of the body has three digits then
        return Messages.outgoing(method, "probe", "x".repeat(size - empty));
    }

    @Test
    @Proves({"RFC7572-6-01", "RFC7572-6-02"})
    void aMessageOf1300BytesIsSentAndOneMoreIsRefusedInTheWordsOfBothSides() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var fits = sized(peer, bed, "MESSAGE", 1300);
            var sent = bed.send(fits);
            String request = peer.receive();
            while (request.startsWith("INFO ")) {           // the probe again, where the machine is slow
                request = peer.receive();
            }
            assertEquals(1300, request.length());
            peer.send(Messages.answer(request, 200, "OK", ""), bed.port);
            assertEquals(200, sent.get(20, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.STATUS_CODE));
            var refused = ClientTransactionTest.refused(bed.send(sized(peer, bed, "MESSAGE", 1301)));
            assertEquals(513, refused.status().getAsInt());
            assertEquals(StanzaError.Condition.POLICY_VIOLATION, refused.error().orElseThrow().condition());
            assertEquals(StanzaError.Type.MODIFY, refused.error().orElseThrow().type());
        }
    }

    @Test
    void theLimitHoldsOverTcpTooAndCanBeRaised() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                var low = new TestBed().producer("peer=127.0.0.1:" + server.getLocalPort() + ";transport=tcp").start();
                var high = new TestBed().producer("peer=127.0.0.1:" + server.getLocalPort() + ";transport=tcp&messageMax=9000").start()) {
            var large = Messages.outgoing("MESSAGE", "romeo", "x".repeat(2000));
            assertEquals(513, ClientTransactionTest.refused(low.send(large)).status().getAsInt());
            var sent = high.send(large);
            try (var peer = TcpPeer.accept(server)) {
                peer.send(Messages.answer(peer.receive(), 200, "OK", ""));
                assertEquals(200, sent.get(20, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.STATUS_CODE));
            }
        }
    }

    @Test
    void anotherRequestOver1300BytesGoesByTcpToTheSamePeer() throws Exception {
        int port = Ports.free();
        try (var server = new ServerSocket(port, 5, InetAddress.getByName("127.0.0.1"));
                var bed = new TestBed().producer("peer=127.0.0.1:" + port).start()) {
            var sent = bed.send(Messages.outgoing("INFO", "romeo", "x".repeat(1300)));
            try (var peer = TcpPeer.accept(server)) {
                String request = peer.receive();
                assertTrue(Messages.header(request, "Via").startsWith("SIP/2.0/TCP "), request);
                peer.send(Messages.answer(request, 200, "OK", ""));
                assertEquals(200, sent.get(20, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.STATUS_CODE));
            }
        }
    }

    @Test
    void andOnceMoreByUdpIfThePeerHasNoTcp() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(Messages.outgoing("INFO", "romeo", "x".repeat(2000)));
            String request = peer.receive();
            assertTrue(Messages.header(request, "Via").startsWith("SIP/2.0/UDP "), request);
            assertTrue(request.length() > 2000);
            peer.send(Messages.answer(request, 200, "OK", ""), bed.port);
            assertEquals(200, sent.get(20, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.STATUS_CODE));
        }
    }
}
