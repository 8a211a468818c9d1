package org.stox.camel.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.stox.session.Change;
import org.stox.session.Session;
import org.stox.session.SessionRepository.Conflict;
import org.stox.session.SessionRepository.Unavailable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A PostgreSQL that goes away and comes again, and that two nodes use. */
class PostgresFaultsTest {

    @AutoClose
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
    }

    private static JdbcSessions open(String url, long epoch) {
        return JdbcSessions.postgres(url, Talk.SERVICES, () -> epoch);
    }

    @Test
    void whatWasAcknowledgedBeforeTheServerWasKilledIsThereAndAllIsWellAgainWhenItIsBack() throws Exception {
        try (var store = open(server.freshDatabase(), 1)) {
            var first = Talk.session("a", "k");
            SessionsContract.join(store.save(Change.begun(first)));
            server.stop();
            var refreshed = Talk.timed(first, Talk.NOW);
            var kept = store.save(Change.of(first, refreshed));
            assertInstanceOf(Unavailable.class, SessionsContract.failure(store.save(Change.begun(Talk.session("b", "kb")))));
            assertTrue(store.trouble().isPresent());
            assertEquals(Optional.of(refreshed), store.find(Talk.key("k")), "it is on its way");
            assertThrows(Unavailable.class, () -> store.find(Talk.key("elsewhere")));
            server.begin();
            kept.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
            assertEquals(Optional.empty(), store.trouble());
            assertEquals(Optional.of(refreshed), store.find(Talk.key("k")));
            SessionsContract.join(store.save(Change.begun(Talk.session("b", "kb"))));
        }
    }

    @Test
    void aGatewayStartsWithoutItsDatabaseAndUsesItOnceItIsThere() throws Exception {
        var url = server.freshDatabase();
        server.stop();
        try (var store = open(url, 1)) {
            assertTrue(store.trouble().isPresent());
            assertThrows(Unavailable.class, () -> store.find(Talk.key("k")));
            var kept = store.save(Change.of(Talk.session("a"), Talk.timed(Talk.session("a"), Talk.NOW)));
            server.begin();
            assertInstanceOf(Conflict.class, SessionsContract.failure(kept), "it was stored, and there is no such session");
            SessionsContract.join(store.save(Change.begun(Talk.session("a", "k"))));
        }
    }

    @Test
    void aDatabaseThatIsNotThereAndAUrlThatIsNoneAreToldAtTheStart() {
        assertTrue(assertThrows(Unavailable.class, () -> open(server.url("nowhere"), 1)).getMessage().contains("\"nowhere\" does not exist"));
        assertThrows(Unavailable.class, () -> open("jdbc:postgresql://[nonsense", 1));
        var secret = assertThrows(Unavailable.class, () -> open(server.url("nowhere") + "&password=secret", 1));
        assertTrue(!secret.getMessage().contains("secret"), secret.getMessage());
    }

    @Test
    void aTimerFiresOnOneOfTwoNodes() throws Exception {
        int timers = 2_000;
        var url = server.freshDatabase();
        try (var a = open(url, 1); var b = open(url, 1)) {
            var last = a.save(List.of());
            for (int i = 0; i < timers; i++) {
                var session = Talk.session("s" + i, "k" + i);
                last = a.save(Change.begun(new Session(session.id(), 1, session.keys(), Map.of("t", Talk.NOW.plusMillis(i)), session.machine())));
            }
            SessionsContract.join(last);
            Set<String> fired = ConcurrentHashMap.newKeySet();
            var twice = new ConcurrentLinkedQueue<String>();
            var threads = new ArrayList<Thread>();
            for (var node : List.of(a, b)) {
                var thread = new Thread(() -> {
                    List<Session> due;
                    do {
                        due = node.due(Talk.NOW.plusSeconds(10), 50);
                        for (var session : due) {
                            if (!fired.add(session.id())) {
                                twice.add(session.id());
                            }
                        }
                    } while (!due.isEmpty());
                });
                thread.start();
                threads.add(thread);
            }
            for (var thread : threads) {
                thread.join();
            }
            assertEquals(timers, fired.size());
            assertEquals(0, twice.size());
        }
    }

    @Test
    void ofTwoNodesOneStepsAndTheOtherHasAConflictAndSeesWhatIsStored() throws Exception {
        var url = server.freshDatabase();
        try (var a = open(url, 1); var b = open(url, 1)) {
            var first = Talk.session("a", "k");
            SessionsContract.join(a.save(Change.begun(first)));
            var seen = b.find(Talk.key("k")).orElseThrow();
            var there = Talk.moved(seen, "there", "k");
            SessionsContract.join(b.save(Change.of(seen, there)));
            assertInstanceOf(Conflict.class, SessionsContract.failure(a.save(Change.of(first, Talk.moved(first, "here", "k")))));
            assertEquals(Optional.of(there), a.find(Talk.key("k")));
            var next = Talk.moved(there, "here", "k");
            var late = a.save(Change.of(there, next));
            SessionsContract.join(late);
            assertEquals(Optional.of(next), b.byId("a"));
        }
    }

    @Test
    void whatWasBuiltUponAConflictIsAConflict() throws Exception {
        var url = server.freshDatabase();
        try (var a = open(url, 1); var b = open(url, 1)) {
            var first = Talk.session("a", "k");
            SessionsContract.join(a.save(Change.begun(first)));
            SessionsContract.join(b.save(Change.of(first, Talk.moved(first, "there", "k"))));
            var timed = Talk.timed(first, Talk.NOW);
            var refresh = a.save(Change.of(first, timed));
            var upon = a.save(Change.of(timed, Talk.moved(timed, "here", "k")));
            assertInstanceOf(Conflict.class, SessionsContract.failure(refresh));
            assertInstanceOf(Conflict.class, SessionsContract.failure(upon));
            assertEquals(2, a.byId("a").orElseThrow().version());
        }
    }

    @Test
    void aNodeOfAnEpochBeforeStoresNothingOverThatOfALaterOne() throws Exception {
        var url = server.freshDatabase();
        var epoch = new AtomicLong(1);
        try (var old = open(url, 1); var owner = JdbcSessions.postgres(url, Talk.SERVICES, epoch::get)) {
            var first = Talk.session("a", "k");
            SessionsContract.join(old.save(Change.begun(first)));
            epoch.set(2);
            var taken = Talk.moved(first, "taken", "k");
            SessionsContract.join(owner.save(Change.of(first, taken)));
            assertInstanceOf(Conflict.class, SessionsContract.failure(old.save(Change.of(taken, Talk.moved(taken, "late", "k")))));
            assertInstanceOf(Conflict.class, SessionsContract.failure(old.save(Change.ended(taken))));
            assertEquals(Optional.of(taken), old.byId("a"));
        }
    }
}
