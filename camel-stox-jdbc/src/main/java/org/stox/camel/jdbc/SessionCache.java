package org.stox.camel.jdbc;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.stox.session.Session;
import org.stox.session.SessionKey;

/**
 * Sessions as they are stored, the ones that were used last: who looks for one that is at work need not ask the table. Right only where no other
 * node writes the same rows. For several threads.
 */
final class SessionCache {

    private final int most;
    private final Map<String, Session> sessions = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<SessionKey, String> ids = new HashMap<>();
    private long changes;

    /** @param most how many it keeps; none: it keeps nothing */
    SessionCache(int most) {
        this.most = most;
    }

    synchronized Optional<Session> find(SessionKey key) {
        return Optional.ofNullable(ids.get(key)).map(sessions::get);
    }

    synchronized Optional<Session> byId(String id) {
        return Optional.ofNullable(sessions.get(id));
    }

    /** To be called when they are stored, and before they are no longer taken for unsaved. */
    synchronized void stored(Collection<Save> saves) {
        changes++;
        for (var save : saves) {
            save.changes().forEach(one -> {
                forget(one.change().id());
                one.change().after().ifPresent(this::put);
            });
        }
    }

    /** How often something was stored: a look into the table that began with this number may be {@link #read kept} if it still is that. */
    synchronized long changes() {
        return changes;
    }

    /** What was found in the table. */
    synchronized void read(Session session, long since) {
        if (changes == since) {
            forget(session.id());
            put(session);
        }
    }

    /** It is not known what is stored. */
    synchronized void clear() {
        changes++;
        sessions.clear();
        ids.clear();
    }

    private void put(Session session) {
        if (most > 0) {
            sessions.put(session.id(), session);
            session.keys().forEach(key -> ids.put(key, session.id()));
            if (sessions.size() > most) {
                forget(sessions.keySet().iterator().next());
            }
        }
    }

    private void forget(String id) {
        Optional.ofNullable(sessions.remove(id)).ifPresent(session -> session.keys().forEach(key -> ids.remove(key, id)));
    }
}
