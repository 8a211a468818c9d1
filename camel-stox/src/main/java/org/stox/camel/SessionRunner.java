package org.stox.camel;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.SessionExits.Sender;
import org.stox.error.Refusal;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.service.IdSource;
import org.stox.session.Action;
import org.stox.session.Change;
import org.stox.session.Event;
import org.stox.session.Service;
import org.stox.session.Session;
import org.stox.session.SessionRepository;
import org.stox.session.SessionRepository.Conflict;
import org.stox.session.SessionRepository.KeyTaken;
import org.stox.session.SessionRepository.Unavailable;
import org.stox.status.Figure;

/**
 * The shell around services with memory: finds the session, lets it take its step, stores it and does what it wants done. All steps are
 * computed on one thread, so a session takes one at a time; while one of them waits for the disk, events for it wait, and only those. A
 * step that commits to nothing (same state, same keys) is not waited for.
 */
public final class SessionRunner {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRunner.class);
    private static final int TRIES = 3;
    private static final int MOST_TIMERS = 1_000;
    private static final int MOST_LATER = 10_000;
    private static final SipHeader SOON = new SipHeader("Retry-After", "5");

    private final Map<String, Service> services;
    private final SessionRepository store;
    private final SessionExits exits;
    private final IdSource ids;
    private final Clock clock;
    private final Executor thread;
    private final Pacing pacing;

    /** Sessions whose step waits for the disk, with what came for them meanwhile. */
    private final Map<String, List<Turn>> busy = new HashMap<>();
    private final Rounds rounds = new Rounds();
    private final SessionCounts counts;
    /** What the XMPP side did, for the rounds: who is to be told of it stands in the store, which may be out of order. */
    private final Deque<Consumer<Set<String>>> outages = new ArrayDeque<>();
    private final Deque<Turn> later = new ArrayDeque<>();
    private volatile int untold;
    private Phase phase = Phase.NEW;

    private enum Phase {
        /** It is not known which sessions are stored. */
        NEW,
        /** Those of the process before are being told so, or all that the XMPP side is away or back. */
        CATCHING_UP,
        SETTLED
    }

    /**
     * @param thread runs one thing after the other, in the order given
     * @param pace how many messages a second leave by themselves until all sessions of the process before are dealt with
     */
    public SessionRunner(Collection<? extends Service> services, SessionRepository store, SessionExits exits, IdSource ids, Clock clock,
            Executor thread, int pace) {
        this.services = services.stream().collect(Collectors.toUnmodifiableMap(Service::kind, service -> service));
        this.store = store;
        this.exits = exits;
        this.ids = ids;
        this.clock = clock;
        this.thread = thread;
        this.pacing = new Pacing(pace);
        this.counts = new SessionCounts(services);
    }

    /**
     * From now on this process has the sessions that are stored. To be called before anything is given, and {@link #tick} from then on; once
     * more where another node has had them meanwhile.
     */
    public void start() {
        thread.execute(() -> {
            phase = Phase.NEW;
            try {
                takeOver();
            } catch (Unavailable e) {
                LOG.debug("Tried again at each tick, and until then all is refused", e);
            }
        });
    }

    /**
     * Gives a service an event from outside. Completes with what answers it, empty for the plain yes, or fails with the {@link Refusal};
     * either before the actions that follow the answer. What asks for no answer completes once it was computed, or waits for that.
     */
    public CompletionStage<Optional<SipResponse>> give(String kind, Event event) {
        var service = Optional.ofNullable(services.get(kind))
                .orElseThrow(() -> new IllegalArgumentException("No service of the kind " + kind));
        var answer = new CompletableFuture<Optional<SipResponse>>();
        var turn = Turn.of(service, event, steps -> steps.event(event));
        if (service.isAsked(event)) {
            submit(turn.awaitedBy(answer));
        } else {
            submit(turn);
            thread.execute(() -> exits.answer(new Sender(kind, ""), () -> answer.complete(Optional.empty())));
        }
        return answer;
    }

    /** The XMPP side is away, or back; all sessions are told from the next tick on, no faster than the pace. */
    public void xmppLost() {
        thread.execute(() -> outages.add(rounds::lost));
    }

    public void xmppBack() {
        thread.execute(() -> outages.add(rounds::back));
    }

    /** Whatever is due: timers, sessions of the process before, what the store did not take. To be called ten times a second. */
    public void tick() {
        thread.execute(() -> {
            try {
                takeOver();
                outages();
                retry();
                timers();
            } catch (Unavailable e) {
                LOG.debug("Nothing is due while the store is out of order", e);
            } catch (RuntimeException e) {
                LOG.error("The timers of sessions", e);
            }
        });
    }

    /** How many sessions there are, what became of them, and how much of an outage or a start is still to be done. */
    public List<Figure> figures() {
        var figures = new ArrayList<>(counts.figures());
        figures.add(new Figure.Now("stox.sessions.untold", Map.of(), untold));
        figures.add(new Figure.Now("stox.sessions.stored", Map.of(), store.trouble().isEmpty() ? 1 : 0));
        return figures;
    }

    /** What became of a message is for the session that sent it, whatever its keys are by then. */
    private void back(Turn turn, Steps.Todo sent, Event event) {
        submit(Turn.of(turn.service(), event, steps -> sent.id().ifPresentOrElse(id -> steps.event(id, event), () -> steps.event(event))));
    }

    private void submit(Turn turn) {
        thread.execute(() -> run(turn));
    }

    private void run(Turn turn) {
        var steps = new Steps(turn.service(), store, ids, clock.instant(), busy.keySet(), rounds.foreign());
        try {
            if (phase == Phase.NEW) {
                throw new Unavailable("The sessions of the process before are not known yet");
            }
            turn.work().accept(steps);
            if (turn.answer().isPresent() && counts.full(turn.service(), steps.changes())) {
                throw refused("Too many wait already");
            }
            if (turn.ofItself()) {
                pacing.took(steps.messages());
            }
            store(turn, steps, steps.changes());
        } catch (Steps.Busy e) {
            busy.get(e.id()).add(turn);
        } catch (RuntimeException | AssertionError e) {
            failed(turn, steps, e);
        }
    }

    private void store(Turn turn, Steps steps, List<Change> changes) {
        if (changes.isEmpty()) {
            act(turn, steps);
            return;
        }
        var saved = store.save(changes).toCompletableFuture();
        if (saved.isCompletedExceptionally()) {
            saved.whenComplete((nothing, e) -> failed(turn, steps, cause(e)));
        } else if (saved.isDone() || changes.stream().noneMatch(Change::mustBeKept)) {
            saved.whenComplete((nothing, e) -> Optional.ofNullable(e).ifPresent(late -> LOG.warn("A step was done and not stored: {}",
                    cause(late).toString())));
            stored(turn, steps, changes);
        } else {
            changes.forEach(change -> busy.put(change.id(), new ArrayList<>()));
            saved.whenComplete((nothing, e) -> thread.execute(() -> {
                var waiting = over(changes);
                Optional.ofNullable(e).ifPresentOrElse(failure -> failed(turn, steps, cause(failure)), () -> stored(turn, steps, changes));
                waiting.forEach(this::run);
            }));
        }
    }

    /** The sessions may take their next steps; returns what waits for that. */
    private List<Turn> over(List<Change> changes) {
        var waiting = new ArrayList<Turn>();
        changes.forEach(change -> waiting.addAll(busy.remove(change.id())));
        return waiting;
    }

    private void stored(Turn turn, Steps steps, List<Change> changes) {
        counts.changed(changes);
        act(turn, steps);
    }

    private static Throwable cause(Throwable e) {
        return e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
    }

    /** The answer first, then the others in their order. */
    private void act(Turn turn, Steps done) {
        rounds.foreign().removeAll(done.restored());
        done.events().forEach(counts::event);
        if (done.actions().stream().noneMatch(todo -> todo.action() instanceof Action.Reply || todo.action() instanceof Action.Refuse)) {
            var first = done.actions().stream().flatMap(todo -> todo.id().stream()).findFirst();
            answer(turn, sender(turn, first.orElse("")), answer -> answer.complete(Optional.empty()));
        }
        for (var todo : done.actions()) {
            try {
                act(turn, todo);
            } catch (RuntimeException e) {
                LOG.error("{} was not done", todo.action(), e);
            }
        }
    }

    private void act(Turn turn, Steps.Todo todo) {
        var action = todo.action();
        counts.sent(action);
        var sender = sender(turn, todo.id().orElse(""));
        if (action instanceof Action.Reply reply) {
            answer(turn, sender, answer -> answer.complete(Optional.of(reply.response())));
        } else if (action instanceof Action.Refuse refuse) {
            answer(turn, sender, answer -> answer.completeExceptionally(refuse.refusal()));
        } else if (action instanceof Action.ToSip out) {
            exits.toSip(sender, out.request(), response -> back(turn, todo, new Event.SipDone(out.request(), response)));
        } else if (action instanceof Action.ToXmpp out) {
            exits.toXmpp(sender, out.stanza(), reason -> back(turn, todo, new Event.XmppFailed(out.stanza(), reason)));
        } else if (action instanceof Action.ToMsrp out) {
            exits.toMsrp(sender, out.traffic(), reason -> back(turn, todo, new Event.MsrpFailed(out.traffic(), reason)));
        } else {
            throw new AssertionError(action);
        }
    }

    private static Sender sender(Turn turn, String session) {
        return new Sender(turn.service().kind(), session);
    }

    private void answer(Turn turn, Sender sender, Consumer<CompletableFuture<Optional<SipResponse>>> answer) {
        turn.answer().ifPresent(waiting -> exits.answer(sender, () -> answer.accept(waiting)));
    }

    private void failed(Turn turn, Steps steps, Throwable e) {
        if ((e instanceof Conflict || e instanceof KeyTaken) && turn.tries() < TRIES) {
            run(turn.again(e instanceof KeyTaken taken && turn.event().isPresent()
                    ? other -> other.event(taken.owner(), turn.event().get()) : turn.work()));
        } else if (turn.answer().isPresent()) {
            var why = e instanceof Conflict || e instanceof KeyTaken || e instanceof Unavailable ? busy(e) : e;
            answer(turn, sender(turn, ""), answer -> answer.completeExceptionally(why));
        } else if (e instanceof Unavailable && turn.event().isEmpty()) {
            LOG.debug("What is due comes again", e);
        } else if (e instanceof Unavailable && later.size() < MOST_LATER) {
            later.addLast(turn);
        } else {
            rounds.foreign().removeAll(steps.restored());
            LOG.error("{} of the service {} came to nothing", turn.event().map(Event::toString).orElse("A timer"), turn.service().kind(), e);
        }
    }

    private static Refusal busy(Throwable e) {
        return refused(e instanceof Unavailable ? "Nothing can be stored at present" : "Too much at once");
    }

    private static Refusal refused(String why) {
        return Refusal.both(503, StanzaError.of(StanzaError.Type.WAIT, Condition.RESOURCE_CONSTRAINT), why, SOON);
    }

    private void takeOver() {
        if (phase == Phase.NEW) {
            counts.clear();
            services.keySet().forEach(kind -> store.forEach(kind, session -> {
                rounds.foreign().add(session.id());
                counts.is(session.machine());
            }));
            phase = Phase.CATCHING_UP;
        }
    }

    private void outages() {
        while (!outages.isEmpty()) {
            var ids = new LinkedHashSet<String>();
            services.keySet().forEach(kind -> store.forEach(kind, session -> ids.add(session.id())));
            outages.remove().accept(ids);
            phase = Phase.CATCHING_UP;
        }
    }

    /** What was not taken, and nobody waits for: an answer of the peer, a failure. */
    private void retry() {
        for (int left = store.trouble().isPresent() ? 0 : later.size(); left > 0; left--) {
            run(later.removeFirst());
        }
    }

    /** What is due; and the sessions of the process before are told so. Until all are, no more leaves by itself than the pace allows. */
    private void timers() {
        pacing.tick();
        if (phase == Phase.SETTLED) {
            fire(store.due(clock.instant(), MOST_TIMERS));
            return;
        }
        var nothingDue = false;
        while (!nothingDue && pacing.left() > 0) {
            nothingDue = fire(store.due(clock.instant(), pacing.left())) == 0;
        }
        if (store.trouble().isEmpty()) {
            rounds.next(MOST_TIMERS, pacing, this::restore, id -> tell(id, new Event.XmppLost()), id -> tell(id, new Event.XmppBack()));
        }
        untold = rounds.size();
        phase = nothingDue && rounds.isEmpty() ? Phase.SETTLED : phase;
    }

    private int fire(List<Session> due) {
        for (var session : due) {
            Optional.ofNullable(services.get(session.machine().kind())).ifPresent(service ->
                    run(Turn.of(service, steps -> steps.timers(session.id()))));
        }
        return due.size();
    }

    private void restore(String id) {
        service(id).ifPresentOrElse(s -> run(Turn.of(s, steps -> steps.restore(id))),
                () -> rounds.foreign().remove(id));
    }

    private void tell(String id, Event event) {
        service(id).ifPresent(s -> run(Turn.of(s, event, steps -> steps.event(id, event))));
    }

    private Optional<Service> service(String id) {
        return store.byId(id).map(session -> services.get(session.machine().kind()));
    }
}
