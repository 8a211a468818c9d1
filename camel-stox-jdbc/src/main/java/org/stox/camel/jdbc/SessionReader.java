package org.stox.camel.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import java.util.function.BooleanSupplier;

import org.stox.camel.jdbc.Dialect.Fault;

/** The connection for reading, one thread at a time. After an error it makes another, once. */
final class SessionReader {

    interface Query<T> {
        T of(SessionTable table) throws SQLException;
    }

    private final Dialect dialect;
    private Optional<SessionTable> table = Optional.empty();

    SessionReader(Dialect dialect) {
        this.dialect = dialect;
    }

    /** @param connect whether a new connection may be made, which can take its time */
    synchronized <T> T read(Query<T> query, boolean connect) throws SQLException {
        for (boolean again = false; ; again = true) {
            try {
                if (table.isEmpty()) {
                    if (!connect) {
                        throw new SQLException("no connection to " + dialect.place());
                    }
                    table = Optional.of(new SessionTable(dialect.open()));
                }
                return query.of(table.get());
            } catch (SQLException e) {
                close();
                if (again || !connect || dialect.fault(e) == Fault.DAMAGE) {
                    throw e;
                }
            }
        }
    }

    /** Does something while nothing is read and no connection is open. */
    synchronized boolean closed(BooleanSupplier work) {
        close();
        return work.getAsBoolean();
    }

    synchronized void close() {
        table.ifPresent(SessionTable::close);
        table = Optional.empty();
    }
}
