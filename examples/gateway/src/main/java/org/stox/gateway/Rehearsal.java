package org.stox.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipRequest;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Service;

/** One session of a service by itself, without network and store, and with it what has come of each event. Timers stand still, but for those that are fired. */
final class Rehearsal {

    private final Service service;
    private final Instant now = Instant.now();
    private Optional<Machine> machine = Optional.empty();
    private Optional<SipRequest> sent = Optional.empty();

    Rehearsal(Service service) {
        this.service = service;
    }

    /** What the service says to the event; with the machine that there is only if it would be found for it. */
    List<Action> play(Event event) {
        var found = event instanceof Event.SipDone || event instanceof Event.Fired ? machine
                : machine.filter(m -> service.keys(event).stream().anyMatch(m.keys()::contains));
        var step = found.isPresent() ? service.on(found.get(), event, now) : service.begin(event, now);
        machine = step.machine().map(m -> m);
        requests(step.actions()).forEach(r -> sent = Optional.of(r));
        return step.actions();
    }

    /** The last request that was sent. */
    SipRequest sent() {
        return sent.orElseThrow();
    }

    static List<SipRequest> requests(List<Action> actions) {
        return of(actions, Action.ToSip.class).map(Action.ToSip::request).toList();
    }

    static Optional<Refusal> refusal(List<Action> actions) {
        return of(actions, Action.Refuse.class).map(Action.Refuse::refusal).findFirst();
    }

    static <A extends Action> Stream<A> of(List<Action> actions, Class<A> type) {
        return actions.stream().filter(type::isInstance).map(type::cast);
    }
}
