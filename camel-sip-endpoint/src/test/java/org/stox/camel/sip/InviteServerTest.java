package org.stox.camel.sip;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.protocol.sip.SipRequest;
import org.stox.status.Figure;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** INVITEs that come: their 2xx and its ACK, CANCEL, and what may come meanwhile (RFC 3261 §9.2, §13.3.1). */
@Timeout(60)
class InviteServerTest {

    private static final String METHODS = "methods=INVITE,ACK,BYE,UPDATE,PRACK,INFO";

    private final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

    /** What a route is given, as "InOut INVITE". */
    private SipRequest see(Exchange exchange) {
        var request = exchange.getIn().getBody(SipRequest.class);
        seen.add(exchange.getPattern() + " " + request.method());
        assertEquals(request.method(), exchange.getIn().getHeader(SipConstants.METHOD));
        return request;
    }

    private String next() throws InterruptedException {
        return String.valueOf(seen.poll(10, TimeUnit.SECONDS));
    }

    private static String of(String request, String method, String response) {
        return request.replaceFirst("INVITE ", method + " ").replace("CSeq: 1 INVITE", "CSeq: 1 " + method)
                .replaceFirst("To: .*\r\n", "To: " + Messages.header(response, "To") + "\r\n")
                .replaceFirst("branch=[^;\r]*", "branch=" + Messages.branch());
    }

    private static String answerOf(UdpPeer peer, String method, int status) throws Exception {
        for (String answer = peer.receive();; answer = peer.receive()) {
            if (Messages.header(answer, "CSeq").endsWith(method) && Messages.status(answer) == status) {
                return answer;
            }
        }
    }

    @Test
    @Proves({"RFC7573-5-07", "RFC7573-5-08"})
    void the2xxGoesAgainUntilItsAckWhichTheRouteSeesOnce() throws Exception {
        try (var bed = new TestBed().consumer(METHODS, this::see).start(); var peer = new UdpPeer()) {
            String invite = Messages.request("INVITE", "UDP", peer.port(), Messages.branch(), "Contact: <sip:romeo@127.0.0.1>\r\n", "");
            peer.send(invite, bed.port);
            assertEquals(100, Messages.status(peer.receive()));
            String ok = peer.receive();
            assertEquals(200, Messages.status(ok));
            assertEquals(Messages.header(invite, "From"), Messages.header(ok, "From"));
            assertTrue(Messages.header(ok, "To").startsWith(Messages.header(invite, "To") + ";tag="), ok);
            assertEquals("<sip:127.0.0.1:" + bed.port + ">", Messages.header(ok, "Contact"));
            assertEquals("INVITE, ACK, BYE, UPDATE, PRACK, INFO, CANCEL, OPTIONS", Messages.header(ok, "Allow"));
            assertEquals(ok, peer.receive());
            assertEquals(ok, peer.receive());
            String ack = of(invite, "ACK", ok);
            peer.send(ack, bed.port);
            peer.send(ack.replaceFirst("branch=[^;\r]*", "branch=" + Messages.branch()), bed.port);
            peer.send(of(invite, "BYE", ok).replace("CSeq: 1", "CSeq: 2"), bed.port);
            assertEquals("2 BYE", Messages.header(answerOf(peer, "BYE", 200), "CSeq"));
            assertTrue(peer.receive(1_000).isEmpty(), "the 200 was sent again after its ACK");
            assertEquals("InOut INVITE", next());
            assertEquals("InOnly ACK", next());
            assertEquals("InOut BYE", next());
            assertTrue(seen.isEmpty(), seen.toString());
        }
    }

    @Test
    void overTcpItGoesAgainToo() throws Exception {
        try (var bed = new TestBed().consumer(METHODS, this::see).start(); var peer = TcpPeer.connect(bed.port)) {
            String invite = Messages.request("INVITE", "TCP", peer.port(), Messages.branch(), "", "");
            peer.send(invite);
            assertEquals(100, Messages.status(peer.receive()));
            String ok = peer.receive();
            assertEquals(ok, peer.receive());
            peer.send(of(invite, "ACK", ok));
            assertEquals("InOut INVITE", next());
            assertEquals("InOnly ACK", next());
            while (peer.receive(1_000).isPresent()) {
                assertTrue(seen.isEmpty(), seen.toString());
            }
        }
    }

