package org.stox.traffic;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PaceTest {

    private final Pace pace = new Pace();
    private long now = TimeUnit.HOURS.toNanos(1);

    /** So many looks, so far apart, each with so many messages; whether the last waits. */
    private boolean after(int looks, long apartMicros, int messages) {
        boolean waits = false;
        for (int i = 0; i < looks; i++) {
            now += TimeUnit.MICROSECONDS.toNanos(apartMicros);
            waits = pace.waits(messages, now);
        }
        return waits;
    }

    @Test
    void aLoneMessageDoesNotWait() {
        assertFalse(after(1, 0, 1));
        assertFalse(after(1, 1_000_000, 1), "nor one a second later");
    }

    @Test
    void messagesThatComeSlowlyDoNotWait() {
        assertFalse(after(1000, 2_500, 1), "400 a second");
    }

    @Test
    void manyWaitForEachOther() {
        assertTrue(after(1000, 1_000, 1), "1,000 a second");
        assertTrue(after(1000, 3_500, 3), "as many, gathered");
    }

    @Test
    void aShortBurstDoesNotWait() {
        after(1, 0, 1);
        assertFalse(after(15, 1_000, 1));
    }

    @Test
    void whoHasEnoughDoesNotWait() {
        after(1000, 3_000, 12);
        assertFalse(after(1, 3_000, Pace.ENOUGH), "more may be there");
        assertTrue(after(1, 3_000, Pace.ENOUGH - 1));
    }

    @Test
    void theFirstAfterSilenceDoesNotWait() {
        assertTrue(after(1000, 1_000, 1));
        assertFalse(after(1, 10_000_000, 1));
    }
}
