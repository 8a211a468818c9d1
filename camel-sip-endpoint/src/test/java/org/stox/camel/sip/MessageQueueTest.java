package org.stox.camel.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 3428 §8: one MESSAGE at a time to a Request-URI. */
@Timeout(60)
class MessageQueueTest {

    private final AtomicLong now = new AtomicLong();
    private final MessageQueue queue = new MessageQueue(3, Duration.ofSeconds(32), now::get);
    private final List<String> log = new ArrayList<>();

    private void submit(String uri, String name) {
        queue.submit(uri, new MessageQueue.Turn() {
            @Override
            public void send() {
                log.add("send " + name);
            }

            @Override
            public void refuse(Refusal refusal) {
                log.add(refusal.reason().status().getAsInt() + " " + name);
            }
        });
    }

    @Test
    @Proves({"RFC7572-4-11"})
    void theyGoOneByOneInTheirOrderAndOtherAddressesDoNotWait() {
        submit("a", "1");
        submit("a", "2");
        submit("b", "3");
        submit("a", "4");
        assertEquals(List.of("send 1", "send 3"), log);
        assertEquals(2, queue.size());
        queue.ended("a", Optional.empty());
        queue.ended("a", Optional.empty());
        queue.ended("a", Optional.empty());
        submit("a", "5");
        assertEquals(List.of("send 1", "send 3", "send 2", "send 4", "send 5"), log);
        assertEquals(0, queue.size());
    }

    @Test
    @Proves({"RFC7572-4-11"})
    void whenThePeerIsSilentAllThatWaitEndTheSameWay() {
        submit("a", "1");
        submit("a", "2");
        submit("a", "3");
        queue.ended("a", Optional.of(Refusal.sip(408, "")));
        submit("a", "4");
        assertEquals(List.of("send 1", "408 2", "408 3", "send 4"), log);
    }

    @Test
    @Proves({"RFC7572-4-11"})
    void onlySoManyWaitAndOnlySoLong() {
        for (int i = 1; i <= 5; i++) {
            submit("a", Integer.toString(i));
        }
        assertEquals(List.of("send 1", "503 5"), log);
        now.set(Duration.ofSeconds(33).toNanos());
        queue.expire();
        assertEquals(List.of("send 1", "503 5", "408 2", "408 3", "408 4"), log);
        submit("a", "6");
        now.addAndGet(Duration.ofSeconds(33).toNanos());
        queue.ended("a", Optional.empty());
        assertEquals("408 6", log.get(5));
        assertEquals(0, queue.size());
    }

    /** By default: one that is out, a hundred that wait. */
    @Test
    void theHundredAndFirstThatWaitsForAnAddressIsRefusedAndOtherAddressesAreNot() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().options(o -> o.setT1(Duration.ofMillis(500)))
                .producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = new ArrayList<CompletableFuture<Exchange>>();
            bed.context.getShutdownStrategy().setTimeout(1);                        // a hundred would wait on
            for (int i = 0; i < 102; i++) {
                sent.add(bed.send(Messages.outgoing("MESSAGE", "romeo", "no " + i)));
            }
            var refused = CompletableFuture.anyOf(sent.toArray(CompletableFuture[]::new)).thenApply(e -> (Exchange) e);
            var reason = ClientTransactionTest.refused(refused);
            assertEquals(503, reason.status().getAsInt());
            assertEquals(List.of(new SipHeader("Retry-After", "5")), reason.headers());
            assertEquals(Condition.RESOURCE_CONSTRAINT, reason.error().orElseThrow().condition());
            assertEquals(1, sent.stream().filter(CompletableFuture::isDone).count(), "a hundred wait");
            var other = bed.send(Messages.outgoing("MESSAGE", "tybalt", "x"));
            String request = peer.receive();
            while (!request.startsWith("MESSAGE sip:tybalt@")) {
                request = peer.receive();
            }
            peer.send(Messages.answer(request, 200, "OK", ""), bed.port);
            assertEquals(200, other.get(20, TimeUnit.SECONDS).getMessage().getHeader(SipConstants.STATUS_CODE));
        }
    }

    @Test
    void fiftyMessagesToADeadAddressAreRefusedWithTheFirst() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().producer("peer=127.0.0.1:" + peer.port()).start()) {
            var sent = new ArrayList<CompletableFuture<Exchange>>();
            for (int i = 0; i < 50; i++) {
                sent.add(bed.send(Messages.outgoing("MESSAGE", "dead", "no " + i)));
            }
            for (var each : sent) {
                assertEquals(408, ClientTransactionTest.refused(each).status().getAsInt());
            }
            var calls = new java.util.HashSet<String>();
            for (var next = peer.receive(1); next.isPresent(); next = peer.receive(1)) {
                calls.add(Messages.header(next.get(), "Call-ID"));
            }
            assertEquals(1, calls.size(), "only the first was ever sent");
        }
    }

    @Test
    @Proves({"RFC7572-4-11"})
    void theNextGoesWhenTheOneBeforeItIsAnswered() throws Exception {
        try (var peer = new UdpPeer(); var bed = new TestBed().options(o -> o.setT1(Duration.ofMillis(500)))
                .producer("peer=127.0.0.1:" + peer.port()).start()) {
            var one = bed.send(Messages.outgoing("MESSAGE", "romeo", "1"));
            String first = peer.receive();
            var two = bed.send(Messages.outgoing("MESSAGE", "romeo", "2"));
            String next = peer.receive();                   // the first again, at most
            assertEquals(Messages.header(first, "Call-ID"), Messages.header(next, "Call-ID"));
            peer.send(Messages.answer(first, 404, "Not Found", ""), bed.port);
            assertEquals(404, ClientTransactionTest.refused(one).status().getAsInt());
            while (Messages.header(next, "Call-ID").equals(Messages.header(first, "Call-ID"))) {
                next = peer.receive();
            }
            peer.send(Messages.answer(next, 200, "OK", ""), bed.port);
            assertEquals(200, two.get().getMessage().getHeader(SipConstants.STATUS_CODE));
        }
    }

    @Test
    @Proves({"RFC7572-4-11"})
    void theSameUriIsTheSameHoweverItIsWritten() {
        assertEquals(key("sip:Romeo%2D1@Example.NET;Transport=TCP;lr"), key("sip:Romeo-1@example.net;lr;transport=tcp"));
        assertTrue(!key("sip:romeo@example.net").equals(key("sip:Romeo@example.net")));
        assertTrue(!key("sip:romeo@example.net").equals(key("sip:romeo@example.net:5060")));
        assertTrue(!key("sip:romeo@example.net;gr=a").equals(key("sip:romeo@example.net;gr=b")));
        assertTrue(!key("sip:a%40b@example.net").equals(key("sip:a@example.net")));
    }

    private static String key(String uri) {
        return org.stox.address.SipUris.instanceKey(org.stox.address.SipUriCodec.read(uri));
    }
}
