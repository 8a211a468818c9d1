package org.stox.camel.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** What differs between the databases. */
interface Dialect extends AutoCloseable {

    /** Whose fault an error is, and so what is to be done. */
    enum Fault {
        /** Of the values of one statement: only its save fails. */
        VALUES,
        /** Of the database, its disk or the way to it: nothing can be stored until that is over. */
        STORE,
        /** The file is no sound database (any more): it is to be {@link #repair repaired}. */
        DAMAGE
    }

    /** A new connection, with the tables as this release has them. */
    Connection open() throws SQLException;

    Fault fault(SQLException e);

    /** Whether what failed may come right by itself, so that a start need not fail. */
    boolean passing(SQLException e);

    /** Fails while a new session could not be stored, even if an old one could be written over. */
    void probe(Connection connection) throws SQLException;

    /** Makes a sound database of a damaged one, from what can be read of it; no connection is open. */
    void repair() throws SQLException;

    /** Whether other nodes use the same rows, so that a claim must stand in them. */
    boolean shared();

    /** Where the sessions are, for people: never with a password. */
    String place();

    @Override
    void close();
}
