package org.stox.traffic;

import java.time.Instant;
import java.time.InstantSource;

/** Time that never jumps: timers must not fire when somebody sets the clock. */
public final class SteadyClock implements InstantSource {

    private final Instant origin = Instant.now();
    private final long start = System.nanoTime();

    @Override
    public Instant instant() {
        return origin.plusNanos(System.nanoTime() - start);
    }
}
