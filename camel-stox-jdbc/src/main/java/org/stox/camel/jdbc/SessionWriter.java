package org.stox.camel.jdbc;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.jdbc.Dialect.Fault;
import org.stox.session.SessionRepository.Conflict;
import org.stox.session.SessionRepository.KeyTaken;
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
    private final LongSupplier epoch;
    private final Unsaved unsaved;
    private final SessionReader reader;
    private final SessionJson json;
    private final SaveQueue queue;
    private final Thread thread;

    private Optional<SessionTable> table = Optional.empty();
    private volatile Optional<String> trouble = Optional.empty();
    private final AtomicReference<SQLException> suspicion = new AtomicReference<>();
    private long probe;
    private long well = System.nanoTime() - 2 * LATE;
    private long pause = SOON;

    SessionWriter(Dialect dialect, LongSupplier epoch, Unsaved unsaved, SessionReader reader, SessionJson json, int most) {
        this.dialect = dialect;
        this.epoch = epoch;
        this.unsaved = unsaved;
        this.reader = reader;
        this.json = json;
        this.queue = new SaveQueue(most);
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
                refuse(queue.take(0));
            }
        }
    }

    /** @param again whether it is the second try */
    private void write(List<Save> group, boolean again) {
        try {
            var failures = attempt(group);
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
        }
    }

    private Map<Save, RuntimeException> attempt(List<Save> group) throws SQLException {
        var to = table();
        try {
            if (group.stream().noneMatch(Save::doomed)) {
                to.write(Net.of(group), epoch.getAsLong());
                to.connection().commit();
                return Map.of();
            }
        } catch (Conflict | KeyTaken odd) {
            to.connection().rollback();
        } catch (SQLException e) {
            if (dialect.fault(e) != Fault.VALUES) {
                throw e;
            }
            to.connection().rollback();
        }
        var failures = new LinkedHashMap<Save, RuntimeException>();
        var lost = new HashSet<String>();
        for (var save : group) {
            var upon = save.changes().stream().map(one -> one.change().id()).filter(id -> save.doomed() || lost.contains(id)).findFirst();
            var failure = upon.isPresent() ? Optional.<RuntimeException>of(new Conflict(upon.get())) : alone(to, save);
            failure.ifPresent(f -> {
                failures.put(save, f);
                save.changes().forEach(one -> lost.add(one.change().id()));
            });
        }
        to.connection().commit();
        return failures;
    }

    /** One save of a group in which something is wrong: it is all stored, or nothing of it is. */
    private Optional<RuntimeException> alone(SessionTable to, Save save) throws SQLException {
        for (int tries = 0; ; tries++) {
            var savepoint = to.connection().setSavepoint("save");
            try {
                to.write(Net.of(List.of(save)), epoch.getAsLong());
                to.connection().releaseSavepoint(savepoint);
                return Optional.empty();
            } catch (Conflict conflict) {
                back(to, savepoint);
                return save.tried() && stored(to, save) ? Optional.empty() : Optional.of(conflict);
            } catch (KeyTaken taken) {
                back(to, savepoint);
                if (tries > 0 || !disown(to, taken.owner())) {
                    return Optional.of(taken);
                }
            } catch (SQLException e) {
                if (dialect.fault(e) != Fault.VALUES) {
                    throw e;
                }
                back(to, savepoint);
                return Optional.of(new IllegalArgumentException("A session cannot be stored: " + e.getMessage(), e));
            }
        }
    }

    /** A session that this release cannot read is nobody's: its keys are given up to one that wants them. */
    private boolean disown(SessionTable to, String owner) throws SQLException {
        var row = to.byId(owner);
        if (row.isPresent()) {
            try {
                json.read(row.get());
                return false;
            } catch (Unreadable e) {
                LOG.warn("{}. It loses its keys to a new one", e.getMessage());
            }
        }
        to.disown(owner);
        return true;
    }

    private static void back(SessionTable to, Savepoint savepoint) throws SQLException {
        to.connection().rollback(savepoint);
        to.connection().releaseSavepoint(savepoint);
    }

    /** Whether the try before had gone through, though its connection broke. */
    private static boolean stored(SessionTable to, Save save) throws SQLException {
        for (var one : save.changes()) {
            var row = to.byId(one.change().id());
            if (!row.equals(one.row())) {
                return false;
            }
        }
        return true;
    }

    /** Whether it makes sense to try again at once. */
    private boolean recovered(SQLException e) {
        if (dialect.fault(e) != Fault.DAMAGE) {
            return true;
        }
        return reader.closed(() -> {
            try {
                dialect.repair();
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
            queue.add(new Save(List.of(), json));
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
        table.ifPresent(SessionTable::close);
        table = Optional.empty();
    }
}
