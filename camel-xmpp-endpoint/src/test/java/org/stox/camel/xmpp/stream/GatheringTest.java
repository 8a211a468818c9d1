package org.stox.camel.xmpp.stream;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.netty.channel.embedded.EmbeddedChannel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class GatheringTest {

    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger drained = new AtomicInteger();
    private final Gathering gathering = new Gathering(now::get, drained::incrementAndGet);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    GatheringTest() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private void flush(int stanzas, boolean pinged) {
        gathering.flushed(stanzas, pinged, channel.eventLoop());
    }

    /** A thousand a second. */
    private void busy() {
        for (int i = 0; i < 40 && !gathering.isOn(); i++) {
            pass(1);
            flush(1, false);
        }
        assertTrue(gathering.isOn(), "it never gathers");
        drained.set(0);
    }

    @Test
    void nothingWaitsWhereNothingIsOut() {
        flush(1, false);
        assertFalse(gathering.isOn());
    }

    @Test
    void whileAPingIsOutStanzasWaitForIt() {
        flush(1, true);
        assertTrue(gathering.isOn());
        gathering.pong();
        assertFalse(gathering.isOn());
    }

    @Test
    void aSlowPongIsNotWaitedFor() {
        flush(1, true);
        pass(2);
        assertFalse(gathering.isOn());
        assertEquals(1, drained.get());
    }

    @Test
    void whereThereAreManyTheyWaitForEachOther() {
        busy();
        pass(2);
        assertEquals(0, drained.get());
        pass(1);
        assertEquals(1, drained.get());
        assertFalse(gathering.isOn());
    }

    @Test
    void whereThereAreManyAQuickPongChangesNothing() {
        busy();
        pass(1);
        gathering.pong();
        assertTrue(gathering.isOn());
        pass(2);
        assertEquals(1, drained.get());
    }

    @Test
    void aLostStreamEndsIt() {
        busy();
        gathering.end();
        pass(5);
        assertEquals(0, drained.get(), "who ended it has drained");
    }
}