    @Test
    void copiesOfAnAcceptedInviteAreAbsorbedAndItsCancelChangesNothing() throws Exception {
        try (var bed = new TestBed().options(o -> o.setT1(Duration.ofMillis(400))).consumer(METHODS, this::see).start();
                var peer = new UdpPeer()) {
            String invite = Messages.request("INVITE", "UDP", peer.port(), Messages.branch(), "", "");
            peer.send(invite, bed.port);
            String ok = answerOf(peer, "INVITE", 200);
            peer.send(invite, bed.port);
            peer.send(invite.replaceFirst("INVITE ", "CANCEL ").replace("CSeq: 1 INVITE", "CSeq: 1 CANCEL"), bed.port);
            String cancelled = answerOf(peer, "CANCEL", 200);
            assertTrue(Messages.header(cancelled, "To").contains(";tag="), cancelled);
            peer.send(of(invite, "ACK", ok), bed.port);
            assertEquals("InOut INVITE", next());
            assertEquals("InOnly ACK", next());
            assertTrue(seen.isEmpty(), seen.toString());
        }
    }

    @Test
    void anAckWithTheBranchOfItsInviteIsTaken() throws Exception {
        try (var bed = new TestBed().consumer(METHODS, this::see).start(); var peer = new UdpPeer()) {
            String branch = Messages.branch();
            String invite = Messages.request("INVITE", "UDP", peer.port(), branch, "", "");
            peer.send(invite, bed.port);
            String ok = answerOf(peer, "INVITE", 200);
            peer.send(of(invite, "ACK", ok).replaceFirst("branch=[^;\r]*", "branch=" + branch), bed.port);
            assertEquals("InOut INVITE", next());
            assertEquals("InOnly ACK", next());
        }
    }

    @Test
    void aCancelIs200ItsInvite487AndTheRouteIsTold() throws Exception {
        var answered = new CountDownLatch(1);
        try (var bed = new TestBed().consumer(METHODS, e -> {
            if (see(e).method().equals("INVITE")) {
                answered.await();
            }
        }).start(); var peer = new UdpPeer()) {
            String invite = Messages.request("INVITE", "UDP", peer.port(), Messages.branch(), "", "");
            String cancel = invite.replaceFirst("INVITE ", "CANCEL ").replace("CSeq: 1 INVITE", "CSeq: 1 CANCEL");
            peer.send(invite, bed.port);
            assertEquals(100, Messages.status(peer.receive()));
            assertEquals("InOut INVITE", next());
            peer.send(cancel, bed.port);
            peer.send(cancel, bed.port);
            String terminated = answerOf(peer, "INVITE", 487);
            String taken = answerOf(peer, "CANCEL", 200);
            assertEquals(Messages.header(terminated, "To"), Messages.header(taken, "To"));
            peer.send(of(invite, "ACK", terminated).replaceFirst("branch=[^;\r]*", "branch=" + Messages.branchOf(invite)), bed.port);
            answered.countDown();
            assertEquals("InOnly CANCEL", next());
            String options = Messages.request("OPTIONS", "UDP", peer.port(), Messages.branch(), "", "");
            peer.send(options, bed.port);
            answerOf(peer, "OPTIONS", 200);
            assertTrue(peer.receive(300).isEmpty(), "the route's own answer came too");
            assertTrue(seen.isEmpty(), seen.toString());
        }
    }

