package org.stox.camel.jdbc;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.session.Change;
import org.stox.session.Service;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.SessionRepository;

/** Sessions in a database. What is called saved when it returns is on the disk, and survives a kill of this process and of the machine. */
public final class JdbcSessions implements SessionRepository {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcSessions.class);
    private static final Duration CLAIM = Duration.ofSeconds(30);
    private static final Duration UNREADABLE = Duration.ofHours(1);
    private static final int PAGE = 500;
    private static final int MOST_TOLD = 10;
    private static final int CACHED = 10_000;

    private final Dialect dialect;
    private final SessionJson json;
    private final Unsaved unsaved = new Unsaved();
    private final SessionCache cache;
    private final SessionReader reader;
    private final SessionWriter writer;
    private final Map<String, Instant> claims = new HashMap<>();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    JdbcSessions(Dialect dialect, Collection<? extends Service> services, LongSupplier epoch) {
        this.dialect = dialect;
        this.json = new SessionJson(services);
        this.reader = new SessionReader(dialect);
        this.cache = new SessionCache(dialect.shared() ? 0 : CACHED);
        this.writer = new SessionWriter(dialect, epoch, unsaved, cache, reader, json);
        writer.start();
    }

    /**
     * In a file of SQLite, in a directory which is made if need be, and which no other process may use meanwhile. Throws
     * {@link SessionRepository.Unavailable} if that cannot be.
     *
     * @param services whose sessions they are
     */
    public static JdbcSessions sqlite(Path directory, Collection<? extends Service> services) {
        return new JdbcSessions(new SqliteDialect(directory), services, () -> 0);
    }

    /**
     * In PostgreSQL, where the nodes of one gateway share them.
     *
     * @param url begins with {@code jdbc:postgresql:}
     * @param epoch grows each time another node becomes the owner; what a node of an epoch before saves is a {@link Conflict}
     */
    public static JdbcSessions postgres(String url, Collection<? extends Service> services, LongSupplier epoch) {
        return new JdbcSessions(new PostgresDialect(url), services, epoch);
    }

    @Override
    public Optional<Session> find(SessionKey key) {
        var touched = unsaved.touching(key);        // before the look into the table: what is stored meanwhile leaves it afterwards
        for (var change : touched.values()) {
            if (change.after().filter(session -> session.keys().contains(key)).isPresent()) {
                return change.after();
            }
        }
        var cached = cache.find(key);
        var stored = cached.isPresent() ? cached : stored(table -> table.byKey(KeyText.of(key)));
        return stored.filter(session -> !touched.containsKey(session.id()) && session.keys().contains(key));
    }

    @Override
    public Optional<Session> byId(String id) {
        var change = unsaved.last(id);
        if (change.isPresent()) {
            return change.get().after();
        }
        var cached = cache.byId(id);
        return cached.isPresent() ? cached : stored(table -> table.byId(id));
    }

    private Optional<Session> stored(SessionReader.Query<Optional<Row>> query) {
        var since = cache.changes();
        var session = read(query).flatMap(this::readable);
        session.ifPresent(found -> cache.read(found, since));
        return session;
    }

    @Override
    public CompletionStage<Void> save(List<Change> changes) {
        try {
            var save = Save.of(changes, json);
            synchronized (claims) {
                changes.forEach(change -> claims.remove(change.id()));
            }
            writer.save(save);
            return save.done().minimalCompletionStage();
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @Override
    public List<Session> due(Instant now, int limit) {
        synchronized (claims) {
            claims.values().removeIf(until -> !until.isAfter(now));
            var due = new HashMap<String, Session>();
            var changes = unsaved.all();
            changes.values().forEach(change -> change.after().ifPresent(session -> due.put(session.id(), session)));
            var millis = now.toEpochMilli();
            var rows = read(table -> dialect.shared() ? table.claim(millis, now.plus(CLAIM).toEpochMilli(), limit)
                    : table.due(millis, limit + claims.size()));
            for (var row : rows) {
                if (!changes.containsKey(row.id()) && !claims.containsKey(row.id())) {
                    readable(row).ifPresentOrElse(session -> due.put(session.id(), session), () -> postpone(row, now));
                }
            }
            var first = due.values().stream().filter(session -> isDue(session, now) && !claims.containsKey(session.id()))
                    .sorted(Comparator.comparing(session -> session.next().orElseThrow().getValue())).limit(limit).toList();
            first.forEach(session -> claims.put(session.id(), now.plus(CLAIM)));
            return first;
        }
    }

    private static boolean isDue(Session session, Instant now) {
        return session.next().filter(next -> !next.getValue().isAfter(now)).isPresent();
    }

    @Override
    public void forEach(String kind, Consumer<Session> each) {
        if (!unsaved.isEmpty()) {
            barrier();
        }
        var after = "";
        var skipped = 0;
        List<Row> rows;
        do {
            var from = after;
            rows = read(table -> table.page(kind, from, PAGE));
            for (var row : rows) {
                var session = readable(row);
                session.ifPresent(each);
                skipped += session.isPresent() ? 0 : 1;
                after = row.id();
            }
        } while (rows.size() == PAGE);
        if (skipped > 0) {
            LOG.warn("{} sessions of the kind {} are left out: this release cannot read them", skipped, kind);
        }
    }

    /** Until all that was saved before is stored. */
    private void barrier() {
        try {
            save(List.of()).toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof Unavailable unavailable ? unavailable : e;
        }
    }

    @Override
    public Optional<String> trouble() {
        return writer.trouble();
    }

    /** How many saves wait for the disk. */
    public int waiting() {
        return writer.waiting();
    }

    @Override
    public void close() {
        writer.close();
        reader.close();
        dialect.close();
    }

    private Optional<Session> readable(Row row) {
        try {
            return Optional.of(json.read(row));
        } catch (Unreadable e) {
            if (told.size() < MOST_TOLD && told.add(row.id())) {
                LOG.warn("{}. It is left out", e.getMessage());
            }
            return Optional.empty();
        }
    }

    /** A row that cannot be read must not stand before those that can, at each look. */
    private void postpone(Row row, Instant now) {
        read(table -> {
            table.postpone(row.id(), now.plus(UNREADABLE).toEpochMilli());
            return row;
        });
    }

    private <T> T read(SessionReader.Query<T> query) {
        try {
            return reader.read(query, writer.trouble().isEmpty());
        } catch (SQLException e) {
            writer.suspect(e);
            throw new Unavailable("Sessions cannot be read in " + dialect.place() + ": " + e.getMessage());
        }
    }
}
