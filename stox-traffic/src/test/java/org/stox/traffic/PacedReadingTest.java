package org.stox.traffic;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.netty.channel.embedded.EmbeddedChannel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PacedReadingTest {

    private final AtomicLong now = new AtomicLong(1);
    private final Deque<Runnable> called = new ArrayDeque<>();       // workers that a pool would start
    private final Crew crew = new Crew(called::add, 3, new Looks(), now::get);
    private final PacedReading paced = new PacedReading(crew, now::get);
    private final EmbeddedChannel channel = new EmbeddedChannel(paced);

    PacedReadingTest() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    private void read(int messages) {
        for (int i = 0; i < messages; i++) {
            paced.came();
        }
        channel.pipeline().fireChannelReadComplete();
    }

    private boolean reads() {
        return channel.config().isAutoRead();
    }

    private void pass(long millis) {
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    /** A thousand a second. */
    private void busy() {
        for (int i = 0; i < 40 && reads(); i++) {
            pass(1);
            read(1);
        }
        assertFalse(reads(), "it never pauses");
    }

    @Test
    void aLoneMessageIsReadAtOnceAndSoIsTheNext() {
        read(1);
        assertTrue(reads());
        pass(100);
        read(1);
        assertTrue(reads());
    }

    @Test
    void aBusySocketPausesAndReadsOn() {
        busy();
        pass(2);
        assertFalse(reads(), "it is not yet time");
        pass(1);
        assertTrue(reads());
        read(3);
        assertFalse(reads(), "it is as busy as before");
    }

    @Test
    void whatNobodyCouldTakeIsNotReadAfterThePauseEither() {
        busy();
        paced.wanted(false);
        pass(3);
        assertFalse(reads());
        paced.wanted(true);
        assertTrue(reads());
    }

    @Test
    void theCrewBeginsWhenAllIsRead() {
        channel.pipeline().fireChannelRead("one");
        crew.execute(() -> { });
        channel.pipeline().fireChannelRead("two");
        crew.execute(() -> { });
        assertEquals(0, called.size());
        channel.pipeline().fireChannelReadComplete();
        assertEquals(1, called.size());
        channel.pipeline().fireChannelReadComplete();       // of a read that found nothing
        called.remove().run();
        crew.execute(() -> { });
        assertEquals(1, called.size());
    }

    @Test
    void aPauseIsNotCutShortByWhoCouldTakeMore() {
        busy();
        paced.wanted(true);
        assertFalse(reads());
    }
}
