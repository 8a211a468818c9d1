package org.stox.camel.xmpp.stream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.netty.channel.EventLoop;

import org.stox.traffic.Pace;

/**
 * When stanzas are gathered instead of written at once, which saves a wake-up and a write each: while a ping of the fence is out, as they
 * have to wait for the next one in any case, but not for a slow pong; and where there are many, until the {@link Pace} is over. Asked by
 * any thread, else for the event loop.
 */
final class Gathering {

    private static final long PATIENCE = Duration.ofMillis(2).toNanos();

    private final LongSupplier nanoTime;
    private final Runnable drain;
    private final Pace pace = new Pace();
    private volatile boolean on;
    private boolean paced;
    private long until;
    private boolean watched;

    /** @param drain writes what was gathered */
    Gathering(LongSupplier nanoTime, Runnable drain) {
        this.nanoTime = nanoTime;
        this.drain = drain;
    }

    /** Whether what is put into the queue now goes without being asked for. */
    boolean isOn() {
        return on;
    }

    /** So many stanzas were written in one flush, and a ping with them, or not. */
    void flushed(int stanzas, boolean pinged, EventLoop loop) {
        long now = nanoTime.getAsLong();
        paced = pace.waits(stanzas, now);
        if (paced || pinged) {
            on = true;
            until = now + (paced ? Pace.PAUSE.toNanos() : PATIENCE);
            watch(loop, until - now);
        }
    }

    /** The pong is there; who calls this drains if nothing is gathered any more. */
    void pong() {
        on = paced && nanoTime.getAsLong() - until < 0;
    }

    /** From now on each stanza asks for itself; who calls this drains what is there. */
    void end() {
        on = false;
    }

    private void watch(EventLoop loop, long nanos) {
        if (!watched) {
            watched = true;
            loop.schedule(() -> look(loop), nanos, TimeUnit.NANOSECONDS);
        }
    }

    private void look(EventLoop loop) {
        watched = false;
        long left = until - nanoTime.getAsLong();
        if (on && left > 0) {
            watch(loop, left);          // a later flush
        } else if (on) {
            end();
            drain.run();
        }
    }
}
