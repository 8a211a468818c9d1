package org.stox.camel.jdbc;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Semaphore;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.stox.session.Change;
import org.stox.session.Session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A process that says which steps were stored, and is killed with signal 9: none of them is missing. */
class KilledTest {

    private static final int ROUNDS = 3;
    private static final int STEPS = 5_000;

    /** Which store the other process opens. */
    private static JdbcSessions open(String place) {
        return place.startsWith("jdbc:") ? JdbcSessions.postgres(place, Talk.SERVICES, () -> 1)
                : JdbcSessions.sqlite(Path.of(place), Talk.SERVICES);
    }

    @Test
    void inSqliteNothingAcknowledgedIsMissing(@TempDir Path directory) throws Exception {
        killAndLook(directory.resolve("state").toString());
    }

    @Test
    void inPostgresNothingAcknowledgedIsMissing() throws Exception {
        try (var server = PostgresServer.start()) {
            killAndLook(server.freshDatabase());
        }
    }

    private static void killAndLook(String place) throws Exception {
        var acknowledged = new HashMap<String, Long>();
        for (int round = 0; round < ROUNDS; round++) {
            acknowledge(place, acknowledged);
            try (var store = open(place)) {
                for (var entry : acknowledged.entrySet()) {
                    var session = store.byId(entry.getKey());
                    var version = entry.getValue();
                    assertTrue(session.map(Session::version).orElse(0L) >= version, entry + " is " + session);
                    for (var key : session.orElseThrow().keys()) {
                        assertEquals(session, store.find(key));
                    }
                }
            }
        }
        assertTrue(acknowledged.size() > 100, acknowledged.size() + " sessions");
    }

    /** The steps that the process has told of until it is killed, in the middle of many. */
    private static void acknowledge(String place, Map<String, Long> acknowledged) throws Exception {
        var process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m", "-cp",
                System.getProperty("java.class.path"), KilledTest.class.getName(), place).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            int steps = 0;
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.endsWith(".")) {           // a whole one
                    var words = line.split(" ");
                    acknowledged.merge(words[0], Long.valueOf(words[1]), Math::max);
                    if (++steps == STEPS) {
                        process.toHandle().destroyForcibly();       // that of the process would close the stream, too
                    }
                }
            }
            assertTrue(steps >= STEPS, "it ended by itself after " + steps);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    /** The process: 500 sessions that change their state and their keys as fast as they are stored, up to 128 at once. */
    public static void main(String... arguments) throws InterruptedException {
        var store = open(arguments[0]);
        var sessions = new HashMap<Integer, Session>();
        var permits = new Semaphore(128);
        var random = new Random();
        while (true) {
            permits.acquire();
            var number = random.nextInt(500);
            var id = "s" + number;
            var keys = random.ints(3, 0, 50).distinct().mapToObj(n -> id + "/" + n).toArray(String[]::new);
            var before = sessions.containsKey(number) ? Optional.of(sessions.get(number)) : store.byId(id);
            var after = before.map(b -> Talk.moved(b, "state " + random.nextInt(), keys)).orElseGet(() -> Talk.session(id, keys));
            sessions.put(number, after);
            store.save(new Change(before, Optional.of(after))).whenComplete((nothing, e) -> {
                permits.release();
                if (e == null) {
                    System.out.println(id + " " + after.version() + " .");
                } else {
                    e.printStackTrace();
                }
            });
        }
    }
}
