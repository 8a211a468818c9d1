package org.stox.traffic;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the order of what has the same key (RFC 6120 §10.1): a task starts when the start of the one before has returned, by which it
 * has its place in whatever line it waits in. It does not wait for the end of the one before: behind a peer that is dead, each would
 * wait for a timeout of its own. Others are not held up at all.
 */
public final class ConversationQueue<K> {

    /** One step of a conversation. */
    public interface Task {

        /** @param done to be run once, from any thread, when it has ended */
        void start(Runnable done);

        /** There is no thread for it any more. */
        void abandon();
    }

    /** What there is of a conversation; changed only within the map's methods. */
    private static final class Line {
        private final ArrayDeque<Task> waiting = new ArrayDeque<>(2);
        private boolean starting;
        private int started;

        private Optional<Task> next() {
            var next = Optional.ofNullable(waiting.poll());
            starting = next.isPresent();
            started += starting ? 1 : 0;
            return next;
        }

        private boolean over() {
            return !starting && started == 0;
        }
    }

    private final ConcurrentHashMap<K, Line> conversations = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Executor executor;
    private final int perKey;
    private final int total;

    public ConversationQueue(Executor executor, int perKey, int total) {
        this.executor = executor;
        this.perKey = perKey;
        this.total = total;
    }

    /** False if there are too many that have not ended: of this conversation, or of all. */
    public boolean offer(K key, Task task) {
        if (size.incrementAndGet() > total) {
            size.decrementAndGet();
            return false;
        }
        var offer = new Offer(task);
        conversations.compute(key, offer);
        if (offer.full) {
            size.decrementAndGet();
            return false;
        }
        offer.next.ifPresent(first -> execute(key, first));
        return true;
    }

    /** Those that have not ended. */
    public int size() {
        return size.get();
    }

    private void execute(K key, Task task) {
        try {
            executor.execute(() -> {
                try {
                    task.start(() -> ended(key));
                } finally {
                    returned(key);
                }
            });
        } catch (RejectedExecutionException e) {
            task.abandon();
            ended(key);
            returned(key);
        }
    }

    private void returned(K key) {
        var next = new Next();
        conversations.computeIfPresent(key, next);
        next.task.ifPresent(task -> execute(key, task));
    }

    private void ended(K key) {
        size.decrementAndGet();
        conversations.computeIfPresent(key, (k, line) -> {
            line.started--;
            return line.over() ? null : line;
        });
    }

    /** Puts a task behind the others; it is the next if none is just starting. */
    private final class Offer implements java.util.function.BiFunction<K, Line, Line> {

        private final Task task;
        private boolean full;
        private Optional<Task> next = Optional.empty();

        Offer(Task task) {
            this.task = task;
        }

        @Override
        public Line apply(K key, Line present) {
            var line = present == null ? new Line() : present;
            if (line.waiting.size() + line.started >= perKey) {
                full = true;
            } else {
                line.waiting.add(task);
                next = line.starting ? Optional.empty() : line.next();
            }
            return line;
        }
    }

    /** Takes the next one, or forgets the conversation. */
    private final class Next implements java.util.function.BiFunction<K, Line, Line> {

        private Optional<Task> task = Optional.empty();

        @Override
        public Line apply(K key, Line line) {
            task = line.next();
            return line.over() ? null : line;
        }
    }
}
