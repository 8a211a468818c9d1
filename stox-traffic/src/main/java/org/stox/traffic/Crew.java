package org.stox.traffic;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/**
 * Runs tasks on as few threads of a pool as keep up, in the order they came. To wake a thread costs as much as a small task, so one
 * does all there is; another joins where a task has waited for {@link #PATIENCE}, be it that there are many or that one before it takes
 * its time.
 */
public final class Crew implements Executor {

    private static final long PATIENCE = Duration.ofMillis(1).toNanos();
    /** So often it looks whether a task waits behind a slow one, while nothing else comes that would see it. */
    private static final Duration LOOK = Duration.ofMillis(50);

    private record Waiting(Runnable task, long since) { }

    private final ConcurrentLinkedQueue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger workers = new AtomicInteger();
    private final AtomicInteger holds = new AtomicInteger();
    private final AtomicBoolean watched = new AtomicBoolean();
    private final Executor pool;
    private final int most;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanoTime;

    /** @param most threads at a time */
    public Crew(Executor pool, int most, ScheduledExecutorService timer, LongSupplier nanoTime) {
        this.pool = pool;
        this.most = most;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /** Throws where the pool has ended and nobody will do it. */
    @Override
    public void execute(Runnable task) {
        var waiting = new Waiting(task, nanoTime.getAsLong());
        queue.add(waiting);
        try {
            if (holds.get() > 0 || !call()) {
                watch();
            }
        } catch (RejectedExecutionException e) {
            if (queue.remove(waiting)) {
                throw e;
            }
        }
    }

    /**
     * More will come in a moment: a worker who was called for the first would be done with it by then, and be called again for the next.
     * Nobody is called until {@link #release}, which must follow.
     */
    public void hold() {
        holds.incrementAndGet();
    }

    /** All is there. If the pool has ended meanwhile, what is there is done by this thread. */
    public void release() {
        if (holds.decrementAndGet() > 0) {
            return;
        }
        try {
            if (!call()) {
                watch();
            }
        } catch (RejectedExecutionException e) {
            workers.incrementAndGet();
            work();
        }
    }

    /** One worker more if there is none, or if the first in the queue waits for too long. */
    private boolean call() {
        int working = workers.get();
        boolean needed = !queue.isEmpty() && (working == 0 || working < most && late())
                && workers.compareAndSet(working, working + 1);
        if (needed) {
            try {
                pool.execute(this::work);
            } catch (RejectedExecutionException e) {
                workers.decrementAndGet();
                throw e;
            }
        }
        return needed;
    }

    private boolean late() {
        var first = queue.peek();
        return first != null && nanoTime.getAsLong() - first.since() >= PATIENCE;
    }

    private void work() {
        do {
            for (var next = queue.poll(); next != null; next = queue.poll()) {
                run(next.task());
            }
            workers.decrementAndGet();
        } while (!queue.isEmpty() && workers.compareAndSet(0, 1));         // what came just now saw this one at work
    }

    /** A fault of one task is none of the next. */
    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            var thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }

    /** What is left to a worker that works may be behind a slow task. */
    private void watch() {
        if (!queue.isEmpty() && watched.compareAndSet(false, true)) {
            try {
                timer.schedule(this::look, LOOK.toNanos(), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException e) {
                return;             // all is stopping: nobody looks any more
            }
        }
    }

    private void look() {
        watched.set(false);
        try {
            call();
        } catch (RejectedExecutionException e) {
            return;                 // the pool has ended, and its last worker does what is left
        }
        watch();
    }
}
