package org.stox.camel.sip;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

@Timeout(60)
class SipRoundTripTest {

    @Test
    @Proves({"RFC7572-5-04", "RFC7247-5-08"})
    void aMessageOverUdpIsAnsweredByItsRoute() throws Exception {
        var bodies = new java.util.concurrent.LinkedBlockingQueue<SipRequest>();
        try (var bed = new TestBed().consumer("", e -> bodies.add(e.getIn().getBody(SipRequest.class))).start(); var peer = new UdpPeer()) {
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "Wherefore art thou?"), bed.port);
            String answer = peer.receive();
            while (Messages.status(answer) == 100) {        // where the machine is slow
                answer = peer.receive();
            }
            assertEquals(200, Messages.status(answer));
            assertEquals("1 MESSAGE", Messages.header(answer, "CSeq"));
            assertTrue(Messages.header(answer, "To").contains(";tag="));
            assertEquals("", Messages.header(answer, "Contact"));
            assertEquals("0", Messages.header(answer, "Content-Length"));
            assertEquals("Wherefore art thou?", bodies.poll(5, TimeUnit.SECONDS).body().text());
        }
    }

    @Test
    @Proves({"RFC7572-5-04", "RFC7247-5-08"})
    void aMessageOverTcpIsAnsweredOnItsConnection() throws Exception {
        try (var bed = new TestBed().consumer("accepted=202", e -> { }).start(); var peer = TcpPeer.connect(bed.port)) {
            peer.send(Messages.message("TCP", peer.port(), Messages.branch(), "Hi"));
            String answer = peer.receive();
            while (Messages.status(answer) == 100) {        // where the machine is slow
                answer = peer.receive();
            }
            assertEquals(202, Messages.status(answer));
        }
    }

    @Test
    @Proves({"RFC7247-5-08"})
    void theProducerEndsWithTheFinalResponseOverUdp() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(Messages.outgoing("MESSAGE", "romeo", "Neither, fair saint"));
            String request = peer.receive();
            assertTrue(request.startsWith("MESSAGE sip:romeo@example.net SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:" + bed.port), request);
            peer.send(Messages.answer(request, 200, "OK", ""), bed.port);
            var ended = sent.get(20, TimeUnit.SECONDS);
            assertEquals(200, ended.getMessage().getBody(SipResponse.class).status());
            assertEquals(200, ended.getMessage().getHeader(SipConstants.STATUS_CODE));
        }
    }

    @Test
    @Proves({"RFC7247-5-08"})
    void theProducerEndsWithTheFinalResponseOverTcp() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                var bed = new TestBed().producer("peer=127.0.0.1:" + server.getLocalPort() + ";transport=tcp").start()) {
            var sent = bed.send(Messages.outgoing("MESSAGE", "romeo", "Neither, fair saint"));
            try (var peer = TcpPeer.accept(server)) {
                String request = peer.receive();
                assertTrue(request.contains("\r\nVia: SIP/2.0/TCP 127.0.0.1:" + bed.port), request);
                peer.send(Messages.answer(request, 200, "OK", ""));
                assertEquals(200, sent.get(20, TimeUnit.SECONDS).getMessage().getBody(SipResponse.class).status());
            }
        }
    }
}
