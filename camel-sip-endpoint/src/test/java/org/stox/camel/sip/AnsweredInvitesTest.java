package org.stox.camel.sip;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;

import org.junit.jupiter.api.Test;

import org.stox.address.SipUri;
import org.stox.camel.sip.AnsweredInvites.Ack;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** RFC 3261 §13.3.1.4 on a clock of its own, in times of T1. */
class AnsweredInvitesTest {

    private record Due(Runnable task, long at) {
    }

    private final PriorityQueue<Due> queue = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private final List<Long> sent = new ArrayList<>();
    private final List<Long> unacknowledged = new ArrayList<>();
    private long now;
    private final SipTransactions transactions = (SipTransactions) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {SipTransactions.class}, (proxy, method, arguments) -> {
                assertEquals("again", method.getName());
                sent.add(now);
                return null;
            });
    private final AnsweredInvites answered =
            new AnsweredInvites(transactions, 1, (task, nanos) -> queue.add(new Due(task, now + nanos)), () -> unacknowledged.add(now));

    private static final List<SipHeader> FIELDS = List.of(new SipHeader("From", "<sip:romeo@example.net>;tag=r"),
            new SipHeader("To", "<sip:juliet@example.com>;tag=j"), new SipHeader("Call-ID", "c"));

    private static SipResponse ok() {
        return new SipResponse(200, "OK", FIELDS, Octets.NONE).with("CSeq", "7 INVITE");
    }

    private static SipRequest ack() {
        return new SipRequest("ACK", SipUri.of("juliet", "example.com"), FIELDS, Octets.NONE).with("CSeq", "7 ACK");
    }

    private void runUntil(long end) {
        while (!queue.isEmpty() && queue.peek().at <= end) {
            var due = queue.poll();
            now = due.at;
            due.task.run();
        }
        now = end;
    }

    @Test
    void the2xxGoesAgainAfterT1DoublingUpToT2For64T1() {
        answered.answered(new TransactionId("t"), ok());
        runUntil(1000);
        assertEquals(List.of(1L, 3L, 7L, 15L, 23L, 31L, 39L, 47L, 55L, 63L), sent);
        assertEquals(List.of(64L), unacknowledged);
        assertEquals(0, answered.waiting());
        assertEquals(Ack.UNKNOWN, answered.acknowledged(ack()));
    }

    @Test
    void theAckEndsThatAndCountsOnce() {
        answered.answered(new TransactionId("t"), ok());
        runUntil(10);
        assertEquals(1, answered.waiting());
        assertEquals(Ack.FIRST, answered.acknowledged(ack()));
        assertEquals(0, answered.waiting());
        runUntil(40);
        assertEquals(Ack.AGAIN, answered.acknowledged(ack()));
        runUntil(1000);
        assertEquals(List.of(1L, 3L, 7L), sent);
        assertEquals(List.of(), unacknowledged);
        assertEquals(Ack.UNKNOWN, answered.acknowledged(ack()));
    }

    @Test
    void theAckHasTheCallIdTheNumberAndBothTags() {
        answered.answered(new TransactionId("t"), ok());
        for (var other : List.of(ack().with("CSeq", "8 ACK"), ack().with("Call-ID", "d"), ack().with("From", "<sip:romeo@example.net>;tag=x"),
                ack().with("To", "<sip:juliet@example.com>;tag=x"), ack().without("To"), ack().with("CSeq", "x"))) {
            assertEquals(Ack.UNKNOWN, answered.acknowledged(other));
        }
        assertEquals(Ack.FIRST, answered.acknowledged(ack().with("From", "\"R\" <sip:romeo@other.example>;tag=r")));
    }
}
