package org.stox.camel.sip;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** INVITEs that go: provisional responses, ACK of each 2xx, CANCEL, and 2xx that nobody waits for (RFC 3261 §9.1, §13.2.2). */
@Timeout(60)
class InviteClientTest {

    private static final SipRequest INVITE = Messages.outgoing("INVITE", "romeo", "").without("Content-Type");

    private static SipResponse accepted(CompletableFuture<Exchange> sent) throws Exception {
        var exchange = sent.get(20, TimeUnit.SECONDS);
        return exchange.getMessage().getBody(SipResponse.class);
    }

    private static int refused(CompletableFuture<Exchange> sent) throws Exception {
        return ClientTransactionTest.refused(sent).status().getAsInt();
    }

    /** The next request of this method; copies of others are passed over. */
    private static String next(UdpPeer peer, String method) throws Exception {
        for (String request = peer.receive();; request = peer.receive()) {
            if (request.startsWith(method + " ")) {
                return request;
            }
        }
    }

    private static String answer(String request, int status, String tag) {
        return Messages.answer(request, status, "Answer", "Contact: <sip:romeo@127.0.0.1:9>\r\n").replace(";tag=peer", ";tag=" + tag);
    }

    private static SipRequest ack(SipResponse ok) {
        return SipDialog.of(INVITE).confirmed(ok).ack(1);
    }

