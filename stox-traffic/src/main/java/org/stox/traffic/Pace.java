package org.stox.traffic;

import java.time.Duration;

/**
 * Whether to wait for company. A thread that is woken for one message costs more than the message does; where messages come faster than
 * {@link #RATE} it is cheaper to wait a moment, and to take what has come by then at once. A lone message never waits. One thread asks.
 */
public final class Pace {

    /** How long to wait. */
    public static final Duration PAUSE = Duration.ofMillis(3);

    /** So many at once are company enough: more may be there. */
    public static final int ENOUGH = 16;

    /** Messages a second below which nothing waits: in one pause hardly a second one would come. */
    private static final long RATE = 500;
    private static final long WINDOW = Duration.ofMillis(20).toNanos();
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long since;
    private long count;
    private boolean busy;

    /**
     * So many messages came at once, and nothing more is there.
     *
     * @param now nanoseconds of a clock that never jumps
     * @return whether to wait before the next look
     */
    public boolean waits(int messages, long now) {
        count += messages;
        if (now - since >= WINDOW) {
            busy = count * SECOND >= RATE * (now - since);
            since = now;
            count = 0;
        }
        return busy && messages < ENOUGH;
    }
}
