package org.stox.scenarios.crowd;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Does something so many times a second, until it is closed or has done it often enough. */
public final class Pace implements AutoCloseable {

    private static final long ROUND = 5;

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "crowd-pace");
        thread.setDaemon(true);
        return thread;
    });
    private final CountDownLatch done = new CountDownLatch(1);
    private final long begin = System.nanoTime();
    private final int rate;
    private final int times;
    private final IntConsumer each;
    private int next;

    /** @param each is given 0, 1, and so on */
    public Pace(int rate, int times, IntConsumer each) {
        this.rate = rate;
        this.times = times;
        this.each = each;
        timer.scheduleWithFixedDelay(this::round, 0, ROUND, TimeUnit.MILLISECONDS);
    }

    public static void of(int rate, int times, IntConsumer each) {
        try (var pace = new Pace(rate, times, each)) {
            pace.done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void round() {
        long due = Math.min(times, 1 + (System.nanoTime() - begin) * rate / 1_000_000_000L);
        for (; next < due; next++) {
            each.accept(next);
        }
        if (next == times) {
            done.countDown();
        }
    }

    /** Nothing more is done when this returns. */
    @Override
    public synchronized void close() {
        timer.shutdownNow();
        next = times;
    }
}