    @Test
    @Proves({"RFC7573-4-17", "RFC7573-4-18", "RFC7573-4-29"})
    void theAckGoesOnceAndAgainWithEachCopyOfThe2xx() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(INVITE);
            String invite = peer.receive();
            assertEquals("<sip:127.0.0.1:" + bed.port + ">", Messages.header(invite, "Contact"));
            String ok = answer(invite, 200, "peer");
            peer.send(ok, bed.port);
            peer.send(ok, bed.port);
            var response = accepted(sent);
            var acked = bed.send(ack(response)).get(20, TimeUnit.SECONDS);
            assertTrue(acked.getException() == null);
            String first = next(peer, "ACK");
            assertTrue(first.startsWith("ACK sip:romeo@127.0.0.1:9 SIP/2.0\r\n"), first);
            assertEquals("1 ACK", Messages.header(first, "CSeq"));
            assertEquals(Messages.header(ok, "To"), Messages.header(first, "To"));
            assertEquals(Messages.header(invite, "From"), Messages.header(first, "From"));
            assertTrue(!Messages.branchOf(first).equals(Messages.branchOf(invite)), "the ACK of a 2xx is a transaction of its own");
            for (int i = 0; i < 3; i++) {
                peer.send(ok, bed.port);
                assertEquals(first, peer.receive());
            }
            assertTrue(peer.receive(300).isEmpty());
        }
    }

    @Test
    void overTcpTheSame() throws Exception {
        try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                var bed = new TestBed().producer("peer=127.0.0.1:" + server.getLocalPort() + ";transport=tcp").start()) {
            var sent = bed.send(INVITE);
            try (var peer = TcpPeer.accept(server)) {
                String ok = answer(peer.receive(), 200, "peer");
                peer.send(ok);
                bed.send(ack(accepted(sent)));
                String first = peer.receive();
                assertTrue(first.startsWith("ACK "), first);
                peer.send(ok);
                assertEquals(first, peer.receive());
            }
        }
    }

    @Test
    void provisionalResponsesComeByTheRouteThatTakesInviteInTheirOrder() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        try (var peer = new UdpPeer(); var bed = new TestBed().consumer("methods=INVITE,ACK", e -> {
            assertEquals(ExchangePattern.InOnly, e.getPattern());
            var response = e.getIn().getBody(SipResponse.class);
            seen.add(response.status() + response.header("RSeq").map(r -> " " + r).orElse(""));
            assertEquals(response.status(), e.getIn().getHeader(SipConstants.STATUS_CODE));
            assertEquals("INVITE", e.getIn().getHeader(SipConstants.METHOD));
            assertEquals("sip:romeo@example.net", e.getIn().getHeader(SipConstants.FROM));
            assertEquals("sip:juliet@example.com", e.getIn().getHeader(SipConstants.TO));
            assertTrue(response.header("Via").isEmpty());
        }).producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(INVITE);
            String invite = peer.receive();
            peer.send(answer(invite, 100, "peer"), bed.port);
            peer.send(answer(invite, 180, "peer"), bed.port);
            for (int rseq : new int[] {7, 7, 9, 8}) {       // a copy, and one before its turn (RFC 3262 §4)
                peer.send(answer(invite, 183, "peer").replace("\r\n\r\n", "\r\nRequire: 100rel\r\nRSeq: " + rseq + "\r\n\r\n"), bed.port);
            }
            peer.send(answer(invite, 200, "peer"), bed.port);
            assertEquals(200, accepted(sent).status());
            assertEquals(List.of("180", "183 7", "183 8"), List.copyOf(seen));
        }
    }

    @Test
    void aCancelWaitsForTheFirstResponseAndGoesTheWayOfItsInvite() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(INVITE);
            String invite = peer.receive();
            var cancelled = bed.send(SipDialog.cancel(INVITE));
            assertEquals(invite, peer.receive());           // the INVITE is sent again, and no CANCEL
            peer.send(answer(invite, 180, "peer"), bed.port);
            String cancel = next(peer, "CANCEL");
            assertEquals(Messages.header(invite, "Via"), Messages.header(cancel, "Via"));
            assertEquals("1 CANCEL", Messages.header(cancel, "CSeq"));
            peer.send(answer(cancel, 200, "peer"), bed.port);
            assertEquals(200, accepted(cancelled).status());
            assertEquals(481, refused(bed.send(SipDialog.cancel(INVITE))), "it is cancelled already");
            peer.send(answer(invite, 487, "peer"), bed.port);
            assertEquals(487, refused(sent));
            assertEquals(Messages.branchOf(invite), Messages.branchOf(next(peer, "ACK")));
        }
    }

    @Test
    void aCancelOfNothingIs481() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            assertEquals(481, refused(bed.send(SipDialog.cancel(INVITE))));
            var sent = bed.send(INVITE);
            String invite = peer.receive();
            var waits = bed.send(SipDialog.cancel(INVITE));
            assertEquals(invite, peer.receive());
            peer.send(answer(invite, 486, "peer"), bed.port);
            assertEquals(486, refused(sent));
            assertEquals(481, refused(waits));
            assertEquals(481, refused(bed.send(SipDialog.cancel(INVITE))));
        }
    }

    @Test
    void a2xxThatCrossesTheCancelIsAcknowledgedAndEnded() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(INVITE);
            String invite = peer.receive();
            peer.send(answer(invite, 180, "peer"), bed.port);
            var cancelled = bed.send(SipDialog.cancel(INVITE));
            String cancel = next(peer, "CANCEL");
            peer.send(answer(invite, 200, "peer"), bed.port);
            peer.send(answer(cancel, 200, "peer"), bed.port);
            assertEquals(487, refused(sent));
            assertEquals(200, accepted(cancelled).status());
            assertEnded(peer, bed, "peer");
        }
    }

    /** ACK and BYE of the dialog with that tag, in this order, and to its Contact. */
    private static void assertEnded(UdpPeer peer, TestBed bed, String tag) throws Exception {
        String ack = next(peer, "ACK");
        String bye = next(peer, "BYE");
        for (var request : List.of(ack, bye)) {
            assertTrue(request.contains(" sip:romeo@127.0.0.1:9 SIP/2.0\r\n"), request);
            assertTrue(Messages.header(request, "To").endsWith(";tag=" + tag), request);
        }
        assertEquals("1 ACK", Messages.header(ack, "CSeq"));
        assertEquals("101 BYE", Messages.header(bye, "CSeq"));
        peer.send(Messages.answer(bye, 200, "OK", ""), bed.port);
    }

    @Test
    void a2xxOfAnotherBranchIsAcknowledgedAndEndedOnce() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(INVITE);
            String invite = peer.receive();
            peer.send(answer(invite, 200, "one"), bed.port);
            peer.send(answer(invite, 200, "two"), bed.port);
            var response = accepted(sent);
            assertTrue(response.header("To").orElseThrow().endsWith(";tag=one"));
            assertEnded(peer, bed, "two");
            bed.send(ack(response));
            assertTrue(Messages.header(next(peer, "ACK"), "To").endsWith(";tag=one"));
            peer.send(answer(invite, 200, "two"), bed.port);
            assertTrue(Messages.header(next(peer, "ACK"), "To").endsWith(";tag=two"));
            assertTrue(peer.receive(300).isEmpty(), "one BYE is enough");
        }
    }

    @Test
    void silenceIs408AndALate2xxIsEnded() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().options(o -> o.setT1(Duration.ofMillis(20)))
                .producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(INVITE);
            String invite = peer.receive();
            assertEquals(408, refused(sent));
            peer.send(answer(invite, 200, "late"), bed.port);
            assertEnded(peer, bed, "late");
        }
    }

    @Test
    void theDialogOfAReInviteIsNotEnded() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().options(o -> o.setT1(Duration.ofMillis(20)))
                .producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(INVITE.with("To", "<sip:romeo@example.net>;tag=peer"));
            String invite = peer.receive();
            assertEquals(408, refused(sent));
            peer.send(answer(invite, 200, "peer"), bed.port);
            assertTrue(Messages.header(next(peer, "ACK"), "To").endsWith(";tag=peer"));
            assertTrue(peer.receive(300).isEmpty());
        }
    }

    @Test
    void afterACancelNobodyWaitsForEver() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().options(o -> o.setT1(Duration.ofMillis(20)))
                .producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = bed.send(INVITE);
            peer.send(answer(peer.receive(), 180, "peer"), bed.port);
            var cancelled = bed.send(SipDialog.cancel(INVITE));
            assertEquals(487, refused(sent));
            assertEquals(408, refused(cancelled));
        }
    }

    @Test
    void whatRingsRingsLongerThanTimerBAndIsCancelledByTheStop() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().options(o -> o.setT1(Duration.ofMillis(10)))
                .producer("peer=127.0.0.1:" + peer.port()).start()) {
            bed.context.getShutdownStrategy().setTimeout(1);
            var sent = bed.send(INVITE);
            String invite = peer.receive();
            peer.send(answer(invite, 180, "peer"), bed.port);
            var silent = bed.send(Messages.outgoing("INFO", "romeo", ""));
            assertEquals(408, refused(silent), "64 * T1 are over");
            assertTrue(!sent.isDone());
            bed.context.stop();
            assertEquals(Messages.header(invite, "Via"), Messages.header(next(peer, "CANCEL"), "Via"));
            assertEquals(503, refused(sent));
        }
    }

    @Test
    void aRefusalTellsWhatTheNextTryNeeds() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            for (var field : List.of("Min-SE: 600", "Require: 100rel", "Unsupported: timer", "Contact: <sip:r@elsewhere.example>")) {
                var sent = bed.send(Messages.outgoing("INVITE", "romeo", ""));
                String invite = next(peer, "INVITE");
                int status = field.startsWith("Contact") ? 302 : field.startsWith("Min") ? 422 : field.startsWith("Require") ? 421 : 420;
                peer.send(Messages.answer(invite, status, "No", field + "\r\n"), bed.port);
                var reason = ClientTransactionTest.refused(sent);
                assertEquals(status, reason.status().getAsInt());
                String[] parts = field.split(": ");
                assertTrue(status == 302 ? reason.contacts().equals(List.of("sip:r@elsewhere.example"))
                        : reason.headers().contains(new SipHeader(parts[0], parts[1])), reason.toString());
                assertEquals(Messages.branchOf(invite), Messages.branchOf(next(peer, "ACK")));
            }
        }
    }

    @Test
    void aLargeInviteGoesByTcpAndItsCancelToo() throws Exception {
        var large = new SipRequest("INVITE", INVITE.uri(), INVITE.headers(), Octets.utf8("x".repeat(1400)));
        try (var server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
                var bed = new TestBed().producer("peer=127.0.0.1:" + server.getLocalPort()).start()) {
            var sent = bed.send(large);
            try (var peer = TcpPeer.accept(server)) {
                String invite = peer.receive();
                assertTrue(Messages.header(invite, "Via").startsWith("SIP/2.0/TCP "), invite);
                peer.send(answer(invite, 180, "peer"));
                bed.send(SipDialog.cancel(large));
                String cancel = peer.receive();
                assertEquals(Messages.header(invite, "Via"), Messages.header(cancel, "Via"));
                peer.send(answer(cancel, 200, "peer"));
                peer.send(answer(invite, 487, "peer"));
                assertTrue(peer.receive().startsWith("ACK "));
                assertEquals(487, refused(sent));
            }
        }
    }
}
