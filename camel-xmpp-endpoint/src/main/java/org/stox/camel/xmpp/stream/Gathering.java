package org.stox.camel.xmpp.stream;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;

/**
 * While a ping of the fence is out, stanzas are gathered: they have to wait for the next ping in any case, and so they go in one flush when
 * the pong is there, which saves a wake-up and a write each. A slow pong is not waited for. Asked by any thread, else for the event loop.
 */
final class Gathering {

    private static final Duration PATIENCE = Duration.ofMillis(2);

    private final InstantSource clock;
    private final Runnable drain;
    private volatile boolean on;
    private Instant until = Instant.MIN;
    private boolean watched;

    /** @param drain writes what was gathered */
    Gathering(InstantSource clock, Runnable drain) {
        this.clock = clock;
        this.drain = drain;
    }

    /** Whether what is put into the queue now goes without being asked for. */
    boolean isOn() {
        return on;
    }

    void begin(EventLoop loop) {
        on = true;
        until = clock.instant().plus(PATIENCE);
        watch(loop, PATIENCE);
    }

    /** From now on each stanza asks for itself; who calls this drains what is there. */
    void end() {
        on = false;
    }

    private void watch(EventLoop loop, Duration time) {
        if (!watched) {
            watched = true;
            loop.schedule(() -> look(loop), time.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void look(EventLoop loop) {
        watched = false;
        var left = Duration.between(clock.instant(), until);
        if (on && !left.isNegative()) {
            watch(loop, left);          // a later ping is out
        } else if (on) {
            end();
            drain.run();
        }
    }
}
