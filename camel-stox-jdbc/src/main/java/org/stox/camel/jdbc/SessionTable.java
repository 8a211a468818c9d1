package org.stox.camel.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;

import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.SessionRepository.Conflict;
import org.stox.session.SessionRepository.KeyTaken;

/** The tables, seen through one connection. One thread at a time. */
final class SessionTable implements AutoCloseable {

    private static final String ROW = "id, kind, format, version, due, body";
    private static final String INSERT = "insert into session (kind, format, version, due, body, epoch, claimed_until, id)"
            + " values (?, ?, ?, ?, ?, ?, 0, ?) on conflict do nothing";
    private static final String UPDATE = "update session set kind = ?, format = ?, version = ?, due = ?, body = ?, epoch = ?, claimed_until = 0"
            + " where id = ? and version = ? and epoch <= ?";
    private static final String DELETE = "delete from session where id = ? and version = ? and epoch <= ?";
    private static final String FREE = "delete from session_key where k = ? and id = ?";
    private static final String TAKE = "insert into session_key (k, id) values (?, ?) on conflict do nothing";
    private static final String DUE = "select " + ROW + " from session where due <= ? order by due limit ?";
    private static final String CLAIM = "update session s set claimed_until = ? from (select id from session where due <= ? and claimed_until <= ?"
            + " order by due limit ? for update skip locked) d where s.id = d.id returning s.id, s.kind, s.format, s.version, s.due, s.body";

    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    SessionTable(Connection connection) {
        this.connection = connection;
    }

    Connection connection() {
        return connection;
    }

    Optional<Row> byKey(String key) throws SQLException {
        return rows("select s.id, s.kind, s.format, s.version, s.due, s.body from session_key k join session s on s.id = k.id where k.k = ?", key)
                .stream().findFirst();
    }

    Optional<Row> byId(String id) throws SQLException {
        return rows("select " + ROW + " from session where id = ?", id).stream().findFirst();
    }

    List<Row> page(String kind, String after, int limit) throws SQLException {
        return rows("select " + ROW + " from session where kind = ? and id > ? order by id limit ?", kind, after, limit);
    }

    List<Row> due(long now, int limit) throws SQLException {
        return rows(DUE, now, limit);
    }

    /** Those that are due and that no node has, and from now on this one has them. */
    List<Row> claim(long now, long until, int limit) throws SQLException {
        var rows = rows(CLAIM, until, now, now, limit);
        rows.sort(Comparator.comparingLong(row -> row.due().orElse(0)));
        return rows;
    }

    Optional<String> owner(String key) throws SQLException {
        var statement = bind("select id from session_key where k = ?", key);
        try (var result = statement.executeQuery()) {
            return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
        }
    }

    /** A session that cannot be read has no keys any more. */
    void disown(String id) throws SQLException {
        bind("delete from session_key where id = ?", id).executeUpdate();
    }

    /** A session that cannot be read is left alone for a while. */
    void postpone(String id, long due) throws SQLException {
        bind("update session set due = ? where id = ?", due, id).executeUpdate();
    }

    /**
     * All of it, within the transaction that is open. Throws {@link Conflict} or {@link KeyTaken} at the first that cannot be; then the
     * caller must roll back.
     */
    void write(List<Net> nets, long epoch) throws SQLException {
        var ended = new ArrayList<Net>();
        var kept = new ArrayList<Net>();
        var begun = new ArrayList<Net>();
        for (var net : nets) {
            if (net.before().isPresent()) {
                (net.after().isPresent() ? kept : ended).add(net);
            } else if (net.after().isPresent()) {
                begun.add(net);
            }
        }
        each(ended, DELETE, net -> new Object[] {net.id(), version(net.before()), epoch});
        each(kept, UPDATE, net -> {
            var row = net.row().orElseThrow();
            return new Object[] {row.kind(), row.format(), row.version(), row.due(), row.body(), epoch, row.id(), version(net.before()), epoch};
        });
        each(begun, INSERT, net -> {
            var row = net.row().orElseThrow();
            return new Object[] {row.kind(), row.format(), row.version(), row.due(), row.body(), epoch, row.id()};
        });
        writeKeys(nets);
    }

    private void each(List<Net> nets, String sql, Function<Net, Object[]> values) throws SQLException {
        var counts = batch(nets, sql, values);
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                throw new Conflict(nets.get(i).id());
            }
        }
    }

    private record Use(SessionKey key, String text, String id) {

        Use(SessionKey key, String id) {
            this(key, KeyText.of(key), id);
        }
    }

    private void writeKeys(List<Net> nets) throws SQLException {
        var freed = uses(nets, Net::freed);
        var taken = uses(nets, Net::taken);
        batch(freed, FREE, use -> new Object[] {use.text(), use.id()});
        var counts = batch(taken, TAKE, use -> new Object[] {use.text(), use.id()});
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                throw new KeyTaken(taken.get(i).key(), owner(taken.get(i).text()).orElse(""));
            }
        }
    }

    /** In the order in which all nodes lock them. */
    private static List<Use> uses(List<Net> nets, Function<Net, Set<SessionKey>> keys) {
        return nets.stream().flatMap(net -> keys.apply(net).stream().map(key -> new Use(key, net.id()))).sorted(Comparator.comparing(Use::text))
                .toList();
    }

    private <T> int[] batch(List<T> all, String sql, Function<T, Object[]> values) throws SQLException {
        if (all.isEmpty()) {
            return new int[0];
        }
        var statement = statement(sql);
        for (var one : all) {
            bind(statement, values.apply(one));
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    private static long version(Optional<Session> session) {
        return session.orElseThrow().version();
    }

    private List<Row> rows(String sql, Object... values) throws SQLException {
        var rows = new ArrayList<Row>();
        try (ResultSet result = bind(sql, values).executeQuery()) {
            while (result.next()) {
                var due = result.getLong(5);
                var when = result.wasNull() ? OptionalLong.empty() : OptionalLong.of(due);
                rows.add(new Row(result.getString(1), result.getString(2), result.getInt(3), result.getLong(4), when, result.getString(6)));
            }
        }
        return rows;
    }

    private PreparedStatement bind(String sql, Object... values) throws SQLException {
        var statement = statement(sql);
        bind(statement, values);
        return statement;
    }

    private static void bind(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            var value = values[i];
            if (value instanceof String text) {
                statement.setString(i + 1, text);
            } else if (value instanceof OptionalLong perhaps) {
                if (perhaps.isPresent()) {
                    statement.setLong(i + 1, perhaps.getAsLong());
                } else {
                    statement.setNull(i + 1, Types.BIGINT);
                }
            } else if (value instanceof Integer number) {
                statement.setInt(i + 1, number);
            } else {
                statement.setLong(i + 1, (Long) value);
            }
        }
    }

    private PreparedStatement statement(String sql) throws SQLException {
        var known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /** Whatever is wrong with it: nothing more will be asked of this connection. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // that is why it is closed
        }
    }
}
