package org.stox.camel;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins tasks on a pool: those of one key one after the other, those of different keys side by side. */
final class InOrder {

    private static final Logger LOG = LoggerFactory.getLogger(InOrder.class);

    private final Executor pool;
    private final Map<String, Deque<Runnable>> lines = new HashMap<>();

    InOrder(Executor pool) {
        this.pool = pool;
    }

    /** @param key empty where the task follows no other */
    void execute(String key, Runnable task) {
        if (key.isEmpty() || stands(key, task)) {
            begin(key, task);
        }
    }

    /** Whether it is the first of its line, so that somebody has to begin it. */
    private synchronized boolean stands(String key, Runnable task) {
        var line = lines.get(key);
        if (line != null) {
            line.add(task);
            return false;
        }
        lines.put(key, new ArrayDeque<>(1));
        return true;
    }

    private void begin(String key, Runnable task) {
        try {
            pool.execute(() -> {
                for (var next = task; next != null; next = following(key)) {
                    run(next);
                }
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("All has stopped, and so has what was to be sent", e);
        }
    }

    private synchronized Runnable following(String key) {
        var next = key.isEmpty() ? null : lines.get(key).poll();
        if (next == null) {
            lines.remove(key);
        }
        return next;
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("What a session sends", e);
        }
    }
}
