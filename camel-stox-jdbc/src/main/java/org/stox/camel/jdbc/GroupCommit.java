package org.stox.camel.jdbc;

import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.jdbc.Dialect.Fault;
import org.stox.session.SessionRepository.Conflict;
import org.stox.session.SessionRepository.KeyTaken;

/** A group of saves in one transaction. If something is wrong with one of them, each in a savepoint of its own, so that only that one fails. */
final class GroupCommit {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final Dialect dialect;
    private final LongSupplier epoch;
    private final SessionJson json;

    GroupCommit(Dialect dialect, LongSupplier epoch, SessionJson json) {
        this.dialect = dialect;
        this.epoch = epoch;
        this.json = json;
    }

    /** Those that were not stored, and why. Fails if the store does; then nothing is stored, or all of it was and nobody knows. */
    Map<Save, RuntimeException> attempt(SessionTable to, List<Save> group) throws SQLException {
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
}
