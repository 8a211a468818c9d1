package org.stox.camel.jdbc;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** One file in a directory of its own, which one process at a time may use. A commit is on the disk when it returns. */
class SqliteDialect implements Dialect {

    /** Raised when the tables change. */
    private static final int SCHEMA = 1;
    private static final int PROBE = 64 * 1024;
    static final String NO_STATE = "58030";

    private final Path directory;
    private final Path file;
    private Optional<FileChannel> lock = Optional.empty();
    private boolean checked;

    SqliteDialect(Path directory) {
        this.directory = directory;
        this.file = directory.resolve("sessions.db");
    }

    @Override
    public synchronized Connection open() throws SQLException {
        own();
        var killed = !checked && Files.exists(directory.resolve("sessions.db-wal"));
        var connection = connect(file);
        try (var statement = connection.createStatement()) {
            int schema;
            try (var result = statement.executeQuery("pragma user_version")) {
                schema = result.getInt(1);
            }
            if (schema > SCHEMA) {
                throw new SQLException("a newer release wrote it: start that one, or name another directory", NO_STATE);
            }
            if (killed) {
                check(connection);
            }
            if (schema < SCHEMA) {
                schema(connection);
            }
            checked = true;
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** The directory, and the lock in it: it goes with the process, however that ends. */
    private void own() throws SQLException {
        if (lock.isPresent()) {
            return;
        }
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                if (Files.getFileStore(directory).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
                }
            }
            var channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (Optional.ofNullable(channel.tryLock()).isEmpty()) {
                channel.close();
                throw inUse();
            }
            lock = Optional.of(channel);
        } catch (OverlappingFileLockException e) {
            throw inUse();
        } catch (IOException e) {
            throw new SQLException("cannot use the directory " + directory + ": " + e, NO_STATE, e);
        }
    }

    private SQLException inUse() {
        return new SQLException("the directory " + directory + " is in use by another process: each gateway needs one of its own", NO_STATE);
    }

    static Connection connect(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(JournalMode.WAL);
        config.setSynchronous(SynchronousMode.FULL);
        config.setBusyTimeout(5_000);
        config.setCacheSize(-32_000);
        config.setTransactionMode(TransactionMode.DEFERRED);       // the driver begins the next transaction at each commit
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static void check(Connection connection) throws SQLException {
        try (var statement = connection.createStatement(); var result = statement.executeQuery("pragma quick_check(1)")) {
            if (!result.getString(1).equals("ok")) {
                throw new SQLiteException(result.getString(1), SQLiteErrorCode.SQLITE_CORRUPT);
            }
        }
    }

    static void schema(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            for (var sql : Schema.TABLES) {
                statement.execute(sql);
            }
            statement.execute("create table if not exists probe (filler blob)");
            statement.execute("pragma user_version = " + SCHEMA);
        }
    }

    @Override
    public Fault fault(SQLException e) {
        if (e instanceof SQLiteException sqlite) {
            return switch (SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xFF)) {
                case SQLITE_CORRUPT, SQLITE_NOTADB -> Fault.DAMAGE;
                case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE -> Fault.VALUES;
                default -> Fault.STORE;
            };
        }
        return Fault.STORE;
    }

    @Override
    public boolean passing(SQLException e) {
        return e instanceof SQLiteException sqlite && (sqlite.getResultCode().code & 0xFF) == SQLiteErrorCode.SQLITE_FULL.code;
    }

    /** Needs room in the file, which a session written over its last version does not. */
    @Override
    public void probe(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("insert into probe values (zeroblob(" + PROBE + "))");
            connection.commit();
            connection.setAutoCommit(true);
            try (var result = statement.executeQuery("pragma wal_checkpoint(full)")) {
                result.next();
            }
            connection.setAutoCommit(false);
            statement.execute("delete from probe");
            connection.commit();
        }
    }

    @Override
    public synchronized void repair() throws SQLException {
        own();
        try (var connection = connect(file)) {
            check(connection);              // more than one may have met the damage, and one repair is enough
        } catch (SQLException e) {
            if (fault(e) != Fault.DAMAGE) {
                throw e;
            }
            SqliteRepair.of(directory, file);
        }
    }

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public String place() {
        return file.toString();
    }

    @Override
    public synchronized void close() {
        try {
            if (lock.isPresent()) {
                lock.get().close();
            }
        } catch (IOException e) {
            // the process gives it up at its end
        }
        lock = Optional.empty();
    }
}
