package org.stox.camel.sip;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What the endpoint answers, and how often, to requests that reach a route (RFC 3261 §17.2, RFC 4320). */
@Timeout(60)
class ServerTransactionTest {

    @Test
    void aRetransmissionReachesTheRouteOnceAndGetsTheSameAnswerAgain() throws Exception {
        var runs = new AtomicInteger();
        try (var bed = new TestBed().consumer("", e -> runs.incrementAndGet()).start(); var peer = new UdpPeer()) {
            String message = Messages.message("UDP", peer.port(), Messages.branch(), "once");
            peer.send(message, bed.port);
            String first = peer.receive();
            for (int i = 0; i < 3; i++) {
                peer.send(message, bed.port);
                assertEquals(first, peer.receive());
            }
            assertEquals(1, runs.get());
        }
    }

    @Test
    void aRetransmissionBeforeTheAnswerIsAbsorbed() throws Exception {
        var runs = new AtomicInteger();
        var go = new CountDownLatch(1);
        try (var bed = new TestBed().options(o -> o.setT1(java.time.Duration.ofMillis(500))).consumer("", e -> {
            runs.incrementAndGet();
            go.await();
        }).start(); var peer = new UdpPeer()) {
            String message = Messages.message("UDP", peer.port(), Messages.branch(), "once");
            for (int i = 0; i < 3; i++) {
                peer.send(message, bed.port);
            }
            peer.send(Messages.request("OPTIONS", "UDP", peer.port(), Messages.branch(), "", ""), bed.port);
            assertEquals("1 OPTIONS", Messages.header(peer.receive(), "CSeq"));      // all before it were read
            go.countDown();
            assertEquals(200, Messages.status(peer.receive()));
            assertTrue(peer.receive(200).isEmpty());
            assertEquals(1, runs.get());
        }
    }

