package org.stox.camel;

/**
 * How much goes out by itself: what a start or an outage leads to, in messages a second, so that no peer is hit by more. What comes in
 * answer to something is not counted.
 */
final class Pacing {

    /** How often a second there is a tick. */
    private static final int TICKS = 10;
    /** Steps that send nothing cost time only; so many of them for each message. */
    private static final int STEPS = 5;

    private final int most;
    private int messages;
    private int steps;

    Pacing(int aSecond) {
        this.most = Math.max(1, aSecond / TICKS);
    }

    /** The next tenth of a second. What it may send is not saved up, and what was too much before is taken off. */
    void tick() {
        messages = Math.min(most, messages + most);
        steps = STEPS * most;
    }

    /** A step has sent so much. */
    void took(int sent) {
        messages -= sent;
        steps--;
    }

    /** How many steps may be taken, if each of them sends something. */
    int left() {
        return Math.max(0, Math.min(messages, steps));
    }
}
