package org.stox.camel.jdbc;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.stox.session.Change;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.SessionRepository;
import org.stox.session.SessionRepository.Conflict;
import org.stox.session.SessionRepository.KeyTaken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What every store of sessions must do. */
abstract class SessionsContract {

    static final Instant NOW = Talk.NOW.truncatedTo(ChronoUnit.MILLIS);

    SessionRepository sessions;

    /** Empty. */
    abstract SessionRepository open() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        sessions = open();
    }

    @AfterEach
    void end() {
        sessions.close();
    }

    @Test
    void aSessionIsFoundByItsIdAndByEachOfItsKeysAsItWas() {
        var session = Talk.rich("a");
        join(sessions.save(Change.begun(session)));
        assertEquals(Optional.of(session), sessions.byId("a"));
        session.keys().forEach(key -> assertEquals(Optional.of(session), sessions.find(key), key.toString()));
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertEquals(Optional.empty(), sessions.byId("a"));
        assertEquals(Optional.empty(), sessions.find(Talk.key("a")));
        assertEquals(List.of(), sessions.due(NOW, 10));
    }

    @Test
    void aSaveIsSeenAtOnceWhetherOrNotItIsStoredYet() {
        var stages = new ArrayList<CompletionStage<Void>>();
        var session = Talk.session("a", "k1");
        stages.add(sessions.save(Change.begun(session)));
        for (int i = 0; i < 100; i++) {
            assertEquals(Optional.of(session), sessions.find(Talk.key("k1")));
            assertEquals(Optional.of(session), sessions.byId("a"));
            var next = i % 2 == 0 ? Talk.timed(session, NOW.plusSeconds(i)) : Talk.moved(session, "s" + i, "k1", "k" + i);
            stages.add(sessions.save(Change.of(session, next)));
            session = next;
        }
        stages.forEach(SessionsContract::join);
        assertEquals(Optional.of(session), sessions.find(Talk.key("k1")));
        assertEquals(Optional.of(session), sessions.find(Talk.key("k99")));
        assertEquals(Optional.empty(), sessions.find(Talk.key("k97")));
    }

    @Test
    void aStepFromAnOldVersionIsAConflictAndChangesNothing() {
        var first = Talk.session("a", "k1");
        var second = Talk.moved(first, "active", "k1", "k2");
        join(sessions.save(Change.begun(first)));
        join(sessions.save(Change.of(first, second)));
        assertInstanceOf(Conflict.class, failure(sessions.save(Change.of(first, Talk.moved(first, "other", "k3")))));
        assertInstanceOf(Conflict.class, failure(sessions.save(Change.ended(first))));
        assertEquals(Optional.of(second), sessions.byId("a"));
        assertEquals(Optional.of(second), sessions.find(Talk.key("k2")));
        assertEquals(Optional.empty(), sessions.find(Talk.key("k3")));
    }

    @Test
    void aSecondBeginAndAStepOfASessionThatEndedAreConflicts() {
        var session = Talk.session("a", "k1");
        join(sessions.save(Change.begun(session)));
        assertInstanceOf(Conflict.class, failure(sessions.save(Change.begun(Talk.session("a", "k2")))));
        assertEquals(Optional.of(session), sessions.byId("a"));
        join(sessions.save(Change.ended(session)));
        assertInstanceOf(Conflict.class, failure(sessions.save(Change.of(session, Talk.moved(session, "active", "k1")))));
        assertInstanceOf(Conflict.class, failure(sessions.save(Change.ended(session))));
        assertEquals(Optional.empty(), sessions.find(Talk.key("k1")));
        assertEquals(Optional.empty(), sessions.find(Talk.key("k2")));
    }

    @Test
    void aKeyOfAnotherSessionIsTakenAndItsOwnerIsNamed() {
        var owner = Talk.session("owner", "k1");
        join(sessions.save(Change.begun(owner)));
        var taken = assertInstanceOf(KeyTaken.class, failure(sessions.save(Change.begun(Talk.session("late", "k0", "k1")))));
        assertEquals("owner", taken.owner());
        assertEquals(Optional.empty(), sessions.byId("late"));
        assertEquals(Optional.empty(), sessions.find(Talk.key("k0")));
        assertEquals(Optional.of(owner), sessions.find(Talk.key("k1")));
        var twice = List.of(Change.begun(Talk.session("b", "k2")), Change.begun(Talk.session("c", "k2")));
        assertInstanceOf(KeyTaken.class, failure(sessions.save(twice)));
        assertEquals(Optional.empty(), sessions.find(Talk.key("k2")));
    }

    @Test
    void aKeyThatWasGivenUpIsFreeAndOneThatMovesMovesAtOnce() {
        var first = Talk.session("a", "k1", "k2");
        var second = Talk.moved(first, "active", "k2");
        join(sessions.save(Change.begun(first)));
        join(sessions.save(Change.of(first, second)));
        var other = Talk.session("b", "k1");
        join(sessions.save(Change.begun(other)));
        assertEquals(Optional.of(other), sessions.find(Talk.key("k1")));
        var without = Talk.moved(second, "bare");
        var with = Talk.moved(other, "rich", "k1", "k2");
        join(sessions.save(List.of(Change.of(other, with), Change.of(second, without))));
        assertEquals(Optional.of(with), sessions.find(Talk.key("k2")));
        assertEquals(Optional.of(without), sessions.byId("a"));
    }

    @Test
    void severalSessionsAreSavedTogetherOrNotAtAll() {
        var a = Talk.session("a", "ka");
        var b = Talk.session("b", "kb");
        join(sessions.save(List.of(Change.begun(a), Change.begun(b))));
        var a2 = Talk.moved(a, "active", "ka");
        var b3 = Talk.moved(Talk.moved(b, "active", "kb"), "ended", "kb");
        var stale = Change.of(Talk.moved(b, "active", "kb"), b3);
        assertInstanceOf(Conflict.class, failure(sessions.save(List.of(Change.of(a, a2), stale, Change.begun(Talk.session("c", "kc"))))));
        assertEquals(Optional.of(a), sessions.byId("a"));
        assertEquals(Optional.of(b), sessions.byId("b"));
        assertEquals(Optional.empty(), sessions.find(Talk.key("kc")));
        join(sessions.save(List.of(Change.ended(a), Change.ended(b))));
        assertEquals(Optional.empty(), sessions.find(Talk.key("ka")));
        assertEquals(Optional.empty(), sessions.find(Talk.key("kb")));
    }

    @Test
    void whatIsWrongWithOneSaveIsNoFaultOfThoseBesideIt() {
        var taken = Talk.session("owner", "k");
        join(sessions.save(Change.begun(taken)));
        var good = new ArrayList<CompletionStage<Void>>();
        var bad = new ArrayList<CompletionStage<Void>>();
        for (int i = 0; i < 20; i++) {
            good.add(sessions.save(Change.begun(Talk.session("g" + i, "k" + i))));
            bad.add(sessions.save(Change.begun(Talk.session("b" + i, "kb" + i, "k"))));
            bad.add(sessions.save(Change.ended(Talk.session("none" + i))));
        }
        good.forEach(SessionsContract::join);
        bad.forEach(SessionsContract::failure);
        for (int i = 0; i < 20; i++) {
            assertTrue(sessions.find(Talk.key("k" + i)).isPresent());
            assertTrue(sessions.find(Talk.key("kb" + i)).isEmpty());
        }
    }

    @Test
    void timersComeEarliestFirstAndOnlyToOneWhoAsks() {
        var ids = List.of("c", "a", "b", "later");
        for (int i = 0; i < ids.size(); i++) {
            var at = ids.get(i).equals("later") ? NOW.plusSeconds(60) : NOW.minusSeconds(10 - i);
            var session = Talk.session(ids.get(i), ids.get(i));
            join(sessions.save(Change.begun(new Session(session.id(), 1, session.keys(), Map.of("t", at, "u", at.plusSeconds(500)),
                    session.machine()))));
        }
        assertEquals(List.of("c", "a"), ids(sessions.due(NOW, 2)));
        assertEquals(List.of("b"), ids(sessions.due(NOW, 2)));
        assertEquals(List.of(), ids(sessions.due(NOW, 2)));
        assertEquals(List.of(), ids(sessions.due(NOW.plusSeconds(29), 10)));
        assertEquals(List.of("c", "a", "b"), ids(sessions.due(NOW.plusSeconds(31), 10)), "nobody has saved them");
    }

    @Test
    void aTimerThatWasHandledDoesNotComeAgainAndANewOneDoesWithoutDelay() {
        var first = Talk.timed(Talk.session("a", "k"), NOW);
        first = new Session("a", 1, first.keys(), first.timers(), first.machine());
        join(sessions.save(Change.begun(first)));
        assertEquals(List.of(first), sessions.due(NOW, 10));
        var second = Talk.timed(first, NOW.plusSeconds(5));
        var saved = sessions.save(Change.of(first, second));
        assertEquals(List.of(), sessions.due(NOW.plusSeconds(4), 10));
        assertEquals(List.of(second), sessions.due(NOW.plusSeconds(5), 10));
        join(saved);
        var third = Talk.timed(second, NOW.plusSeconds(5));
        var again = sessions.save(Change.of(second, third));
        assertEquals(List.of(third), sessions.due(NOW.plusSeconds(6), 10), "saving ends the claim, also before it is stored");
        join(again);
        join(sessions.save(Change.ended(third)));
        assertEquals(List.of(), sessions.due(NOW.plusSeconds(100), 10));
    }

    @Test
    void aTimerIsNeverEarlyByAFractionOfAMillisecond() {
        var session = Talk.session("a", "k");
        join(sessions.save(Change.begun(new Session("a", 1, session.keys(), Map.of("t", NOW.plusNanos(1)), session.machine()))));
        assertEquals(List.of(), sessions.due(NOW, 10));
        assertEquals(List.of("a"), ids(sessions.due(NOW.plusMillis(1), 10)));
    }

    @Test
    void allSessionsOfAKindAreSeenOnceAtARestart() {
        var expected = new HashSet<String>();
        CompletionStage<Void> last = null;
        for (int i = 0; i < 1_203; i++) {
            last = sessions.save(Change.begun(Talk.session("t" + i, "kt" + i)));
            expected.add("t" + i);
        }
        var keys = Set.of(new SessionKey("walk", "w"));
        sessions.save(Change.begun(new Session("w", 1, keys, Map.of(), new Talk.Walk(keys, "off"))));
        var seen = new ArrayList<String>();
        sessions.forEach("talk", session -> seen.add(session.id()));
        join(last);
        assertEquals(expected, new HashSet<>(seen));
        assertEquals(expected.size(), seen.size());
        var walks = new ArrayList<Session>();
        sessions.forEach("walk", walks::add);
        assertEquals(List.of("w"), ids(walks));
    }

    @Test
    void keysOfAnyLengthAndOfAnyCharactersAreKeysOfTheirOwn() {
        var long1 = "x".repeat(20_000) + "1";
        var long2 = "x".repeat(20_000) + "2";
        var strange = List.of(long1, long2, "a\u0000b", "a\u0000c", "A", "a", "a ", "\u00e9", "e\u0301", "'; drop table session; --", "😀", "",
                "#" + "0".repeat(64));
        for (int i = 0; i < strange.size(); i++) {
            join(sessions.save(Change.begun(Talk.session("s" + i, strange.get(i)))));
        }
        for (int i = 0; i < strange.size(); i++) {
            assertEquals(Optional.of("s" + i), sessions.find(Talk.key(strange.get(i))).map(Session::id));
        }
    }

    @Test
    void ofManyThatChangeOneSessionAtOnceOneSucceedsForEachVersion() throws Exception {
        int threads = 4;
        int steps = 50;
        join(sessions.save(Change.begun(Talk.session("a", "k"))));
        var conflicts = new AtomicInteger();
        var pool = Executors.newFixedThreadPool(threads);
        var done = new CountDownLatch(threads);
        var failed = new HashMap<Integer, Throwable>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            pool.execute(() -> {
                try {
                    for (int done1 = 0; done1 < steps; ) {
                        var session = sessions.find(Talk.key("k")).orElseThrow();
                        try {
                            join(sessions.save(Change.of(session, Talk.moved(session, thread + ":" + done1, "k", "k" + thread))));
                            done1++;
                        } catch (Conflict e) {
                            conflicts.incrementAndGet();
                        }
                    }
                } catch (Throwable e) {
                    synchronized (failed) {
                        failed.put(thread, e);
                    }
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        pool.shutdown();
        assertEquals(Map.of(), failed);
        assertEquals(1 + threads * steps, sessions.byId("a").orElseThrow().version());
    }

    /** The same moves at random in the store and in plain maps; the seed is in the message. */
    @Test
    void aLongRunOfStepsLeavesWhatPlainMapsHave() {
        var seed = 20261124L;
        var random = new Random(seed);
        var model = new HashMap<String, Session>();
        var stages = new ArrayList<CompletionStage<Void>>();
        for (int i = 0; i < 3_000; i++) {
            var id = "s" + random.nextInt(40);
            var before = Optional.ofNullable(model.get(id));
            var dice = random.nextInt(10);
            if (before.isPresent() && dice == 0) {
                stages.add(sessions.save(Change.ended(before.get())));
                model.remove(id);
                continue;
            }
            var keys = dice < 6 && before.isPresent() ? before.get().keys().stream().map(SessionKey::value).toArray(String[]::new)
                    : random.ints(random.nextInt(3), 0, 5).mapToObj(n -> id + "/" + n).distinct().toArray(String[]::new);
            var after = before.map(b -> dice < 6 ? Talk.timed(b, NOW.plusSeconds(random.nextInt(100))) : Talk.moved(b, "s" + dice, keys))
                    .orElseGet(() -> Talk.session(id, keys));
            stages.add(sessions.save(new Change(before, Optional.of(after))));
            model.put(id, after);
            var asked = random.nextInt(40) + "/" + random.nextInt(5);
            var owner = model.values().stream().filter(s -> s.keys().contains(Talk.key("s" + asked))).findFirst();
            assertEquals(owner, sessions.find(Talk.key("s" + asked)), "seed " + seed + ", step " + i);
        }
        stages.forEach(SessionsContract::join);
        var left = new HashMap<String, Session>();
        sessions.forEach("talk", session -> left.put(session.id(), session));
        assertEquals(model, left, "seed " + seed);
        var due = model.values().stream().filter(s -> s.next().filter(n -> !n.getValue().isAfter(NOW.plusSeconds(50))).isPresent())
                .map(Session::id).collect(java.util.stream.Collectors.toSet());
        assertEquals(due, new HashSet<>(ids(sessions.due(NOW.plusSeconds(50), 1_000))), "seed " + seed);
    }

    static List<String> ids(List<Session> sessions) {
        return sessions.stream().map(Session::id).toList();
    }

    static void join(CompletionStage<Void> stage) {
        try {
            stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    static Throwable failure(CompletionStage<Void> stage) {
        return assertThrows(CompletionException.class, () -> stage.toCompletableFuture().join()).getCause();
    }
}
