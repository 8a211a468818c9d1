package org.stox.scenarios.crowd;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Requests over UDP that are sent again until they are answered (RFC 3261 §17.1.2.1). */
final class Resends implements AutoCloseable {

    private static final long T1 = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long T2 = 8 * T1;
    private static final long TIMER_F = 64 * T1;
    private static final long LOOK = 100;

    /** One that waits for its answer. */
    private static final class Open {

        private final byte[] request;
        private final long since = System.nanoTime();
        private long next = since + T1;
        private long pause = T1;

        Open(byte[] request) {
            this.request = request;
        }
    }

    private final Consumer<byte[]> way;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final AtomicInteger lost = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        var thread = new Thread(task, "phones-resend");
        thread.setDaemon(true);
        return thread;
    });

    Resends(Consumer<byte[]> way) {
        this.way = way;
        timer.scheduleWithFixedDelay(this::look, LOOK, LOOK, TimeUnit.MILLISECONDS);
    }

    void add(String branch, byte[] request) {
        open.put(branch, new Open(request));
        way.accept(request);
    }

    /** False where that was known. */
    boolean answered(String branch) {
        return open.remove(branch) != null;
    }

    int lost() {
        return lost.get();
    }

    private void look() {
        long now = System.nanoTime();
        open.forEach((branch, one) -> {
            if (now - one.since > TIMER_F) {
                if (open.remove(branch) != null) {
                    lost.incrementAndGet();
                }
            } else if (now - one.next > 0) {
                one.pause = Math.min(T2, 2 * one.pause);
                one.next = now + one.pause;
                way.accept(one.request);
            }
        });
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
