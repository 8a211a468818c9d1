package org.stox.camel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class InOrderTest {

    private final Deque<Runnable> pool = new ArrayDeque<>();
    private final List<String> seen = new ArrayList<>();
    private final InOrder order = new InOrder(pool::add);

    private void give(String key, String what) {
        order.execute(key, () -> seen.add(what));
    }

    @Test
    void tasksOfOneKeyAreOneAfterTheOtherAndThoseOfOthersBesideThem() {
        give("a", "a1");
        give("a", "a2");
        give("b", "b1");
        assertEquals(2, pool.size(), "one thread for each key");
        pool.removeLast().run();
        pool.removeLast().run();
        assertEquals(List.of("b1", "a1", "a2"), seen);
        give("a", "a3");
        pool.remove().run();
        assertEquals(List.of("b1", "a1", "a2", "a3"), seen);
    }

    @Test
    void whatFollowsNothingWaitsForNothing() {
        give("", "1");
        give("", "2");
        assertEquals(2, pool.size());
    }

    @Test
    void aTaskThatFailsStopsNoOther() {
        order.execute("a", () -> {
            throw new IllegalStateException("broken");
        });
        give("a", "after");
        pool.remove().run();
        assertEquals(List.of("after"), seen);
    }

    @Test
    void afterTheEndNothingIsDone() {
        var closed = new InOrder(task -> {
            throw new RejectedExecutionException();
        });
        closed.execute("a", () -> seen.add("never"));
        assertEquals(List.of(), seen);
    }
}
