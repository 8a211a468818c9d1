package org.stox.camel.jdbc;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

import org.postgresql.Driver;

/**
 * PostgreSQL: one database for the nodes of one gateway. Rows carry the epoch of the node that wrote them, and none is written over by a
 * node of an epoch before; the table of leases is there for the node that hands out epochs.
 */
final class PostgresDialect implements Dialect {

    private static final int SCHEMA = 1;
    private static final List<String> MORE = List.of(
            "create table if not exists lease (name text primary key, owner text not null, epoch bigint not null, until timestamptz not null)",
            "create table if not exists stox_schema (version integer primary key)");
    private static final long MAKING_TABLES = 0x73746f78;

    private final String url;

    PostgresDialect(String url) {
        this.url = url;
    }

    @Override
    public Connection open() throws SQLException {
        var properties = new Properties();
        properties.setProperty("ApplicationName", "stox");
        properties.setProperty("connectTimeout", "3");
        properties.setProperty("socketTimeout", "5");
        properties.setProperty("tcpKeepAlive", "true");
        var connection = Optional.ofNullable(new Driver().connect(url, properties))
                .orElseThrow(() -> new SQLException("this is no URL of PostgreSQL: use jdbc:postgresql://HOST/DATABASE?user=…", "08001"));
        try {
            schema(connection);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Nodes that start together make the tables one after the other. */
    private void schema(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            if (version(connection) < SCHEMA) {
                statement.execute("select pg_advisory_xact_lock(" + MAKING_TABLES + ")");
                for (var sql : Schema.TABLES) {
                    statement.execute(sql);
                }
                for (var sql : MORE) {
                    statement.execute(sql);
                }
                statement.execute("insert into stox_schema values (" + SCHEMA + ") on conflict do nothing");
            }
            if (version(connection) > SCHEMA) {
                throw new SQLException("a newer release wrote it: start that one, or name another database", "58030");
            }
            connection.commit();
        }
        connection.setAutoCommit(true);
    }

    private static int version(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var there = statement.executeQuery("select to_regclass('stox_schema') is not null")) {
                if (!there.next() || !there.getBoolean(1)) {
                    return 0;
                }
            }
            try (var version = statement.executeQuery("select coalesce(max(version), 0) from stox_schema")) {
                return version.next() ? version.getInt(1) : 0;
            }
        }
    }

    /** By the class of the SQLSTATE: data, constraint, limit of the program. */
    @Override
    public Fault fault(SQLException e) {
        var state = Optional.ofNullable(e.getSQLState()).orElse("");
        return state.startsWith("22") || state.startsWith("23") || state.startsWith("54") ? Fault.VALUES : Fault.STORE;
    }

    /** The way to it is broken, it has no room, it starts or stops. */
    @Override
    public boolean passing(SQLException e) {
        var state = Optional.ofNullable(e.getSQLState()).orElse("");
        return state.startsWith("08") && !state.equals("08001") || state.startsWith("53") || state.startsWith("57P") || refused(e);
    }

    /** The driver gives a wrong URL and a database that does not listen the same state. */
    private static boolean refused(SQLException e) {
        return e.getCause() instanceof IOException;
    }

    @Override
    public void probe(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("insert into session (id, kind, format, version, claimed_until, epoch, body) values ('', '', 0, 0, 0, 0, '')"
                    + " on conflict do nothing");
            statement.execute("delete from session where id = ''");
            connection.commit();
        }
    }

    @Override
    public void repair() throws SQLException {
        throw new SQLException("PostgreSQL is repaired by its own means");
    }

    @Override
    public boolean shared() {
        return true;
    }

    /** Without what follows the question mark: a password may be there. */
    @Override
    public String place() {
        var query = url.indexOf('?');
        var bare = query < 0 ? url : url.substring(0, query);
        var at = bare.lastIndexOf('@');
        return at < 0 ? bare : bare.substring(0, bare.indexOf("//") + 2) + bare.substring(at + 1);
    }

    @Override
    public void close() {
        // connections are closed by those who opened them
    }
}
