package org.stox.protocol.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which written stanzas the server has taken, as group commit: a ping (XEP-0199) to our own domain comes back only after all that was
 * written before it. One ping is out at a time; what is written meanwhile waits for the next. Not for several threads.
 *
 * @param <T> what waits
 */
public final class Fence<T> {

    /** Which error stanza answers it (RFC 6120 §8.3.1). */
    private record Key(String to, String id) { }

    /** A class, as two that are equal are still two. */
    private static final class Entry<T> {
        private final Key key;
        private final T waiting;
        private final Instant deadline;

        Entry(Key key, T waiting, Instant deadline) {
            this.key = key;
            this.waiting = waiting;
            this.deadline = deadline;
        }
    }

    private final Duration patience;
    private final Map<Key, Deque<Entry<T>>> byKey = new HashMap<>();
    // new sets for each ping: one that was large once would cost as much to clear each time
    private Set<Entry<T>> later = new LinkedHashSet<>();            // for the next ping
    private Set<Entry<T>> covered = new LinkedHashSet<>();          // by the ping that is out
    private Optional<String> out = Optional.empty();

    /** @param deadline how long a stanza waits for its pong */
    public Fence(Duration deadline) {
        patience = deadline;
    }

    /** The stanza was written, in the stream's order. An error stanza is its answer if it comes from {@code to} with this id. */
    public void written(String to, String id, T waiting, Instant now) {
        var entry = new Entry<>(new Key(to, id), waiting, now.plus(patience));
        byKey.computeIfAbsent(entry.key, k -> new ArrayDeque<>(1)).add(entry);
        later.add(entry);
    }

    /** Asked before each flush and after each pong: true if a ping with this id must be written now; it covers all written so far. */
    public boolean ping(String id) {
        if (out.isPresent() || later.isEmpty()) {
            return false;
        }
        out = Optional.of(id);
        covered = later;                // nothing is covered while no ping is out
        later = new LinkedHashSet<>();
        return true;
    }

    /** The ping came back (result or error alike): what the server has taken. Empty if the id is not that of the ping that is out. */
    public List<T> pong(String id) {
        if (out.filter(id::equals).isEmpty()) {
            return List.of();
        }
        out = Optional.empty();
        var taken = drain(covered);
        covered = new LinkedHashSet<>();
        return taken;
    }

    /** An error stanza came: what it answers, if it answers one of ours that is still waiting. */
    public Optional<T> refused(String from, String id) {
        var entries = byKey.get(new Key(from, id));
        if (entries == null) {
            return Optional.empty();
        }
        var entry = entries.element();
        forget(entry);
        if (!covered.remove(entry)) {
            later.remove(entry);
        }
        return Optional.of(entry.waiting);
    }

    /** What has waited for the deadline or longer; it waits no more. A ping that nothing waits for any more is given up. */
    public List<T> expired(Instant now) {
        var expired = new ArrayList<T>();
        expire(covered, now, expired);
        expire(later, now, expired);
        if (covered.isEmpty() && !expired.isEmpty()) {
            out = Optional.empty();
        }
        return expired;
    }

    private void expire(Set<Entry<T>> entries, Instant now, List<T> expired) {
        for (var all = entries.iterator(); all.hasNext();) {
            var entry = all.next();
            if (entry.deadline.isAfter(now)) {
                return;                 // in the order of writing
            }
            all.remove();
            forget(entry);
            expired.add(entry.waiting);
        }
    }

    /** When {@link #expired} has something to give. */
    public Optional<Instant> deadline() {
        var first = covered.isEmpty() ? later : covered;
        return first.stream().findFirst().map(entry -> entry.deadline);
    }

    /** The stream is lost: all that waited. */
    public List<T> lost() {
        out = Optional.empty();
        var all = drain(covered);
        all.addAll(drain(later));
        covered = new LinkedHashSet<>();
        later = new LinkedHashSet<>();
        return all;
    }

    public int size() {
        return covered.size() + later.size();
    }

    private List<T> drain(Set<Entry<T>> entries) {
        var drained = new ArrayList<T>(entries.size());
        for (var entry : entries) {
            forget(entry);
            drained.add(entry.waiting);
        }
        return drained;
    }

    private void forget(Entry<T> entry) {
        var same = byKey.get(entry.key);
        same.remove(entry);
        if (same.isEmpty()) {
            byKey.remove(entry.key);
        }
    }
}
