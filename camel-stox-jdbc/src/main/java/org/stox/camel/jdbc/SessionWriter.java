package org.stox.camel.jdbc;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.jdbc.Dialect.Fault;
import org.stox.session.SessionRepository.Conflict;
import org.stox.session.SessionRepository.Unavailable;

/**
 * The one thread that writes: groups of saves, each group one transaction. A group that fails with its connection is tried once more with
 * a new one; then the store is in trouble until a probe goes through: what is awaited is refused at once, what is not is kept for later.
 */
final class SessionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(SessionWriter.class);
    private static final long IDLE = TimeUnit.SECONDS.toNanos(60);
    private static final long SOON = TimeUnit.SECONDS.toNanos(1);
    private static final long LATE = TimeUnit.SECONDS.toNanos(30);

    private final Dialect dialect;
    private final GroupCommit commit;
    private final Unsaved unsaved;
    private final SessionCache cache;
    private final SessionReader reader;
    private final SaveQueue queue = new SaveQueue();
    private final Thread thread;

    private Optional<SessionTable> table = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();
    private final AtomicReference<SQLException> suspicion = new AtomicReference<>();
    private long probe;
    private long well = System.nanoTime() - 2 * LATE;
    private long pause = SOON;

    SessionWriter(Dialect dialect, LongSupplier epoch, Unsaved unsaved, SessionCache cache, SessionReader reader, SessionJson json) {
        this.dialect = dialect;
        this.commit = new GroupCommit(dialect, epoch, json);
        this.unsaved = unsaved;
        this.cache = cache;
        this.reader = reader;
        this.thread = new Thread(this::run, "stox-sessions");
        this.thread.setDaemon(true);
    }

    /** Fails if the store cannot be used and will not be without the operator. */
    void start() {
        try {
            table();
        } catch (SQLException e) {
            try {
                if (dialect.fault(e) == Fault.DAMAGE) {
                    dialect.repair();
                    table();
                } else if (dialect.passing(e)) {
                    trouble(e);
                } else {
                    throw e;
                }
            } catch (SQLException again) {
                dialect.close();
                throw new Unavailable("Sessions cannot be kept in " + dialect.place() + ": " + again.getMessage());
            }
        }
        thread.start();
    }

    void save(Save save) {
        if (trouble.isPresent() && save.awaited()) {
            save.done().completeExceptionally(new Unavailable(trouble.get()));
            return;
        }
        var behind = unsaved.add(save);
        if (behind.isPresent()) {
            save.done().completeExceptionally(new Conflict(behind.get()));
        } else if (!queue.add(save)) {
            unsaved.fail(save);
            save.done().completeExceptionally(new Unavailable(trouble.orElse("Too many sessions wait to be stored")));
        }
    }

    Optional<String> trouble() {
        return trouble;
    }

    int waiting() {
        return queue.size();
    }

    void close() {
        queue.close();
        var interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!queue.closed() || queue.size() > 0) {
                turn();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            drop();
            if (!queue.closed()) {
                trouble = Optional.of("Sessions are no longer stored: what stores them has ended by a fault of ours");
                LOG.error(trouble.get());
                refuse(queue.sift(List.of()));
            }
        }
    }

    private void turn() throws InterruptedException {
        if (trouble.isEmpty()) {
            var group = queue.take(IDLE);
            if (!group.isEmpty()) {
                write(group, false);
            }
            Optional.ofNullable(suspicion.getAndSet(null)).ifPresent(this::inspect);
            return;
        }
        refuse(queue.sift(List.of()));
        queue.pause(probe - System.nanoTime());
        if (probe - System.nanoTime() <= 0 || queue.closed()) {
            probe();
            if (trouble.isPresent() && queue.closed()) {
                LOG.warn("{} sessions could not be stored before the end: {}", queue.size(), trouble.get());
                while (queue.size() > 0) {
                    refuse(queue.take(0));
                }
            }
        }
    }

    /** @param again whether it is the second try */
    private void write(List<Save> group, boolean again) {
        try {
            var failures = commit.attempt(table(), group);
            cache.stored(group.stream().filter(save -> !failures.containsKey(save)).toList());
            failures.keySet().forEach(unsaved::fail);
            group.forEach(unsaved::remove);
            for (var save : group) {
                if (failures.containsKey(save)) {
                    save.done().completeExceptionally(failures.get(save));
                } else {
                    save.done().complete(null);
                }
            }
        } catch (SQLException e) {
            group.forEach(Save::fails);
            drop();
            if (recovered(e) && !again) {
                write(group, true);
            } else {
                trouble(e);
                refuse(queue.sift(group));
            }
        } catch (RuntimeException e) {
            LOG.error("Sessions were not stored by a fault of ours", e);
            drop();
            group.forEach(unsaved::fail);
            group.forEach(save -> save.done().completeExceptionally(e));
        }
    }

    /** Whether it makes sense to try again at once. */
    private boolean recovered(SQLException e) {
        if (dialect.fault(e) != Fault.DAMAGE) {
            return true;
        }
        return reader.closed(() -> {
            try {
                dialect.repair();
                cache.clear();
                return true;
            } catch (SQLException again) {
                LOG.debug("No repair", again);
                return false;
            }
        });
    }

    /** A reader has met an error that a new connection did not cure: the writer looks whether it meets it too. */
    void suspect(SQLException e) {
        LOG.debug("The store cannot be read", e);
        suspicion.set(e);
        if (trouble.isEmpty()) {
            queue.add(new Save(List.of()));
        }
    }

    private void trouble(SQLException e) {
        var now = System.nanoTime();
        if (trouble.isEmpty()) {
            pause = now - well > LATE ? SOON : Math.min(2 * pause, LATE);       // longer where it comes back at once
            trouble = Optional.of("Sessions cannot be stored in " + dialect.place() + ": " + e.getMessage());
            LOG.warn("{}. What would begin, change or end one is refused until that is over", trouble.get());
        }
        probe = now + pause;
    }

    private void inspect(SQLException e) {
        drop();
        recovered(e);
        try {
            dialect.probe(table().connection());
        } catch (SQLException again) {
            drop();
            trouble(again);
        }
    }

    private void probe() {
        try {
            dialect.probe(table().connection());
            well = System.nanoTime();
            trouble = Optional.empty();
            LOG.info("Sessions are stored in {} again", dialect.place());
        } catch (SQLException e) {
            drop();
            recovered(e);
            trouble(e);
        }
    }

    private void refuse(List<Save> saves) {
        saves.forEach(unsaved::fail);
        saves.forEach(save -> save.done().completeExceptionally(new Unavailable(trouble.orElse(""))));
    }

    private SessionTable table() throws SQLException {
        if (table.isEmpty()) {
            var connection = dialect.open();
            table = Optional.of(new SessionTable(connection));
            connection.setAutoCommit(false);
        }
        return table.get();
    }

    /** After an error a connection is not to be trusted: SQLite has rolled back by itself, and says no to everything. */
    private void drop() {
        cache.clear();
        table.ifPresent(SessionTable::close);
        table = Optional.empty();
    }
}
