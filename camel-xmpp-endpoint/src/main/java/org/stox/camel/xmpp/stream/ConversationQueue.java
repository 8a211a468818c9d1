package org.stox.camel.xmpp.stream;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Keeps the order of what has the same key (RFC 6120 §10.1), from start to completion: the next task starts when the one before is
 * done, which may be long after it returned. Others are not held up.
 */
public final class ConversationQueue<K> {

    /** One step of a conversation. */
    public interface Task {

        /** @param done to be run once, from any thread, when the next may start */
        void start(Runnable done);

        /** There is no thread for it any more. */
        void abandon();
    }

    private final ConcurrentHashMap<K, ArrayDeque<Task>> conversations = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();
    private final Executor executor;
    private final int perKey;
    private final int total;

    public ConversationQueue(Executor executor, int perKey, int total) {
        this.executor = executor;
        this.perKey = perKey;
        this.total = total;
    }

    /** False if there are too many: of this conversation, or of all. */
    public boolean offer(K key, Task task) {
        if (size.incrementAndGet() > total) {
            size.decrementAndGet();
            return false;
        }
        var place = new Place(task);
        conversations.compute(key, place);
        if (place.full) {
            size.decrementAndGet();
            return false;
        }
        if (place.first) {
            execute(key, task);
        }
        return true;
    }

    /** Waiting and running ones. */
    public int size() {
        return size.get();
    }

    private void execute(K key, Task task) {
        try {
            executor.execute(() -> task.start(() -> done(key)));
        } catch (RejectedExecutionException e) {
            task.abandon();
            done(key);
        }
    }

    private void done(K key) {
        size.decrementAndGet();
        var next = new Next();
        conversations.computeIfPresent(key, next);
        if (next.task != null) {
            execute(key, next.task);
        }
    }

    /** Puts a task behind the running one; the deque holds only those that wait. */
    private final class Place implements java.util.function.BiFunction<K, ArrayDeque<Task>, ArrayDeque<Task>> {

        private final Task task;
        private boolean first;
        private boolean full;

        Place(Task task) {
            this.task = task;
        }

        @Override
        public ArrayDeque<Task> apply(K key, ArrayDeque<Task> waiting) {
            if (waiting == null) {
                first = true;
                return new ArrayDeque<>(2);
            }
            if (waiting.size() + 1 >= perKey) {
                full = true;
            } else {
                waiting.add(task);
            }
            return waiting;
        }
    }

    /** Takes the next one, or forgets the conversation. */
    private final class Next implements java.util.function.BiFunction<K, ArrayDeque<Task>, ArrayDeque<Task>> {

        private Task task;

        @Override
        public ArrayDeque<Task> apply(K key, ArrayDeque<Task> waiting) {
            task = waiting.poll();
            return task == null ? null : waiting;
        }
    }
}
