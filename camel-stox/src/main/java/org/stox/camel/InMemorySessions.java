package org.stox.camel;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.stox.session.Change;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.SessionRepository;

/** Sessions that end with the process: for tests, and for a gateway that may forget. */
public final class InMemorySessions implements SessionRepository {

    private static final Duration CLAIM = Duration.ofSeconds(30);

    /** When a session is to be looked at: its earliest timer, or the end of its claim. */
    private record Due(Instant at, String id) { }

    private final Map<String, Session> sessions = new TreeMap<>();
    private final Map<SessionKey, String> owners = new HashMap<>();
    private final Map<String, Due> dues = new HashMap<>();
    private final TreeSet<Due> order = new TreeSet<>(Comparator.comparing(Due::at).thenComparing(Due::id));

    @Override
    public synchronized Optional<Session> find(SessionKey key) {
        return Optional.ofNullable(owners.get(key)).map(sessions::get);
    }

    @Override
    public synchronized Optional<Session> byId(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    @Override
    public synchronized CompletionStage<Void> save(List<Change> changes) {
        var failure = failure(changes);
        if (failure.isPresent()) {
            return CompletableFuture.failedFuture(failure.get());
        }
        changes.forEach(c -> c.before().ifPresent(this::remove));
        changes.forEach(c -> c.after().ifPresent(this::put));
        return CompletableFuture.completedFuture(null);
    }

    private Optional<RuntimeException> failure(List<Change> changes) {
        var after = new HashMap<SessionKey, String>();
        for (var change : changes) {
            var stored = byId(change.id()).map(Session::version);
            if (!stored.equals(change.before().map(Session::version))) {
                return Optional.of(new Conflict(change.id()));
            }
        }
        var freed = new HashSet<SessionKey>();
        changes.forEach(c -> c.before().ifPresent(b -> freed.addAll(b.keys())));
        for (var change : changes) {
            for (var key : change.after().map(Session::keys).orElse(Set.of())) {
                var owner = after.putIfAbsent(key, change.id());
                if (owner == null && !freed.contains(key)) {
                    owner = owners.get(key);
                }
                if (owner != null) {
                    return Optional.of(new KeyTaken(key, owner));
                }
            }
        }
        return Optional.empty();
    }

    private void remove(Session session) {
        sessions.remove(session.id());
        session.keys().forEach(key -> owners.remove(key, session.id()));
        schedule(session.id(), Optional.empty());
    }

    private void put(Session session) {
        sessions.put(session.id(), session);
        session.keys().forEach(key -> owners.put(key, session.id()));
        schedule(session.id(), session.next().map(Map.Entry::getValue));
    }

    private void schedule(String id, Optional<Instant> at) {
        var before = dues.remove(id);
        if (before != null) {
            order.remove(before);
        }
        at.map(instant -> new Due(instant, id)).ifPresent(due -> {
            dues.put(id, due);
            order.add(due);
        });
    }

    @Override
    public synchronized List<Session> due(Instant now, int limit) {
        var due = new ArrayList<Session>();
        while (due.size() < limit && !order.isEmpty() && !order.first().at().isAfter(now)) {
            var id = order.first().id();
            due.add(sessions.get(id));
            schedule(id, Optional.of(now.plus(CLAIM)));
        }
        due.sort(Comparator.comparing(session -> session.next().orElseThrow().getValue()));
        return due;
    }

    @Override
    public void forEach(String kind, Consumer<Session> each) {
        List<Session> all;
        synchronized (this) {
            all = List.copyOf(sessions.values());
        }
        all.stream().filter(session -> session.machine().kind().equals(kind)).forEach(each);
    }

    @Override
    public void close() {
        // nothing outlives it
    }
}