    @Test
    void aPairKeepsItsOrderWhateverTheFirstIsHeldUpByAndOthersDoNotWait() throws Exception {
        var seen = new LinkedBlockingQueue<String>();
        var go = new CountDownLatch(1);
        try (var bed = new TestBed().consumer("", e -> {
            String text = e.getIn().getBody(SipRequest.class).body().text();
            if (text.equals("first")) {
                go.await();
            }
            seen.add(text);
        }).start(); var peer = new UdpPeer()) {
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "first"), bed.port);
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "second"), bed.port);
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "of another").replace("romeo", "mercutio"), bed.port);
            assertEquals("of another", seen.poll(20, TimeUnit.SECONDS));
            go.countDown();
            assertEquals("first", seen.poll(20, TimeUnit.SECONDS));
            assertEquals("second", seen.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void twoSendersWithTheSameBranchAreTwoTransactions() throws Exception {
        var runs = new AtomicInteger();
        try (var bed = new TestBed().consumer("methods=MESSAGE,INFO", e -> runs.incrementAndGet()).start();
                var one = new UdpPeer(); var two = new UdpPeer()) {
            String branch = Messages.branch();
            one.send(Messages.message("UDP", one.port(), branch, "one"), bed.port);
            two.send(Messages.message("UDP", two.port(), branch, "two"), bed.port);
            one.send(Messages.request("INFO", "UDP", one.port(), branch, "", ""), bed.port);
            assertEquals(200, Messages.status(two.receive()));
            assertEquals(200, Messages.status(one.receive()));
            assertEquals(200, Messages.status(one.receive()));
            assertEquals(3, runs.get());
        }
    }

    @Test
    void aSlowRequestGets100AfterTheSenderHasSlowedDown() throws Exception {
        var go = new CountDownLatch(1);
        try (var bed = new TestBed().consumer("", e -> go.await()).start(); var peer = new UdpPeer()) {
            long start = System.nanoTime();
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "slow"), bed.port);
            String trying = peer.receive();
            long ms = (System.nanoTime() - start) / 1_000_000;
            assertEquals(100, Messages.status(trying));
            assertTrue(ms >= 7 * 50, "100 came after " + ms + " ms");
            assertTrue(!Messages.header(trying, "To").contains("tag="));
            go.countDown();
            assertEquals(200, Messages.status(peer.receive()));
        }
    }

    @Test
    void aResponseInTheBodyIsSentWithTheFieldsOfItsRequest() throws Exception {
        var response = new SipResponse(202, "Taken", java.util.List.of(new SipHeader("X-Queue", "7"),
                new SipHeader("Call-ID", "another"), new SipHeader("Via", "SIP/2.0/UDP elsewhere;branch=z9hG4bKx")), Octets.NONE);
        try (var bed = new TestBed().consumer("", e -> e.getMessage().setBody(response)).start(); var peer = new UdpPeer()) {
            String branch = Messages.branch();
            peer.send(Messages.message("UDP", peer.port(), branch, "x"), bed.port);
            String answer = peer.receive();
            assertTrue(answer.startsWith("SIP/2.0 202 Taken\r\n"), answer);
            assertEquals("7", Messages.header(answer, "X-Queue"));
            assertEquals(branch + "@127.0.0.1", Messages.header(answer, "Call-ID"));
            assertEquals(branch, Messages.branchOf(answer));
        }
    }

    @Test
    void aRefusalBecomesItsStatusAndABugBecomes500WithoutText() throws Exception {
        try (var bed = new TestBed().consumer("", e -> {
            switch (e.getIn().getBody(SipRequest.class).body().text()) {
                case "gone" -> throw new RuntimeException("around", Refusal.sip(404, "No such user", new SipHeader("Warning", "399 x \"y\"")));
                case "late" -> throw Refusal.sip(408, "Request Timeout");
                default -> throw new IllegalStateException("secret");
            }
        }).start(); var peer = new UdpPeer()) {
            String gone = exchange(peer, bed, "gone");
            assertEquals(404, Messages.status(gone));
            assertEquals("399 x \"y\"", Messages.header(gone, "Warning"));
            assertTrue(Messages.header(gone, "To").contains(";tag="));
            assertEquals(504, Messages.status(exchange(peer, bed, "late")));
            String bug = exchange(peer, bed, "bug");
            assertEquals(500, Messages.status(bug));
            assertTrue(!bug.contains("secret"), bug);
        }
    }

    private static String exchange(UdpPeer peer, TestBed bed, String body) throws Exception {
        peer.send(Messages.message("UDP", peer.port(), Messages.branch(), body), bed.port);
        return peer.receive();
    }

    @Test
    void theExchangeIsInOutAndHasLabelsAndNoHeaderOfTheWire() throws Exception {
        var seen = new LinkedBlockingQueue<Exchange>();
        try (var bed = new TestBed().consumer("", e -> seen.add(e.copy())).start(); var peer = new UdpPeer()) {
            peer.send(Messages.request("MESSAGE", "UDP", peer.port(), "z9hG4bKlabels",
                    "CamelFileName: /etc/passwd\r\ncAmElExecCommandExecutable: sh\r\nContent-Type: text/plain\r\n", "x"), bed.port);
            peer.receive();
            var exchange = seen.poll(10, TimeUnit.SECONDS);
            assertEquals(ExchangePattern.InOut, exchange.getPattern());
            assertEquals(java.util.Map.of("CamelSipMethod", "MESSAGE", "CamelSipCallId", "z9hG4bKlabels@127.0.0.1",
                    "CamelSipFrom", "sip:romeo@example.net", "CamelSipTo", "sip:juliet@example.com"),
                    exchange.getIn().getHeaders());
        }
    }

    @Test
    void aRefusedInviteIsSentAgainUntilItsAckWhichNobodySees() throws Exception {
        var runs = new AtomicInteger();
        try (var bed = new TestBed().consumer("methods=INVITE,ACK", e -> {
            runs.incrementAndGet();
            throw Refusal.sip(486, "Busy Here");
        }).start(); var peer = new UdpPeer()) {
            String branch = Messages.branch();
            peer.send(Messages.request("INVITE", "UDP", peer.port(), branch, "", ""), bed.port);
            assertEquals(100, Messages.status(peer.receive()));
            assertEquals(486, Messages.status(peer.receive()));
            assertEquals(486, Messages.status(peer.receive()));
            peer.send(Messages.request("ACK", "UDP", peer.port(), branch, "", ""), bed.port);
            String options = Messages.request("OPTIONS", "UDP", peer.port(), Messages.branch(), "", "");
            peer.send(options, bed.port);
            String next = peer.receive();
            while (Messages.status(next) == 486) {
                next = peer.receive();
            }
            assertEquals("1 OPTIONS", Messages.header(next, "CSeq"));
            assertTrue(peer.receive(500).isEmpty(), "the 486 was sent again after its ACK");
            assertEquals(1, runs.get());
        }
    }

    @Test
    void aCancelEndsItsInviteAndAnotherSourceCannot() throws Exception {
        var answered = new CountDownLatch(1);
        try (var bed = new TestBed().consumer("methods=INVITE,ACK&trusted=127.0.0.0/8", e -> answered.await()).start();
                var peer = new UdpPeer(); var other = new UdpPeer("127.0.0.2")) {
            String branch = Messages.branch();
            peer.send(Messages.request("INVITE", "UDP", peer.port(), branch, "", ""), bed.port);
            assertEquals(100, Messages.status(peer.receive()));
            other.send(Messages.request("CANCEL", "UDP", peer.port(), branch, "", ""), bed.port);
            assertEquals(481, Messages.status(other.receive()));
            peer.send(Messages.request("CANCEL", "UDP", peer.port(), branch, "", ""), bed.port);
            String first = peer.receive();
            assertEquals("1 CANCEL", Messages.header(first, "CSeq"));
            assertEquals(200, Messages.status(first));
            String second = peer.receive();
            assertEquals("1 INVITE", Messages.header(second, "CSeq"));
            assertEquals(487, Messages.status(second));
            peer.send(Messages.request("ACK", "UDP", peer.port(), branch, "", ""), bed.port);
            answered.countDown();
        }
    }

    @Test
    void theAckOfA2xxReachesTheRouteAsInOnly() throws Exception {
        var acks = new LinkedBlockingQueue<ExchangePattern>();
        try (var bed = new TestBed().consumer("methods=INVITE,ACK", e -> {
            if (e.getIn().getBody(SipRequest.class).method().equals("ACK")) {
                acks.add(e.getPattern());
            }
        }).start(); var peer = new UdpPeer()) {
            peer.send(Messages.request("INVITE", "UDP", peer.port(), Messages.branch(), "", ""), bed.port);
            assertEquals(100, Messages.status(peer.receive()));
            assertEquals(200, Messages.status(peer.receive()));
            peer.send(Messages.request("ACK", "UDP", peer.port(), Messages.branch(), "", ""), bed.port);
            assertEquals(ExchangePattern.InOnly, acks.poll(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void aTransactionOfRfc2543IsFoundWithoutBranch() throws Exception {
        var runs = new AtomicInteger();
        try (var bed = new TestBed().consumer("", e -> runs.incrementAndGet()).start(); var peer = new UdpPeer()) {
            String message = Messages.message("UDP", peer.port(), "x", "old").replace(";branch=x", "");
            peer.send(message, bed.port);
            String first = peer.receive();
            peer.send(message, bed.port);
            assertEquals(first, peer.receive());
            assertEquals(1, runs.get());
        }
    }

    @Test
    void afterTheAnswerOnlyItsOctetsLinger() throws Exception {
        var held = new CompletableFuture<java.lang.ref.WeakReference<SipRequest>>();
        try (var bed = new TestBed().options(o -> o.setT1(java.time.Duration.ofMillis(500))).consumer("", e ->
                held.complete(new java.lang.ref.WeakReference<>(e.getIn().getBody(SipRequest.class)))).start(); var peer = new UdpPeer()) {
            peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            peer.receive();
            var record = held.get(10, TimeUnit.SECONDS);
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (record.get() != null && System.nanoTime() < end) {
                exchange(peer, bed, "more");                // threads and queues let go of the last one
                System.gc();
            }
            assertTrue(record.get() == null, "the record is still held, and Timer J runs for 32 s");
        }
    }

    @Test
    void aCopyThatComesWhileTheAnswerLeavesReachesNoRoute() throws Exception {
        int many = 500;
        var runs = new java.util.concurrent.ConcurrentHashMap<String, AtomicInteger>();
        try (var bed = new TestBed().options(o -> o.setT1(java.time.Duration.ofMillis(500))).consumer("", e ->
                runs.computeIfAbsent(e.getIn().getBody(SipRequest.class).body().text(), body -> new AtomicInteger()).incrementAndGet()).start();
                var peer = new UdpPeer()) {
            var answers = new java.util.HashMap<String, String>();
            for (int i = 0; i < many; i++) {
                String message = Messages.message("UDP", peer.port(), Messages.branch(), "copied " + i);
                for (int copy = 0; copy < 4; copy++) {
                    peer.send(message, bed.port);
                }
                while (answers.size() <= i) {
                    String answer = peer.receive();
                    assertEquals(answer, answers.computeIfAbsent(Messages.branchOf(answer), branch -> answer));
                }
            }
            assertEquals(many, runs.size());
            assertTrue(runs.values().stream().allMatch(run -> run.get() == 1), runs.toString());
        }
    }

    @Test
    void nothingOfARouteRunsOnAThreadOfTheSocketsHoweverManyWait() throws Exception {
        int many = 8 * Runtime.getRuntime().availableProcessors();
        var threads = new LinkedBlockingQueue<String>();
        var go = new CountDownLatch(1);
        try (var bed = new TestBed().options(o -> o.setT1(java.time.Duration.ofMillis(500))).consumer("", e -> {
            threads.add(Thread.currentThread().getName());
            go.await();
        }).start(); var peer = new UdpPeer()) {
            for (int i = 0; i < many; i++) {
                peer.send(Messages.message("UDP", peer.port(), Messages.branch(), "x"), bed.port);
            }
            peer.send(Messages.request("OPTIONS", "UDP", peer.port(), Messages.branch(), "", ""), bed.port);
            assertEquals("1 OPTIONS", Messages.header(peer.receive(), "CSeq"));
            go.countDown();
            for (int i = 0; i < many; i++) {
                assertEquals(200, Messages.status(peer.receive()));
            }
            assertEquals(many, threads.size());
            assertTrue(threads.stream().allMatch(name -> name.contains("sip:127.0.0.1:" + bed.port)), threads.toString());
        }
    }

    @Test
    void manySendersAtOnceEachGetTheirOwnAnswers() throws Exception {
        var pool = java.util.concurrent.Executors.newFixedThreadPool(8);
        try (var bed = new TestBed().options(o -> o.setT1(java.time.Duration.ofMillis(500))).consumer("", e -> {
            var body = e.getIn().getBody(SipRequest.class).body().text();
            throw Refusal.sip(480, "For " + body);
        }).start()) {
            var done = new java.util.ArrayList<java.util.concurrent.Future<Integer>>();
            for (int sender = 0; sender < 8; sender++) {
                boolean tcp = sender % 2 == 0;
                String name = "s" + sender;
                done.add(pool.submit(() -> tcp ? overTcp(bed, name) : overUdp(bed, name)));
            }
            for (var each : done) {
                assertEquals(150, each.get(50, TimeUnit.SECONDS));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static int overTcp(TestBed bed, String name) throws Exception {
        int own = 0;
        try (var peer = TcpPeer.connect(bed.port)) {
            for (int i = 0; i < 150; i++) {
                peer.send(Messages.message("TCP", peer.port(), "z9hG4bK" + i, name + '-' + i));
                own += peer.receive().startsWith("SIP/2.0 480 For " + name + '-' + i + "\r\n") ? 1 : 0;
            }
        }
        return own;
    }

    private static int overUdp(TestBed bed, String name) throws Exception {
        int own = 0;
        try (var peer = new UdpPeer()) {
            for (int i = 0; i < 150; i++) {
                peer.send(Messages.message("UDP", peer.port(), "z9hG4bK" + i, name + '-' + i), bed.port);
                own += peer.receive().startsWith("SIP/2.0 480 For " + name + '-' + i + "\r\n") ? 1 : 0;
            }
        }
        return own;
    }
}
