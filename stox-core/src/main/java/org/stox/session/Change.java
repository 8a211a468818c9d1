package org.stox.session;

import java.util.Optional;

/** One session to be stored: without before a new one, without after one that ends. */
public record Change(Optional<Session> before, Optional<Session> after) {

    public Change {
        if (before.isEmpty() && after.isEmpty()) {
            throw new IllegalArgumentException("A change of nothing");
        }
        if (before.isPresent() && after.isPresent()
                && (!before.get().id().equals(after.get().id()) || after.get().version() != before.get().version() + 1)) {
            throw new IllegalArgumentException("A change from one session to another");
        }
    }

    public static Change of(Session before, Session after) {
        return new Change(Optional.of(before), Optional.of(after));
    }

    public static Change begun(Session after) {
        return new Change(Optional.empty(), Optional.of(after));
    }

    public static Change ended(Session before) {
        return new Change(Optional.of(before), Optional.empty());
    }

    /** Whether it must be on disk before anything is sent for it; a begin and an end always. */
    public boolean mustBeKept() {
        return before.isEmpty() || after.isEmpty() || after.get().mustBeKept(before.get());
    }

    public String id() {
        return after.or(() -> before).map(Session::id).orElseThrow();
    }
}
