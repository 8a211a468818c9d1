package org.stox.camel.jdbc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Saves in their order, given out in groups. One that is awaited goes at once; others linger a moment, so that more go together. */
final class SaveQueue {

    /** A commit costs the same for one as for many; more than these gain nothing. */
    private static final int GROUP = 512;
    private static final int MOST = 10_000;
    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(20);

    private final Deque<Save> queue = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int awaited;
    private boolean closed;

    /** False when it is full or closed. */
    boolean add(Save save) {
        lock.lock();
        try {
            if (closed || queue.size() >= MOST) {
                return false;
            }
            queue.addLast(save);
            awaited += save.awaited() ? 1 : 0;
            if (queue.size() == 1 || save.awaited() || queue.size() == GROUP) {
                changed.signal();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** The next group, as soon as there is one; empty after {@code longest}, or when it is closed and nothing is left. */
    List<Save> take(long longest) throws InterruptedException {
        var until = System.nanoTime() + longest;
        lock.lock();
        try {
            while (!closed && awaited == 0 && queue.size() < GROUP) {
                var left = (queue.isEmpty() ? until : queue.peekFirst().since() + LINGER) - System.nanoTime();
                if (left <= 0) {
                    break;
                }
                changed.awaitNanos(left);
            }
            var group = new ArrayList<Save>();
            while (!queue.isEmpty() && group.size() < GROUP) {
                group.add(queue.pollFirst());
            }
            awaited -= (int) group.stream().filter(Save::awaited).count();
            return group;
        } finally {
            lock.unlock();
        }
    }

    /**
     * While nothing can be stored: gives {@code group} back, and takes out what somebody waits for, with all that was built upon it. What
     * is left is kept for later.
     */
    List<Save> sift(List<Save> group) {
        lock.lock();
        try {
            var all = new ArrayList<>(group);
            all.addAll(queue);
            queue.clear();
            var out = new ArrayList<Save>();
            var ids = new HashSet<String>();
            for (var save : all) {
                if (save.awaited() || save.changes().stream().anyMatch(one -> ids.contains(one.change().id()))) {
                    save.changes().forEach(one -> ids.add(one.change().id()));
                    out.add(save);
                } else {
                    queue.addLast(save);
                }
            }
            awaited = 0;
            return out;
        } finally {
            lock.unlock();
        }
    }

    /** Waits that long, or until an awaited save comes, or the end. */
    void pause(long nanos) throws InterruptedException {
        var until = System.nanoTime() + nanos;
        lock.lock();
        try {
            for (var left = nanos; left > 0 && awaited == 0 && !closed; left = until - System.nanoTime()) {
                changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** What is in it is still given out. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean closed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }
}
