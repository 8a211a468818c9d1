package org.stox.camel.sip;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The questions of RFC 3261 §8.2 before a route sees a request, in their order, and who is answered where. */
@Timeout(60)
class ScreeningTest {

    private static final String CONSUMER = "domains=example.com";

    private static String ask(TestBed bed, UdpPeer peer, String request) throws Exception {
        peer.send(request, bed.port);
        return peer.receive();
    }

    private static String request(UdpPeer peer, String method, String more, String body) {
        return Messages.request(method, "UDP", peer.port(), Messages.branch(), more, body);
    }

    @Test
    void whatTheRouteDoesNotTakeIsAnsweredByTheEndpoint() throws Exception {
        try (var bed = new TestBed().consumer(CONSUMER, e -> { }).start(); var peer = new UdpPeer()) {
            String refused = ask(bed, peer, request(peer, "PUBLISH", "Event: presence\r\n", ""));
            assertEquals(405, Messages.status(refused));
            assertTrue(Messages.header(refused, "Allow").contains("MESSAGE"), refused);
            assertEquals(501, Messages.status(ask(bed, peer, request(peer, "FROBNICATE", "", ""))));
            assertEquals(481, Messages.status(ask(bed, peer, request(peer, "BYE", "", ""))));
            assertEquals(481, Messages.status(ask(bed, peer, request(peer, "CANCEL", "", ""))));
            String type = ask(bed, peer, request(peer, "MESSAGE", "Content-Type: image/png\r\n", "x"));
            assertEquals(415, Messages.status(type));
            assertTrue(Messages.header(type, "Accept").contains("text/plain"), type);
            String required = ask(bed, peer, request(peer, "MESSAGE", "Require: 100rel\r\n", ""));
            assertEquals(420, Messages.status(required));
            assertEquals("100rel", Messages.header(required, "Unsupported"));
            assertEquals(416, Messages.status(ask(bed, peer, request(peer, "MESSAGE", "", "").replace("MESSAGE sip:juliet@example.com",
                    "MESSAGE tel:+123"))));
            assertEquals(483, Messages.status(ask(bed, peer, request(peer, "MESSAGE", "", "").replace("Max-Forwards: 70",
                    "Max-Forwards: 0"))));
            String options = ask(bed, peer, request(peer, "OPTIONS", "", ""));
            assertEquals(200, Messages.status(options));
            assertTrue(Messages.header(options, "Allow").contains("MESSAGE"), options);
            assertEquals(404, Messages.status(ask(bed, peer, request(peer, "OPTIONS", "", "").replace("juliet@example.com",
                    "juliet@elsewhere.example"))));
        }
    }

    @Test
    void anAnswerWithoutTransactionIsTheSameForEachCopy() throws Exception {
        try (var bed = new TestBed().consumer(CONSUMER, e -> { }).start(); var peer = new UdpPeer()) {
            String publish = request(peer, "PUBLISH", "", "");
            assertEquals(ask(bed, peer, publish), ask(bed, peer, publish));
        }
    }

    @Test
    void anInviteThatIsNotServedGets405AndItsAckNothing() throws Exception {
        try (var bed = new TestBed().consumer(CONSUMER, e -> { }).start(); var peer = new UdpPeer()) {
            String branch = Messages.branch();
            assertEquals(405, Messages.status(ask(bed, peer, Messages.request("INVITE", "UDP", peer.port(), branch, "", ""))));
            peer.send(Messages.request("ACK", "UDP", peer.port(), branch, "", ""), bed.port);
            peer.send("SIP/2.0 200 OK\r\n" + Messages.request("MESSAGE", "UDP", peer.port(), branch, "", "").split("\r\n", 2)[1], bed.port);
            assertEquals("1 OPTIONS", Messages.header(ask(bed, peer, request(peer, "OPTIONS", "", "")), "CSeq"));
        }
    }

    @Test
    void anUntrustedSourceGets403AfterTheGrammarAndNothingForAnAck() throws Exception {
        try (var bed = new TestBed().consumer("trusted=127.0.0.2,192.0.2.0/24", e -> { }).start(); var peer = new UdpPeer()) {
            assertEquals(403, Messages.status(ask(bed, peer, request(peer, "MESSAGE", "", ""))));
            assertEquals(403, Messages.status(ask(bed, peer, request(peer, "OPTIONS", "", ""))));
            assertEquals(400, Messages.status(ask(bed, peer, request(peer, "MESSAGE", "From: <sip:x@y>;tag=1\r\n", ""))));
            peer.send(request(peer, "ACK", "", ""), bed.port);
            assertEquals(403, Messages.status(ask(bed, peer, request(peer, "OPTIONS", "", ""))));
        }
    }

