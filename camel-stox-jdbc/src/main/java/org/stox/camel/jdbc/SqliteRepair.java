package org.stox.camel.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a damaged file aside and makes a new one of the sessions that can still be read. */
final class SqliteRepair {

    private static final Logger LOG = LoggerFactory.getLogger(SqliteRepair.class);
    private static final String SELECT = "select id, kind, format, version, due, body, epoch, rowid from session where rowid >= ? order by rowid";
    private static final String INSERT = "insert into session (id, kind, format, version, due, body, epoch, claimed_until)"
            + " values (?, ?, ?, ?, ?, ?, ?, 0) on conflict do nothing";
    private static final String KEY = "insert into session_key (k, id) values (?, ?) on conflict do nothing";
    private static final long NO_ROW = 1L << 40;

    private final PreparedStatement session;
    private final PreparedStatement key;
    private int kept;
    private long next = 1;

    private SqliteRepair(Connection to) throws SQLException {
        session = to.prepareStatement(INSERT);
        key = to.prepareStatement(KEY);
    }

    static void of(Path directory, Path file) throws SQLException {
        var aside = aside(directory, file);
        try (var to = SqliteDialect.connect(file)) {
            SqliteDialect.schema(to);
            to.setAutoCommit(false);
            var repair = new SqliteRepair(to);
            repair.copyAll(aside);
            to.commit();
            LOG.warn("{} is damaged: the {} sessions that could be read are in a new file, the damaged one is kept as {}", file, repair.kept,
                    aside);
        }
    }

    private static Path aside(Path directory, Path file) throws SQLException {
        try {
            int number = 1;
            while (Files.exists(directory.resolve("damaged-" + number + ".db"))) {
                number++;
            }
            var aside = directory.resolve("damaged-" + number + ".db");
            for (var suffix : new String[] {"-wal", ""}) {
                var part = Path.of(file + suffix);
                if (Files.exists(part)) {
                    Files.move(part, Path.of(aside + suffix));
                }
            }
            Files.deleteIfExists(Path.of(file + "-shm"));
            return aside;
        } catch (IOException e) {
            throw new SQLException("The damaged file cannot be put aside: " + e, SqliteDialect.NO_STATE, e);
        }
    }

    /** In the order of the file, and over what cannot be read in strides that grow. */
    private void copyAll(Path aside) {
        long stride = 1;
        while (next < NO_ROW) {
            var begin = next;
            try (var from = SqliteDialect.connect(aside); var select = from.prepareStatement(SELECT)) {
                select.setLong(1, next);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        copy(rows);
                    }
                }
                return;
            } catch (SQLException e) {
                stride = next > begin ? 1 : stride * 2;
                next += stride;
            }
        }
    }

    private void copy(ResultSet rows) throws SQLException {
        next = rows.getLong(8) + 1;
        var row = new Row(rows.getString(1), rows.getString(2), rows.getInt(3), rows.getLong(4), OptionalLong.empty(), rows.getString(6));
        try {
            var keys = SessionJson.keys(row);
            for (int column = 1; column <= 7; column++) {
                session.setObject(column, rows.getObject(column));
            }
            kept += session.executeUpdate();
            for (var one : keys) {
                key.setString(1, KeyText.of(one));
                key.setString(2, row.id());
                key.executeUpdate();
            }
        } catch (Unreadable e) {
            LOG.debug("Not kept", e);
        }
    }
}
