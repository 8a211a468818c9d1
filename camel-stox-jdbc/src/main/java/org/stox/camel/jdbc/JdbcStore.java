package org.stox.camel.jdbc;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;

import org.stox.session.Service;
import org.stox.session.SessionRepository;
import org.stox.session.SessionRepository.Unavailable;
import org.stox.session.SessionStore;

/**
 * What the setting {@code stox.state} names: {@code jdbc:postgresql:…} a database, anything else a directory for SQLite. Camel finds it
 * as {@code ResolverHelper.resolveService(context, "stox-sessions", SessionStore.class)} where this module is.
 */
public final class JdbcStore implements SessionStore {

    private static final String DATABASE = "jdbc:";

    @Override
    public SessionRepository open(String place, Collection<? extends Service> services) {
        if (place.startsWith(DATABASE)) {
            return JdbcSessions.postgres(place, services, () -> 0);
        }
        try {
            return JdbcSessions.sqlite(Path.of(place), services);
        } catch (InvalidPathException e) {
            throw new Unavailable("Sessions cannot be kept in " + place + ": this is no name of a directory");
        }
    }
}