    @Test
    void aTrustedSourceIsAnsweredAtItsPortAndAnotherWhereItsViaSays() throws Exception {
        try (var bed = new TestBed().consumer("trusted=127.0.0.1", e -> { }).start();
                var peer = new UdpPeer(); var named = new UdpPeer(); var stranger = new UdpPeer("127.0.0.2"); var port = new UdpPeer("127.0.0.2")) {
            peer.send(Messages.message("UDP", named.port(), Messages.branch(), "x"), bed.port);
            assertEquals(200, Messages.status(peer.receive()));
            stranger.send(Messages.message("UDP", port.port(), Messages.branch(), "x"), bed.port);
            String refused = port.receive();
            assertEquals(403, Messages.status(refused));
            assertTrue(Messages.header(refused, "Via").endsWith(";received=127.0.0.2"), refused);
            String branch = Messages.branch();
            stranger.send(Messages.message("UDP", port.port(), branch + ";rport", "x"), bed.port);
            String asked = stranger.receive();
            assertTrue(Messages.header(asked, "Via").contains(";rport=" + stranger.port()), asked);
        }
    }

    @Test
    void aRequestThatWasHereBeforeIsALoop() throws Exception {
        try (var peer = new UdpPeer();
                var bed = new TestBed().consumer(CONSUMER, e -> { }).producer("peer=127.0.0.1:" + peer.port()).start()) {
            bed.send(Messages.outgoing("MESSAGE", "romeo", "round"));
            String sent = peer.receive();
            peer.send(Messages.answer(sent, 200, "OK", ""), bed.port);
            String back = sent.replaceFirst("\r\n", "\r\nVia: SIP/2.0/UDP 127.0.0.1:" + peer.port() + ";branch=" + Messages.branch() + "\r\n")
                    .replace("romeo@example.net SIP", "juliet@example.com SIP");
            peer.send(back, bed.port);
            String answer = peer.receive();
            while (answer.startsWith("MESSAGE")) {
                answer = peer.receive();
            }
            assertEquals(482, Messages.status(answer));
        }
    }

    @Test
    void whatHasNoRoomAndWhatComesToASuspendedRouteGets503AndATime() throws Exception {
        var go = new CountDownLatch(1);
        try (var bed = new TestBed().consumer("inFlight=1", e -> go.await()).start(); var peer = new UdpPeer()) {
            String first = request(peer, "MESSAGE", "", "");
            peer.send(first, bed.port);
            String full = ask(bed, peer, request(peer, "MESSAGE", "", ""));
            while (Messages.status(full) == 100) {
                full = peer.receive();
            }
            assertEquals(503, Messages.status(full));
            assertEquals("5", Messages.header(full, "Retry-After"));
            go.countDown();
            String answer = peer.receive();
            while (Messages.status(answer) == 100) {
                answer = peer.receive();
            }
            assertEquals(200, Messages.status(answer));
            bed.context.getRouteController().suspendRoute(bed.context.getRoutes().get(0).getId());
            assertEquals(503, Messages.status(ask(bed, peer, request(peer, "MESSAGE", "", ""))));
            bed.context.getRouteController().resumeRoute(bed.context.getRoutes().get(0).getId());
            assertEquals(200, Messages.status(ask(bed, peer, request(peer, "MESSAGE", "", ""))));
        }
    }

    @Test
    void anEventPackageWithoutRouteIs489() throws Exception {
        try (var bed = new TestBed().consumer("methods=SUBSCRIBE&event=presence", e -> { }).start(); var peer = new UdpPeer()) {
            assertEquals(200, Messages.status(ask(bed, peer, request(peer, "SUBSCRIBE", "Event: presence;id=1\r\n", ""))));
            assertEquals(489, Messages.status(ask(bed, peer, request(peer, "SUBSCRIBE", "Event: dialog\r\n", ""))));
        }
    }
}
