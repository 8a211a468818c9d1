package org.stox.camel.sip;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import org.stox.protocol.sip.SipRequest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 3261 §8.2.2.2. */
class MergedRequestsTest {

    private final AtomicLong now = new AtomicLong();
    private final MergedRequests merged = new MergedRequests(80, now::get);
    private final SipRequest first = Messages.outgoing("INVITE", "romeo", "").withFirst("Via", "SIP/2.0/UDP a;branch=z9hG4bK1");
    private final SipRequest copy = first.with("Via", "SIP/2.0/UDP b;branch=z9hG4bK2");

    @Test
    void theSameRequestByAnotherWayIsMerged() {
        assertFalse(merged.merges(first));
        assertTrue(merged.merges(copy));
        assertFalse(merged.merges(first), "a retransmission is none");
        assertFalse(merged.merges(copy.with("CSeq", "2 INVITE")));
        assertFalse(merged.merges(copy.with("Call-ID", "another")));
        assertFalse(merged.merges(copy.with("From", "<sip:juliet@example.com>;tag=another")));
    }

    @Test
    void withinADialogNothingIs() {
        var reinvite = first.with("To", "<sip:romeo@example.net>;tag=r");
        assertFalse(merged.merges(reinvite));
        assertFalse(merged.merges(reinvite.with("Via", "SIP/2.0/UDP b;branch=z9hG4bK2")));
        merged.answered(reinvite, 200);
        assertEquals(0, merged.size());
    }

    @Test
    void itIsForgottenSomeTimeAfterItsSuccessAndAtOnceWithItsRefusal() {
        assertFalse(merged.merges(first));
        now.addAndGet(1000);
        assertTrue(merged.merges(copy), "it is not answered yet");
        merged.answered(first, 200);
        now.addAndGet(80);
        assertTrue(merged.merges(copy));
        now.addAndGet(20);
        assertFalse(merged.merges(copy));
        merged.answered(copy, 480);
        assertEquals(0, merged.size());
        assertFalse(merged.merges(first));
    }
}
