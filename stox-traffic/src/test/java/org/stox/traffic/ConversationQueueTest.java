package org.stox.traffic;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ConversationQueueTest {

    private static ConversationQueue.Task task(Consumer<Runnable> start) {
        return new ConversationQueue.Task() {
            @Override
            public void start(Runnable done) {
                start.accept(done);
            }

            @Override
            public void abandon() {
                throw new AssertionError("abandoned");
            }
        };
    }

    @Test
    void aThousandPairsKeepTheirOrderWhateverCompletesFirst() throws Exception {
        var pool = Executors.newFixedThreadPool(4);
        var timer = Executors.newScheduledThreadPool(1);
        var queue = new ConversationQueue<Integer>(pool, 100, 100_000);
        var seen = IntStream.range(0, 1000).mapToObj(i -> new ArrayList<Integer>()).toList();
        var starting = IntStream.range(0, 1000).mapToObj(i -> new AtomicInteger()).toList();
        var all = new CountDownLatch(100_000);
        var overlaps = new AtomicInteger();
        var random = new Random(7);
        for (int n = 0; n < 100; n++) {
            for (int pair = 0; pair < 1000; pair++) {
                int number = n;
                int key = pair;
                long delay = random.nextInt(1000);
                assertTrue(queue.offer(key, task(done -> {
                    if (starting.get(key).incrementAndGet() != 1) {
                        overlaps.incrementAndGet();
                    }
                    seen.get(key).add(number);
                    starting.get(key).decrementAndGet();
                    Runnable end = () -> {
                        done.run();
                        all.countDown();
                    };
                    if (delay < 900) {
                        end.run();
                    } else {
                        timer.schedule(end, delay, TimeUnit.MICROSECONDS);
                    }
                })));
            }
        }
        assertTrue(all.await(60, TimeUnit.SECONDS));
        assertEquals(0, overlaps.get());
        seen.forEach(s -> assertEquals(IntStream.range(0, 100).boxed().toList(), s));
        assertEquals(0, queue.size());
        pool.shutdownNow();
        timer.shutdownNow();
    }

    @Test
    void whatHasStartedAndNotEndedHoldsUpNobody() {
        var queue = new ConversationQueue<String>(Runnable::run, 100, 1000);
        var unended = new ArrayList<Runnable>();
        var order = new ArrayList<String>();
        queue.offer("a", task(unended::add));
        queue.offer("a", task(done -> {
            order.add("second");
            done.run();
        }));
        queue.offer("b", task(done -> {
            order.add("other");
            done.run();
        }));
        assertEquals(List.of("second", "other"), order);
        assertEquals(1, queue.size());
        unended.get(0).run();
        assertEquals(0, queue.size());
    }

    @Test
    void theNextStartsOnlyWhenTheStartBeforeHasReturned() {
        var threads = new ArrayDeque<Runnable>();
        var queue = new ConversationQueue<String>(threads::add, 100, 1000);
        var order = new ArrayList<String>();
        queue.offer("a", task(done -> order.add("first")));
        queue.offer("a", task(done -> order.add("second")));
        assertEquals(1, threads.size());
        threads.poll().run();
        assertEquals(1, threads.size());
        threads.poll().run();
        assertEquals(List.of("first", "second"), order);
        assertEquals(0, threads.size());
        assertEquals(2, queue.size());
    }

    @Test
    void tooManyOfOneOrOfAllAreRefused() {
        var queue = new ConversationQueue<String>(Runnable::run, 2, 3);
        assertTrue(queue.offer("a", task(done -> { })));
        assertTrue(queue.offer("a", task(done -> { })));
        assertFalse(queue.offer("a", task(done -> { })));
        assertTrue(queue.offer("b", task(done -> { })));
        assertFalse(queue.offer("c", task(done -> { })));
        assertEquals(3, queue.size());
    }

    @Test
    void withoutThreadsATaskIsAbandonedAndNothingIsLeft() {
        var queue = new ConversationQueue<String>(r -> {
            throw new java.util.concurrent.RejectedExecutionException();
        }, 100, 1000);
        var abandoned = new AtomicInteger();
        queue.offer("a", new ConversationQueue.Task() {
            @Override
            public void start(Runnable done) {
                throw new AssertionError("there is no thread");
            }

            @Override
            public void abandon() {
                abandoned.incrementAndGet();
            }
        });
        assertEquals(1, abandoned.get());
        assertEquals(0, queue.size());
    }
}
