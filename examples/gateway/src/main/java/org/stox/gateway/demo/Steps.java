package org.stox.gateway.demo;

/** The steps of the play, counted: how many there were, and how many of them were seen. */
final class Steps {

    private final Ladder ladder;
    private final LadderTap tap;
    private int steps;
    private int seen;

    Steps(Ladder ladder, LadderTap tap) {
        this.ladder = ladder;
        this.tap = tap;
    }

    void step(String title) {
        steps++;
        ladder.step(steps + ". " + title);
    }

    void outcome(boolean good, String what) throws InterruptedException {
        tap.awaitQuiet();
        seen += good ? 1 : 0;
        ladder.outcome(good, good ? what : "not seen: " + what);
    }

    /** For what the phone does in this step. */
    String id() {
        return Integer.toString(steps);
    }

    /** The same of the next. */
    String nextId() {
        return Integer.toString(steps + 1);
    }

    int steps() {
        return steps;
    }

    int seen() {
        return seen;
    }
}
