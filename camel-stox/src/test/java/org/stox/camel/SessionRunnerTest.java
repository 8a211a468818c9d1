package org.stox.camel;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.stox.camel.SessionExits.Sender;
import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.Stanza;
import org.stox.session.Change;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.SessionRepository;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SessionRunnerTest {

    private final Store store = new Store();
    private final List<String> seen = new ArrayList<>();
    private final Map<String, Consumer<SipResponse>> open = new HashMap<>();
    private final Deque<Runnable> thread = new ArrayDeque<>();
    private final Ticking clock = new Ticking();
    private SessionRunner runner;

    @BeforeEach
    void begin() {
        runner = another();
    }

    /** As after a restart: nothing is known but what is stored. */
    private SessionRunner another() {
        var ids = new int[1];
        var exits = new SessionExits() {

            @Override
            public void toSip(Sender sender, SipRequest request, Consumer<SipResponse> ended) {
                seen.add(request.method());
                open.put(request.method(), ended);
            }

            @Override
            public void toXmpp(Sender sender, Stanza stanza, Consumer<Refusal.Reason> failed) {
                throw new AssertionError(stanza);
            }

            @Override
            public void toMsrp(Sender sender, MsrpTraffic traffic, Consumer<Refusal.Reason> failed) {
                throw new AssertionError(traffic);
            }
        };
        var next = new SessionRunner(List.of(new Script()), store, exits, () -> "id" + ids[0]++ + "-" + System.identityHashCode(ids), clock,
                thread::add, 20);
        next.start();
        work();
        return next;
    }

    private void work() {
        while (!thread.isEmpty()) {
            thread.removeFirst().run();
        }
    }

    private CompletableFuture<Optional<SipResponse>> give(String key, String word) {
        var answer = runner.give("script", Script.event(key, word)).toCompletableFuture();
        answer.whenComplete((response, e) -> seen.add(e == null ? "answered " + response.map(SipResponse::status).orElse(200)
                : "refused " + (e instanceof Refusal refusal ? refusal.reason().status().getAsInt() : e.getMessage())));
        work();
        return answer;
    }

    private void tick(long seconds) {
        clock.now = clock.now.plusSeconds(seconds);
        runner.tick();
        work();
    }

    private Script.Note note(String key) {
        return (Script.Note) store.find(Script.key(key)).orElseThrow().machine();
    }

    @Test
    void anEventBeginsASessionAndTheNextOneFindsItByAnyOfItsKeys() {
        give("a", "be asked key b");
        give("b", "be active note x");
        assertEquals(new Script.Note(note("a").keys(), "active", List.of("x")), note("a"));
        assertEquals(2, store.find(Script.key("b")).orElseThrow().version());
        give("a", "end");
        assertTrue(store.find(Script.key("b")).isEmpty());
    }

    @Test
    void theAnswerIsGivenBeforeWhatFollowsItWhetherItIsWrittenOrNot() {
        give("a", "be asked reply 202 send NOTIFY1 send NOTIFY2");
        give("a", "send NOTIFY3");
        give("a", "refuse 403 send NOTIFY4");
        assertEquals(List.of("answered 202", "NOTIFY1", "NOTIFY2", "answered 200", "NOTIFY3", "refused 403", "NOTIFY4"), seen);
    }

    @Test
    void theFinalResponseOfARequestIsAnEventOfItsSession() {
        give("SUBSCRIBE", "be asked send SUBSCRIBE");
        open.get("SUBSCRIBE").accept(Script.response(481));
        work();
        assertEquals(List.of("answer 481"), note("SUBSCRIBE").notes());
    }

    @Test
    void aSessionOfWhichThereAreEnoughIsRefusedUntilThereAreFewer() {
        give("a", "be few send ONE");
        give("b", "be few");
        seen.clear();
        give("c", "be few send TWO");
        assertEquals(List.of("refused 503"), seen);
        assertTrue(store.find(Script.key("c")).isEmpty());
        give("d", "be other");
        give("a", "send THREE");
        give("a", "be other");
        give("c", "be few");
        assertEquals(List.of("refused 503", "answered 200", "answered 200", "THREE", "answered 200", "answered 200"), seen);
        seen.clear();
        runner = another();                                 // those that are stored count
        give("e", "be few");
        assertEquals(List.of("refused 503"), seen);
    }

    @Test
    void onlyAStepThatCommitsToSomethingWaitsForTheDisk() {
        store.slow = true;
        give("a", "be asked send FIRST");
        assertEquals(List.of(), seen, "a new session is not stored yet");
        store.ready();
        work();
        assertEquals(List.of("answered 200", "FIRST"), seen);
        give("a", "note x send SECOND");
        give("a", "timer t=5 send THIRD");
        assertEquals(List.of("answered 200", "FIRST", "answered 200", "SECOND", "answered 200", "THIRD"), seen);
        give("a", "be active send FOURTH");
        give("a", "key more send FIFTH");
        give("a", "end send SIXTH");
        assertEquals(6, seen.size());
        for (int i = 0; i < 3; i++) {
            store.ready();
            work();
        }
        assertEquals(List.of("FOURTH", "FIFTH", "SIXTH"), seen.subList(6, 12).stream().filter(s -> !s.startsWith("a")).toList());
    }

    @Test
    void whileASessionWaitsForTheDiskItsEventsWaitInOrderAndOthersDoNot() {
        store.slow = true;
        give("a", "be asked note 1");
        give("a", "be active note 2 send TWO");
        give("a", "note 3 send THREE");
        give("b", "be asked send OTHER");
        assertEquals(2, store.waiting.size(), "one step of each session");
        store.waiting.removeLast().complete(null);
        work();
        assertEquals(List.of("answered 200", "OTHER"), seen);
        store.ready();
        work();
        store.ready();
        work();
        assertEquals(List.of("1", "2", "3"), note("a").notes());
        assertEquals(List.of("answered 200", "OTHER", "answered 200", "answered 200", "TWO", "answered 200", "THREE"), seen);
    }

    @Test
    void whatDoesNotChangeASessionIsNotStored() {
        give("a", "be asked");
        var saves = store.saves.size();
        give("a", "reply 200");
        assertEquals(saves, store.saves.size());
    }

    @Test
    void aConflictIsReplayedUponWhatIsStoredAndNothingIsSentTwice() {
        give("a", "be asked");
        store.interfere = () -> {
            var other = store.find(Script.key("a")).orElseThrow();
            var note = (Script.Note) other.machine();
            store.inner.save(Change.of(other, new Session(other.id(), other.version() + 1, other.keys(), other.timers(),
                    new Script.Note(note.keys(), note.state(), List.of("elsewhere")))));
        };
        give("a", "be active note here send ONCE");
        assertEquals(List.of("elsewhere", "here"), note("a").notes());
        assertEquals(List.of("answered 200", "answered 200", "ONCE"), seen);
    }

    @Test
    void conflictsWithoutEndAreRefused() {
        store.failures = e -> new SessionRepository.Conflict("a");
        give("a", "be asked send NEVER");
        assertEquals(List.of("refused 503"), seen);
        assertEquals(4, store.saves.size(), "once, and three times more");
    }

    @Test
    void anEventWhoseSessionWouldTakeAKeyOfAnotherGoesToThatOne() {
        give("b", "be asked");
        give("a", "key b note meant-for-a");
        assertEquals(List.of("meant-for-a"), note("b").notes());
        assertTrue(store.find(Script.key("a")).isEmpty());
    }

    @Test
    void timersFireInTheirOrderAndThoseCancelledOrMovedDoNot() {
        give("a", "be asked timer second=10 timer first=5 timer never=7 timer moved=8");
        give("a", "cancel never timer moved=100");
        tick(4);
        assertEquals(List.of(), note("a").notes());
        tick(6);
        assertEquals(List.of("first", "second"), note("a").notes());
        tick(50);
        assertEquals(List.of("first", "second"), note("a").notes());
        tick(50);
        assertEquals(List.of("first", "second", "moved"), note("a").notes());
        assertEquals(Map.of(), store.find(Script.key("a")).orElseThrow().timers());
    }

    @Test
    void aWordToAnotherSessionIsStoredTogetherWithTheStepThatSaysIt() {
        give("b", "be asked");
        give("a", "be asked tell b/be_active_tell_c/be~new send LAST");
        assertEquals("active", note("b").state());
        assertEquals("new", note("c").state());
        assertEquals(3, store.saves.get(store.saves.size() - 1).size());
        give("a", "tell a/note_self");
        assertEquals(List.of("self"), note("a").notes());
    }

    @Test
    void aWordToASessionThatWaitsForTheDiskIsSaidAfterwards() {
        store.slow = true;
        give("b", "be asked note 1");
        give("a", "be asked tell b/note_2");
        assertEquals(1, store.waiting.size());
        store.ready();
        work();
        store.ready();
        work();
        assertEquals(List.of("1", "2"), note("b").notes());
        assertEquals("asked", note("a").state());
    }

    @Test
    void aBreakdownOfAServiceFailsItsEventAndNoOther() {
        give("a", "be asked");
        give("a", "be broken break");
        give("a", "note fine");
        assertEquals(List.of("answered 200", "refused broken", "answered 200"), seen);
        assertEquals(new Script.Note(note("a").keys(), "asked", List.of("fine")), note("a"));
        assertThrows(IllegalArgumentException.class, () -> runner.give("nothing", Script.event("a", "be x")));
    }

    @Test
    void afterARestartEachSessionIsToldSoOnceBeforeAnythingElse() {
        for (int i = 0; i < 3; i++) {
            give("k" + i, "be asked" + (i == 1 ? " timer t=1" : ""));
        }
        clock.now = clock.now.plusSeconds(10);
        runner = another();
        give("k0", "note event");
        assertEquals(List.of("Restored", "event"), note("k0").notes());
        tick(0);
        tick(0);
        assertEquals(List.of("Restored", "t"), note("k1").notes());
        assertEquals(List.of("Restored"), note("k2").notes());
        give("k2", "note event");
        assertEquals(List.of("Restored", "event"), note("k2").notes());
    }

    /** Six of them in silence, six with something to send at once, and six with something that was due in between. */
    @Test
    void afterARestartNoMoreLeavesByItselfThanThePaceAllows() {
        for (int i = 0; i < 6; i++) {
            give("silent" + i, "be asked");
            give("restored" + i, "be loud");
            give("due" + i, "be loud timer t=1");
        }
        seen.clear();
        clock.now = clock.now.plusSeconds(10);
        runner = another();
        var left = new ArrayList<Integer>();
        do {
            var before = seen.size();
            tick(0);
            left.add(seen.size() - before);
        } while (left.size() < 12);

        assertEquals(List.of(4, 0, 4, 0, 4, 0, 2, 2, 2, 0, 0, 0), left, "20 a second are two a tick; who was due sends twice, and the next tick is less");
        for (int i = 0; i < 6; i++) {
            assertEquals(List.of("Restored"), note("silent" + i).notes());
            assertEquals(List.of("Restored"), note("restored" + i).notes());
            assertEquals(List.of("Restored", "t"), note("due" + i).notes());
        }
        for (int i = 0; i < 6; i++) {
            give("due" + i, "timer t=1");
        }
        tick(1);
        assertEquals(18 + 6 + 6, seen.size(), "once all is settled, all that is due is done at once: answers, and what is sent");
    }

    @Test
    void whileTheStoreIsOutRequestsAreRefusedAndWhatNobodyWaitsForIsKept() {
        give("SUBSCRIBE", "be asked send SUBSCRIBE timer t=5");
        store.failures = changes -> changes.stream().anyMatch(Change::mustBeKept) ? new SessionRepository.Unavailable("full") : null;
        give("x", "be asked");
        assertEquals("refused 503", seen.get(seen.size() - 1));
        give("SUBSCRIBE", "note fine");
        assertEquals("answered 200", seen.get(seen.size() - 1));
        store.broken = true;
        open.get("SUBSCRIBE").accept(Script.response(200));
        work();
        give("SUBSCRIBE", "note unread");
        assertEquals("refused 503", seen.get(seen.size() - 1));
        tick(6);
        store.broken = false;
        store.failures = changes -> null;
        tick(0);
        assertEquals(List.of("fine", "answer 200", "t"), note("SUBSCRIBE").notes());
    }

    @Test
    void untilTheStoreWasLookedThroughAllIsRefused() {
        give("a", "be asked");
        store.broken = true;
        runner = another();
        store.broken = false;
        give("a", "note early");
        assertEquals("refused 503", seen.get(seen.size() - 1));
        tick(0);
        give("a", "note event");
        assertEquals(List.of("Restored", "event"), note("a").notes());
    }

    @Test
    void whatAnotherNodeHadMeanwhileIsRestoredOnceMore() {
        give("a", "be asked");
        runner.start();
        give("a", "note event");
        assertEquals(List.of("Restored", "event"), note("a").notes());
    }

    /** The pace is 20 a second, so 2 a tick. */
    @Test
    void anOutageOfTheXmppSideIsToldToAllInOrderAndNoFasterThanThePace() {
        for (int i = 0; i < 5; i++) {
            give("k" + i, "be loud");
        }
        tick(1);
        seen.clear();
        runner.xmppLost();
        runner.xmppBack();
        for (int ticks = 1; ticks <= 5; ticks++) {
            tick(0);
            assertEquals(2 * ticks, seen.size());
        }
        tick(0);
        assertEquals(10, seen.size());
        for (int i = 0; i < 5; i++) {
            assertEquals(List.of("XmppLost", "XmppBack"), note("k" + i).notes());
        }
    }

    @Test
    void whileTheXmppSideIsLostAgainNobodyIsToldThatItIsBack() {
        give("k", "be asked");
        tick(1);
        runner.xmppLost();
        runner.xmppBack();
        runner.xmppLost();
        tick(0);
        tick(0);
        assertEquals(List.of("XmppLost"), note("k").notes());
    }

    @Test
    void anOutageOfTheXmppSideIsToldAlsoWhereTheStoreWasOutOfOrderThen() {
        give("k", "be asked");
        tick(1);
        store.broken = true;
        runner.xmppLost();
        tick(0);
        store.broken = false;
        tick(0);
        assertEquals(List.of("XmppLost"), note("k").notes());
    }

    @Test
    void whatAsksForNoAnswerIsNeverRefusedAndNotLost() {
        give("a", "be asked");
        store.broken = true;
        give("a", "unasked note x");
        assertEquals("answered 200", seen.get(seen.size() - 1));
        store.broken = false;
        tick(0);
        assertEquals(List.of("x"), note("a").notes());
    }

    @Test
    void theHealthCheckTellsTheTroubleOfTheStore() {
        assertEquals(org.apache.camel.health.HealthCheck.State.UP, new SessionsHealthCheck(store).call().getState());
        store.broken = true;
        var result = new SessionsHealthCheck(store).call();
        assertEquals(org.apache.camel.health.HealthCheck.State.DOWN, result.getState());
        assertEquals(Optional.of("broken"), result.getMessage());
    }

    private static final class Ticking extends Clock {

        private Instant now = Instant.parse("2026-11-24T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Sessions in memory that are slow, fail or change under one's hands on demand. */
    private static final class Store implements SessionRepository {

        private final InMemorySessions inner = new InMemorySessions();
        private final List<List<Change>> saves = new ArrayList<>();
        private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
        private boolean slow;
        private boolean broken;
        private Runnable interfere = () -> { };
        private java.util.function.Function<List<Change>, RuntimeException> failures = changes -> null;

        void ready() {
            List.copyOf(waiting).forEach(future -> future.complete(null));
            waiting.clear();
        }

        private void check() {
            if (broken) {
                throw new Unavailable("broken");
            }
        }

        @Override
        public Optional<Session> find(SessionKey key) {
            check();
            return inner.find(key);
        }

        @Override
        public Optional<Session> byId(String id) {
            check();
            return inner.byId(id);
        }

        @Override
        public CompletionStage<Void> save(List<Change> changes) {
            saves.add(changes);
            var failure = failures.apply(changes);
            if (failure != null) {
                return CompletableFuture.failedFuture(failure);
            }
            var meanwhile = interfere;
            interfere = () -> { };
            meanwhile.run();
            var saved = inner.save(changes);
            if (!slow || saved.toCompletableFuture().isCompletedExceptionally()) {
                return saved;
            }
            var future = new CompletableFuture<Void>();
            waiting.add(future);
            return future;
        }

        @Override
        public List<Session> due(Instant now, int limit) {
            check();
            return inner.due(now, limit);
        }

        @Override
        public void forEach(String kind, Consumer<Session> each) {
            check();
            inner.forEach(kind, each);
        }

        @Override
        public Optional<String> trouble() {
            return broken ? Optional.of("broken") : Optional.empty();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
