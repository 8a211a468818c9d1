package org.stox.camel.jdbc;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.stox.session.Change;
import org.stox.session.Session;
import org.stox.session.SessionRepository.Unavailable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A file of SQLite that is full, damaged, taken or of another release. */
class SqliteFaultsTest {

    private static final int PAGE = 4096;
    /** The first octet of a leaf of an index or a table (SQLite's file format, 1.6). */
    private static final Set<Integer> LEAVES = Set.of(0x0a, 0x0d);

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("sessions.db");
    }

    private JdbcSessions open() {
        return JdbcSessions.sqlite(directory, Talk.SERVICES);
    }

    private void fill(int sessions) {
        try (var store = open()) {
            CompletionStage<Void> last = null;
            for (int i = 0; i < sessions; i++) {
                last = store.save(Change.begun(Talk.session("s" + i, "k" + i, "second key of " + i + " " + "x".repeat(200))));
            }
            SessionsContract.join(last);
        }
        toTheFile();
    }

    /** The log beside the file may stay where both connections of a store close at once, and what is in it hides damage of the file. */
    private void toTheFile() {
        try (var connection = SqliteDialect.connect(file); var statement = connection.createStatement()) {
            statement.execute("pragma wal_checkpoint(truncate)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static int count(JdbcSessions store) {
        var count = new int[1];
        store.forEach("talk", session -> count[0]++);
        return count[0];
    }

    @Test
    void whatWasSavedIsThereAfterTheNextStartAndReadableWithAnyProgram() throws SQLException {
        var session = Talk.rich("a");
        try (var store = open()) {
            SessionsContract.join(store.save(Change.begun(session)));
            store.save(Change.of(session, Talk.timed(session, Talk.NOW)));
        }
        try (var store = open()) {
            assertEquals(Optional.of(Talk.timed(session, Talk.NOW)), store.byId("a"), "what nobody waited for is stored at the end, too");
            session.keys().forEach(key -> assertTrue(store.find(key).isPresent()));
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file); var statement = connection.createStatement();
                var body = statement.executeQuery("select body from session")) {
            assertTrue(body.getString(1).contains("\"domain\":\"example.com\""));
        }
    }

    @Test
    void aSecondProcessIsToldWhoHasTheDirectory() {
        try (var store = open()) {
            var refused = assertThrows(Unavailable.class, this::open);
            assertTrue(refused.getMessage().contains("in use by another process"), refused.getMessage());
            assertEquals(0, count(store));
        }
        open().close();
    }

    @Test
    void aDirectoryThatCannotBeIsToldAtTheStart() throws IOException {
        var plain = Files.writeString(directory.resolve("plain"), "a file");
        var refused = assertThrows(Unavailable.class, () -> JdbcSessions.sqlite(plain.resolve("state"), Talk.SERVICES));
        assertTrue(refused.getMessage().contains("cannot use the directory"), refused.getMessage());
    }

    @Test
    void tablesOfANewerReleaseAreLeftAlone() throws SQLException {
        fill(1);
        change("pragma user_version = 99");
        var refused = assertThrows(Unavailable.class, this::open);
        assertTrue(refused.getMessage().contains("a newer release wrote it"), refused.getMessage());
        change("pragma user_version = 1");
        try (var store = open()) {
            assertEquals(1, count(store));
        }
    }

    @Test
    void onAFullDiskWhatIsAwaitedIsRefusedAndTheRestKeptUntilThereIsRoom() throws Exception {
        var disk = new SmallDisk(directory);
        fillAndMakeRoom(disk, () -> disk.pages = 100_000);
    }

    @Test
    void soItIsOnARealFileSystemThatIsFull() throws Exception {
        var disk = Files.createDirectory(directory.resolve("disk")).toString();
        if (run("mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", disk) != 0) {
            Assumptions.abort("A file system of 6 MB cannot be mounted here: only root can");
        }
        try {
            directory = directory.resolve("disk");
            fillAndMakeRoom(new SqliteDialect(directory), () -> assertEquals(0, run("mount", "-o", "remount,size=64m", disk)));
        } finally {
            assertEquals(0, run("umount", disk));
        }
    }

    private static int run(String... command) {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void fillAndMakeRoom(Dialect disk, Runnable room) {
        try (var store = new JdbcSessions(disk, Talk.SERVICES, () -> 0)) {
            var first = Talk.session("a", "k");
            SessionsContract.join(store.save(Change.begun(first)));
            var stored = 0;
            while (store.trouble().isEmpty()) {
                try {
                    SessionsContract.join(store.save(Change.begun(Talk.session("s" + stored, "k" + stored + "x".repeat(300)))));
                    stored++;
                } catch (Unavailable full) {
                    assertTrue(full.getMessage().contains("full"), full.getMessage());
                }
            }
            assertTrue(stored > 10, "stored " + stored);
            var refreshed = Talk.timed(first, Talk.NOW.plusSeconds(60));
            var kept = store.save(Change.of(first, refreshed));
            assertEquals(Optional.of(refreshed), store.find(Talk.key("k")), "it is read, and what is kept is seen");
            assertInstanceOf(Unavailable.class, SessionsContract.failure(store.save(Change.of(refreshed, Talk.moved(refreshed, "ended", "k")))));
            assertInstanceOf(Unavailable.class, SessionsContract.failure(store.save(Change.ended(refreshed))));
            assertFalse(kept.toCompletableFuture().isDone());
            room.run();
            kept.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
            assertEquals(Optional.empty(), store.trouble());
            SessionsContract.join(store.save(Change.of(refreshed, Talk.moved(refreshed, "ended", "k"))));
            SessionsContract.join(store.save(Change.begun(Talk.session("after", "after"))));
            assertEquals(stored + 2, count(store));
        }
        try (var store = open()) {
            assertEquals(3, store.byId("a").orElseThrow().version());
        }
    }

    @Test
    void whatIsKeptWhenTheProcessEndsOnAFullDiskIsRefusedAndNotWaitedFor() {
        var disk = new SmallDisk(directory);
        var store = new JdbcSessions(disk, Talk.SERVICES, () -> 0);
        var first = Talk.session("a", "k");
        SessionsContract.join(store.save(Change.begun(first)));
        for (int i = 0; store.trouble().isEmpty(); i++) {
            try {
                SessionsContract.join(store.save(Change.begun(Talk.session("s" + i, "k" + i + "x".repeat(300)))));
            } catch (Unavailable full) {
                // what is wanted
            }
        }
        var kept = store.save(Change.of(first, Talk.timed(first, Talk.NOW)));
        store.close();
        assertInstanceOf(Unavailable.class, SessionsContract.failure(kept));
    }

    @Test
    void ofADamagedFileWhatCanBeReadIsKeptInANewOne() throws IOException {
        fill(2_000);
        damage();
        try (var store = open()) {
            var left = left(store);
            assertTrue(left > 1_000 && left < 2_000, "left " + left);
            var keys = 0;
            for (int i = 0; i < 2_000; i++) {
                keys += store.find(Talk.key("k" + i)).isPresent() ? 1 : 0;
            }
            assertEquals(left, keys, "each is found by its key");
            SessionsContract.join(store.save(Change.begun(Talk.session("new", "new"))));
            assertEquals(Optional.empty(), store.trouble());
        }
        assertTrue(Files.exists(directory.resolve("damaged-1.db")));
    }

    @Test
    void aFileThatIsNoDatabaseIsPutAside() throws IOException {
        fill(100);
        overwrite(0, 0.5);
        try (var store = open()) {
            assertEquals(0, left(store));
            SessionsContract.join(store.save(Change.begun(Talk.session("new", "new"))));
        }
        Files.writeString(file, "no database at all, but a long enough text to be taken for one: " + "x".repeat(5_000));
        try (var store = open()) {
            assertEquals(0, left(store));
            SessionsContract.join(store.save(Change.begun(Talk.session("new", "new"))));
        }
        assertTrue(Files.exists(directory.resolve("damaged-1.db")) && Files.exists(directory.resolve("damaged-2.db")));
    }

    @Test
    void damageThatIsMetWhileRunningIsRepairedThen() throws IOException {
        fill(5_000);
        try (var store = open()) {
            assertTrue(store.byId("s0").isPresent());
            damage();
            var left = left(store);
            assertTrue(left > 2_000 && left < 5_000, "left " + left);
            SessionsContract.join(store.save(Change.begun(Talk.session("new", "new"))));
            assertEquals(left + 1, count(store));
        }
    }

    /** How many sessions there are, once damage that is met on the way is repaired: by the writer, for which no reader waits. */
    private static int left(JdbcSessions store) {
        return assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            while (true) {
                try {
                    return count(store);
                } catch (Unavailable e) {
                    Thread.onSpinWait();
                }
            }
        });
    }

    @Test
    void aRowThatThisReleaseCannotReadIsLeftOutAndInNobodysWay() throws SQLException {
        try (var store = open()) {
            for (var id : List.of("older", "kind", "broken", "shape", "good")) {
                var session = Talk.session(id, "key of " + id);
                SessionsContract.join(store.save(Change.begun(new Session(id, 1, session.keys(), Map.of("t", Talk.NOW), session.machine()))));
            }
        }
        change("update session set format = 0 where id = 'older'");
        change("update session set kind = 'unheard' where id = 'kind'");
        change("update session set body = substr(body, 1, 30) where id = 'broken'");
        change("update session set body = replace(body, '\"state\"', '\"condition\"') where id = 'shape'");
        try (var store = open()) {
            for (var id : List.of("older", "kind", "broken", "shape")) {
                assertEquals(Optional.empty(), store.byId(id));
                assertEquals(Optional.empty(), store.find(Talk.key("key of " + id)));
                SessionsContract.join(store.save(Change.begun(Talk.session("new " + id, "key of " + id))));
                assertEquals("new " + id, store.find(Talk.key("key of " + id)).orElseThrow().id());
            }
            var due = new ArrayList<String>();
            for (int looks = 1; looks <= 6; looks++) {
                due.addAll(SessionsContract.ids(store.due(Talk.NOW.plusSeconds(looks), 1)));
            }
            assertEquals(List.of("good"), due, "those that cannot be read do not stand before it for ever");
            assertEquals(5, count(store));
        }
    }

    private void change(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file); var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Each tenth leaf: what lies where depends on how the saves were grouped, and a page higher up would take all below it along. */
    private void damage() throws IOException {
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
            var noise = new byte[PAGE];
            new Random(1).nextBytes(noise);
            int leaves = 0;
            for (long at = PAGE; at < raw.length(); at += PAGE) {
                raw.seek(at);
                if (LEAVES.contains(raw.read()) && leaves++ % 10 == 5) {
                    raw.seek(at);
                    raw.write(noise);
                }
            }
        }
    }

    private void overwrite(double from, double to) throws IOException {
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
            var noise = new byte[(int) (raw.length() * (to - from))];
            new Random(1).nextBytes(noise);
            raw.seek((long) (raw.length() * from) / PAGE * PAGE);
            raw.write(noise);
        }
    }

    /** Room for so many pages, which a new connection learns. */
    private static final class SmallDisk extends SqliteDialect {

        private volatile int pages = 40;

        SmallDisk(Path directory) {
            super(directory);
        }

        @Override
        public synchronized Connection open() throws SQLException {
            var connection = super.open();
            try (var statement = connection.createStatement()) {
                statement.execute("pragma max_page_count = " + pages);
            }
            return connection;
        }
    }
}
