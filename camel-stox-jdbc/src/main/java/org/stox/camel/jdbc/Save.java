package org.stox.camel.jdbc;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import org.stox.session.Change;

/** One call of save, on its way to the disk. */
final class Save {

    /** A change with the row that it leaves. */
    record One(Change change, Optional<Row> row) { }

    private final List<One> changes;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final long since = System.nanoTime();
    private final boolean awaited;
    private volatile boolean doomed;
    private boolean tried;

    /** Without changes: waits for those before it. */
    Save(List<One> changes) {
        this.changes = changes;
        this.awaited = changes.isEmpty() || changes.stream().anyMatch(one -> one.change().mustBeKept());
    }

    static Save of(List<Change> changes, SessionJson json) {
        return new Save(changes.stream().map(change -> new One(change, change.after().map(json::write))).toList());
    }

    List<One> changes() {
        return changes;
    }

    CompletableFuture<Void> done() {
        return done;
    }

    /** When it was called, of {@link System#nanoTime}. */
    long since() {
        return since;
    }

    /** Whether somebody waits for it before anything is sent. */
    boolean awaited() {
        return awaited;
    }

    /** What it was built upon was not stored, so it must not be. */
    void doom() {
        doomed = true;
    }

    boolean doomed() {
        return doomed;
    }

    /** An attempt to store it broke off; perhaps after it was stored. */
    void fails() {
        tried = true;
    }

    boolean tried() {
        return tried;
    }
}
