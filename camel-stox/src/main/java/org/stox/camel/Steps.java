package org.stox.camel;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.stox.service.IdSource;
import org.stox.session.Action;
import org.stox.session.Change;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Service;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.SessionRepository;
import org.stox.session.Step;

/**
 * All that one event leads to, computed before anything is done: the step of its session and those of the sessions that it tells something.
 * They are stored together, so that a word is not lost between two of them.
 */
final class Steps {

    /** The session is in the middle of a step; this one comes after it. */
    static final class Busy extends RuntimeException {

        private static final long serialVersionUID = 1;
        private final String id;

        Busy(String id) {
            super(id, null, false, false);
            this.id = id;
        }

        String id() {
            return id;
        }
    }

    /** An action that is left for the runner, and the session whose it is, if there is one. */
    record Todo(Optional<String> id, Action action) { }

    /** Words that sessions pass among themselves must end. */
    private static final int MOST = 100;

    private final Service service;
    private final SessionRepository store;
    private final IdSource ids;
    private final Instant now;
    private final Set<String> busy;
    private final Set<String> foreign;

    private final Map<String, Optional<Session>> before = new LinkedHashMap<>();
    private final Map<String, Optional<Session>> after = new LinkedHashMap<>();
    private final Set<String> restored = new HashSet<>();
    private final Deque<Event> told = new ArrayDeque<>();
    private final List<Todo> actions = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();

    /**
     * @param busy sessions that may not be touched now
     * @param foreign sessions of another process, which are told so before anything else
     */
    Steps(Service service, SessionRepository store, IdSource ids, Instant now, Set<String> busy, Set<String> foreign) {
        this.service = service;
        this.store = store;
        this.ids = ids;
        this.now = now;
        this.busy = busy;
        this.foreign = foreign;
    }

    void event(Event event) {
        step(found(service.keys(event)), event);
        words();
    }

    /** @param id of the session that it is for, whatever its keys say */
    void event(String id, Event event) {
        step(session(id), event);
        words();
    }

    /** Nothing but that a session comes from another process, if it does. */
    void restore(String id) {
        session(id);
        words();
    }

    /** The timers of a session that are due, in their order; one that an earlier one has moved is left alone. */
    void timers(String id) {
        var due = session(id).map(session -> session.timers().entrySet().stream().filter(timer -> !timer.getValue().isAfter(now))
                .sorted(Map.Entry.<String, Instant>comparingByValue().thenComparing(Map.Entry.comparingByKey())).toList()).orElse(List.of());
        for (var timer : due) {
            var session = session(id);
            if (session.filter(s -> timer.getValue().equals(s.timers().get(timer.getKey()))).isPresent()) {
                step(session.map(s -> s.without(timer.getKey())), new Event.Fired(timer.getKey()));
            }
        }
        words();
    }

    private void words() {
        while (!told.isEmpty()) {
            var event = told.removeFirst();
            step(found(service.keys(event)), event);
        }
    }

    private void step(Optional<Session> session, Event event) {
        events.add(event);
        if (events.size() > MOST) {
            throw new IllegalStateException("Sessions tell each other without end: " + event);
        }
        Step<? extends Machine> step = session.isPresent() ? service.on(session.get().machine(), event, now) : service.begin(event, now);
        var next = session.isPresent() ? session.get().after(step, now) : step.machine().map(machine -> Session.begin(ids.next(), step, now));
        var id = session.or(() -> next).map(Session::id);
        id.ifPresent(one -> {
            before.putIfAbsent(one, Optional.empty());
            after.put(one, next);
        });
        for (var action : step.actions()) {
            if (action instanceof Action.Tell tell) {
                told.add(new Event.Told(tell.to(), tell.from(), tell.word()));
            } else if (!(action instanceof Action.Start) && !(action instanceof Action.Cancel)) {
                actions.add(new Todo(id, action));
            }
        }
    }

    private Optional<Session> found(List<SessionKey> keys) {
        for (var key : keys) {
            for (var session : after.values()) {
                if (session.filter(s -> s.keys().contains(key)).isPresent()) {
                    return session;
                }
            }
            var stored = store.find(key).filter(s -> s.machine().kind().equals(service.kind()) && !after.containsKey(s.id()));
            if (stored.isPresent()) {
                return known(stored.get());
            }
        }
        return Optional.empty();
    }

    private Optional<Session> session(String id) {
        return after.containsKey(id) ? after.get(id) : store.byId(id).flatMap(this::known);
    }

    private Optional<Session> known(Session session) {
        if (busy.contains(session.id())) {
            throw new Busy(session.id());
        }
        before.put(session.id(), Optional.of(session));
        after.put(session.id(), Optional.of(session));
        if (foreign.contains(session.id()) && restored.add(session.id())) {
            step(Optional.of(session), new Event.Restored());
        }
        return after.get(session.id());
    }

    /** What is to be stored; what has not changed is not. */
    List<Change> changes() {
        var changes = new ArrayList<Change>();
        after.forEach((id, session) -> {
            var was = before.get(id);
            if (was.isPresent() && session.isPresent()) {
                var next = numbered(session.get(), was.get().version() + 1);
                if (!next.equals(numbered(was.get(), next.version()))) {
                    changes.add(Change.of(was.get(), next));
                }
            } else if (was.isPresent()) {
                changes.add(Change.ended(was.get()));
            } else if (session.isPresent()) {
                changes.add(Change.begun(numbered(session.get(), 1)));
            }
        });
        changes.sort(Comparator.comparing(Change::id));
        return changes;
    }

    private static Session numbered(Session session, long version) {
        return session.version() == version ? session
                : new Session(session.id(), version, session.keys(), session.timers(), session.machine());
    }

    /** What is to be done, in its order; timers and words are done already. */
    List<Todo> actions() {
        return actions;
    }

    /** Each has made a step. */
    List<Event> events() {
        return events;
    }

    /** How many messages leave, answers aside. */
    int messages() {
        return (int) actions.stream().map(Todo::action).filter(a -> a instanceof Action.ToSip || a instanceof Action.ToXmpp || a instanceof Action.ToMsrp)
                .count();
    }

    /** The sessions that were told that another process had them. */
    Set<String> restored() {
        return restored;
    }
}
