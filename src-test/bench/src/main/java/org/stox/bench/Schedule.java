package org.stox.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** What a run does by the clock, on a thread of its own: sends at a rate for a time, and looks for what tells nobody that it is there. */
final class Schedule implements AutoCloseable {

    /** A step of sending. */
    interface Step {

        void run() throws IOException;
    }

    private static final Duration SENDING = Duration.ofNanos(500_000);
    private static final Duration LOOKING = Duration.ofMillis(20);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "bench-schedule");
        thread.setDaemon(true);
        return thread;
    });

    /** Takes the step at that rate for that long, and the other after all that were due; returns how often it was taken. */
    int send(int rate, int seconds, Step one, Step afterSome) throws IOException {
        int total = rate * seconds;
        long begin = System.nanoTime();
        var sent = new int[1];
        again(SENDING, () -> {
            long due = Math.min(total, (System.nanoTime() - begin) * rate / 1_000_000_000L);
            for (; sent[0] < due; sent[0]++) {
                one.run();
            }
            afterSome.run();
            return sent[0] == total;
        }, Duration.ofSeconds(Long.MAX_VALUE / 1_000_000_000L));
        return total;
    }

    /** Whether it came to hold in that time. */
    boolean holds(BooleanSupplier condition, Duration atMost) throws IOException {
        return again(LOOKING, condition::getAsBoolean, atMost);
    }

    /** One look or one round of sending; true ends it. */
    private interface Round {

        boolean run() throws IOException;
    }

    private boolean again(Duration pause, Round round, Duration atMost) throws IOException {
        var done = new CompletableFuture<Boolean>();
        var rounds = timer.scheduleWithFixedDelay(() -> {
            try {
                if (!done.isDone() && round.run()) {
                    done.complete(true);
                }
            } catch (IOException | RuntimeException e) {
                done.completeExceptionally(e);
            }
        }, 0, pause.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return done.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            rounds.cancel(false);
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
