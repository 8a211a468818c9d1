package org.stox.traffic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class CrewTest {

    private static final long LATE = TimeUnit.MILLISECONDS.toNanos(1);

    private final Deque<Runnable> called = new ArrayDeque<>();       // workers that a pool would start
    private final Looks timer = new Looks();
    private final Deque<Runnable> looks = timer.due;
    private final AtomicLong now = new AtomicLong();
    private final List<String> done = new ArrayList<>();
    private final Crew crew = new Crew(called::add, 3, timer, now::get);
    private final Crew ended = new Crew(task -> {
        throw new RejectedExecutionException();
    }, 3, timer, now::get);

    private Runnable task(String name) {
        return () -> done.add(name);
    }

    @Test
    void oneWorkerDoesAllInTheirOrder() {
        crew.execute(task("a"));
        crew.execute(task("b"));
        crew.execute(task("c"));
        assertEquals(1, called.size());
        called.poll().run();
        assertEquals(List.of("a", "b", "c"), done);
        crew.execute(task("d"));
        called.remove().run();
        assertEquals(List.of("a", "b", "c", "d"), done);
    }

    @Test
    void whatComesWhileOneWorksIsDoneByTheSame() {
        crew.execute(() -> crew.execute(task("second")));
        called.remove().run();
        assertEquals(List.of("second"), done);
        assertEquals(0, called.size());
    }

    @Test
    void anotherJoinsWhereATaskWaitsForTooLong() {
        crew.execute(() -> {
            crew.execute(task("behind"));
            now.addAndGet(LATE);
            crew.execute(task("last"));         // who brings it sees that the one before waits
            called.remove().run();
            done.add("slow");
        });
        called.remove().run();
        assertEquals(List.of("behind", "last", "slow"), done);
    }

    @Test
    void theClockSeesATaskBehindASlowOneIfNobodyElseDoes() {
        crew.execute(() -> {
            now.addAndGet(LATE);
            looks.remove().run();
            called.remove().run();
            done.add("slow");
        });
        crew.execute(task("behind"));
        called.remove().run();
        assertEquals(List.of("behind", "slow"), done);
    }

    @Test
    void theClockSeesATaskThatCameWhileASlowOneWasAtWork() {
        crew.execute(() -> {
            crew.execute(task("behind"));
            looks.remove().run();               // too early
            assertEquals(0, called.size());
            now.addAndGet(LATE);
            looks.remove().run();
            called.remove().run();
            done.add("slow");
        });
        called.remove().run();
        assertEquals(List.of("behind", "slow"), done);
    }

    @Test
    void aLoneTaskNeedsNoClock() {
        crew.execute(task("a"));
        called.remove().run();
        assertEquals(0, looks.size());
    }

    @Test
    void noMoreThanSoManyWork() {
        for (int i = 0; i < 10; i++) {
            crew.execute(task("" + i));
            now.addAndGet(LATE);
        }
        assertEquals(3, called.size());
    }

    @Test
    void nobodyIsCalledBeforeAllIsThere() {
        crew.hold();
        crew.hold();
        crew.execute(task("a"));
        crew.execute(task("b"));
        crew.release();
        assertEquals(0, called.size());
        crew.release();
        called.remove().run();
        assertEquals(List.of("a", "b"), done);
        crew.hold();
        crew.release();
        assertEquals(0, called.size());
    }

    @Test
    void aHoldThatLastsIsNoneForTheClock() {
        crew.hold();
        crew.execute(task("a"));
        looks.remove().run();
        called.remove().run();
        assertEquals(List.of("a"), done);
    }

    @Test
    void whatIsHeldIsDoneAlsoAfterThePoolsEnd() {
        ended.hold();
        ended.execute(task("a"));
        ended.release();
        assertEquals(List.of("a"), done);
    }

    @Test
    void aFaultOfOneTaskIsNoneOfTheNext() throws Exception {
        var fault = new AtomicBoolean();
        crew.execute(() -> {
            throw new IllegalStateException("a fault of the task");
        });
        crew.execute(task("next"));
        var worker = new Thread(called.remove());
        worker.setUncaughtExceptionHandler((thread, e) -> fault.set(true));
        worker.start();
        worker.join();
        assertEquals(List.of("next"), done);
        assertTrue(fault.get());
    }

    @Test
    void whatNobodyWillDoIsRefused() {
        assertThrows(RejectedExecutionException.class, () -> ended.execute(task("a")));
        assertThrows(RejectedExecutionException.class, () -> ended.execute(task("b")));
        assertEquals(List.of(), done);
    }

    @Test
    void nothingIsForgottenWhereManyComeFromEverywhere() throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        var timer = new ScheduledThreadPoolExecutor(1);
        var real = new Crew(pool, 4, timer, System::nanoTime);
        var all = new CountDownLatch(40_000);
        var senders = IntStream.range(0, 4).mapToObj(n -> new Thread(() -> {
            for (int i = 0; i < 10_000; i++) {
                real.execute(all::countDown);
            }
        })).toList();
        senders.forEach(Thread::start);
        assertTrue(all.await(60, TimeUnit.SECONDS), all.getCount() + " were not done");
        pool.shutdown();
        timer.shutdown();
    }
}
