package org.stox.scenarios.crowd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** For each pair of one direction the text that the presentity shows now, and the one that its watcher saw last. */
public final class Views {

    /** Told how long a text was on its way. */
    public interface Arrival {

        void took(int pair, long nanos);
    }

    private static final String NONE = "";

    private final String[] shown;
    private final String[] seen;
    private final long[] since;
    private volatile Arrival arrival = (pair, nanos) -> { };
    private int wrong;

    public Views(int pairs) {
        shown = new String[pairs];
        seen = new String[pairs];
        since = new long[pairs];
        for (int i = 0; i < pairs; i++) {
            shown[i] = "first";
            seen[i] = NONE;
        }
        wrong = pairs;
    }

    public int pairs() {
        return shown.length;
    }

    public void arrivals(Arrival told) {
        arrival = told;
    }

    public synchronized String shown(int pair) {
        return shown[pair];
    }

    synchronized void shows(int pair, String text) {
        set(pair, text, seen[pair]);
        since[pair] = System.nanoTime();
    }

    synchronized void sees(int pair, String text) {
        boolean news = !seen[pair].equals(text) && shown[pair].equals(text);
        set(pair, shown[pair], text);
        if (news) {
            arrival.took(pair, System.nanoTime() - since[pair]);
        }
    }

    private void set(int pair, String show, String see) {
        wrong += (show.equals(see) ? 0 : 1) - (shown[pair].equals(seen[pair]) ? 0 : 1);
        shown[pair] = show;
        seen[pair] = see;
        if (wrong == 0) {
            notifyAll();
        }
    }

    /** How many watchers have not the view of now. */
    public synchronized int wrong() {
        return wrong;
    }

    /** Some of these, for people. */
    public synchronized List<String> examples() {
        var examples = new ArrayList<String>();
        for (int i = 0; i < shown.length && examples.size() < 10; i++) {
            if (!shown[i].equals(seen[i])) {
                examples.add(i + " shows '" + shown[i] + "', seen is '" + seen[i] + "'");
            }
        }
        return examples;
    }

    /** Whether all views came right in that time. */
    public boolean right(Duration atMost) {
        return await(() -> wrong == 0, atMost);
    }

    private synchronized boolean await(BooleanSupplier condition, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        try {
            while (!condition.getAsBoolean() && System.nanoTime() < end) {
                TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return condition.getAsBoolean();
    }
}
