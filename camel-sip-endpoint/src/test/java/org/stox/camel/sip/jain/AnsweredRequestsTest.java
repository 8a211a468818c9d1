package org.stox.camel.sip.jain;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Timer J (RFC 3261 §17.2.2). */
class AnsweredRequestsTest {

    private static final long MS = 1_000_000;

    private final AtomicLong now = new AtomicLong(-5);
    private final AnsweredRequests answered = new AnsweredRequests(500, now::get);

    @Test
    void anAnswerIsKeptForTimerJAndNotLonger() {
        answered.add("one", new byte[] {1});
        now.addAndGet(31_000 * MS);
        answered.add("two", new byte[] {2});
        now.addAndGet(1000 * MS - 1);
        assertArrayEquals(new byte[] {1}, answered.find("one").orElseThrow());
        assertEquals(2, answered.size());
        now.addAndGet(1);
        assertTrue(answered.find("one").isEmpty());
        assertArrayEquals(new byte[] {2}, answered.find("two").orElseThrow());
        assertEquals(1, answered.size());
        now.addAndGet(31_000 * MS);
        assertEquals(0, answered.size());
    }
}