    @Test
    void otherRequestsOfTheDialogDoNotWaitForTheInvite() throws Exception {
        try (var bed = new TestBed(); var peer = new UdpPeer()) {
            var waiting = new LinkedBlockingQueue<Runnable>();
            bed.context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("sip:127.0.0.1:" + bed.port + "?trusted=127.0.0.1&" + METHODS).process(new AsyncProcessorSupport() {
                        @Override
                        public boolean process(Exchange exchange, AsyncCallback callback) {
                            if (see(exchange).method().equals("INVITE")) {
                                waiting.add(() -> callback.done(false));
                                return false;
                            }
                            callback.done(true);
                            return true;
                        }
                    });
                }
            });
            bed.start();
            String invite = Messages.request("INVITE", "UDP", peer.port(), Messages.branch(), "", "");
            peer.send(invite, bed.port);
            assertEquals(100, Messages.status(peer.receive()));
            int number = 1;
            for (var method : new String[] {"PRACK", "UPDATE", "INFO"}) {
                number++;
                peer.send(of(invite, method, invite).replace("CSeq: 1", "CSeq: " + number), bed.port);
                assertEquals(number + " " + method, Messages.header(answerOf(peer, method, 200), "CSeq"));
            }
            waiting.poll().run();
            String ok = answerOf(peer, "INVITE", 200);
            peer.send(of(invite, "ACK", ok), bed.port);
            assertEquals("InOut INVITE", next());
            assertEquals("InOut PRACK", next());
            assertEquals("InOut UPDATE", next());
            assertEquals("InOut INFO", next());
            assertEquals("InOnly ACK", next());
        }
    }

    @Test
    void theSameInviteByAnotherWayIs482() throws Exception {
        var runs = new AtomicInteger();
        var go = new CountDownLatch(1);
        try (var bed = new TestBed().consumer(METHODS, e -> {
            runs.incrementAndGet();
            go.await();
        }).start(); var peer = new UdpPeer()) {
            String invite = Messages.request("INVITE", "UDP", peer.port(), Messages.branch(), "", "");
            peer.send(invite, bed.port);
            assertEquals(100, Messages.status(peer.receive()));
            peer.send(invite.replaceFirst("branch=[^;\r]*", "branch=" + Messages.branch()), bed.port);
            assertEquals(482, Messages.status(peer.receive()));
            go.countDown();
            assertEquals(200, Messages.status(peer.receive()));
            assertEquals(1, runs.get());
        }
    }

    @Test
    void whatIsUnansweredWhenTheRouteIsStoppedIs503() throws Exception {
        var never = new CountDownLatch(1);
        try (var bed = new TestBed().consumer(METHODS, e -> {
            see(e);
            never.await();
        }).start(); var peer = new UdpPeer()) {
            bed.context.getShutdownStrategy().setTimeout(1);
            peer.send(Messages.request("INVITE", "UDP", peer.port(), Messages.branch(), "", ""), bed.port);
            assertEquals(100, Messages.status(peer.receive()));
            assertEquals("InOut INVITE", next());
            bed.context.stop();
            assertEquals(503, Messages.status(peer.receive()));
            never.countDown();
        }
    }

    @Test
    void whoTakesInviteTakesAck() throws Exception {
        try (var bed = new TestBed()) {
            var thrown = assertThrows(Exception.class, () -> bed.consumer("methods=INVITE,BYE", e -> { }).start());
            String text = thrown + " " + thrown.getCause();
            assertTrue(text.contains("takes INVITE and not its ACK: methods=INVITE,BYE,ACK"), text);
        }
    }

    @Test
    void contentIsWhatTheRouteOfItsMethodTakes() throws Exception {
        try (var bed = new TestBed().consumer("methods=INVITE,ACK&accept=text/html", e -> { })
                .consumer("methods=MESSAGE&accept=text/plain", e -> { }).start(); var peer = new UdpPeer()) {
            String sdp = "Content-Type: application/sdp\r\n";
            peer.send(Messages.request("MESSAGE", "UDP", peer.port(), Messages.branch(), sdp, "v=0"), bed.port);
            String refused = peer.receive();
            assertEquals(415, Messages.status(refused));
            assertEquals("text/plain", Messages.header(refused, "Accept"));
            peer.send(Messages.request("INVITE", "UDP", peer.port(), Messages.branch(), sdp, "v=0"), bed.port);
            assertEquals(100, Messages.status(peer.receive()));
        }
    }

    @Test
    void theFiguresTellOfInvitesWithoutTheirEnd() throws Exception {
        try (var bed = new TestBed().consumer(METHODS, this::see).start(); var peer = new UdpPeer()) {
            String invite = Messages.request("INVITE", "UDP", peer.port(), Messages.branch(), "", "");
            peer.send(invite, bed.port);
            String ok = answerOf(peer, "INVITE", 200);
            assertEquals(1, invites(bed));
            peer.send(of(invite, "ACK", ok), bed.port);
            next();
            assertEquals("InOnly ACK", next());
            assertEquals(0, invites(bed));
        }
    }

    private static double invites(TestBed bed) {
        return bed.component.status().get(0).figures().stream().filter(f -> f.label().equals("stox.sip.invites{direction=in}"))
                .mapToDouble(f -> ((Figure.Now) f).value()).findFirst().orElseThrow();
    }
}
