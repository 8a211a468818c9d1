package org.stox.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.sip.SipRequest;
import org.stox.service.presence.PresenceService;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Machine;

/** One session of presence by itself, without network and store, and with it what has come of each event. Timers stand still. */
final class Rehearsal {

    private final PresenceService service;
    private final Instant now = Instant.now();
    private Optional<Machine> machine = Optional.empty();
    private Optional<SipRequest> sent = Optional.empty();

    Rehearsal(PresenceService service) {
        this.service = service;
    }

    /** What the service says to the event; with the machine that there is only if it would be found for it. */
    List<Action> play(Event event) {
        var found = event instanceof Event.SipDone ? machine
                : machine.filter(m -> service.keys(event).stream().anyMatch(m.keys()::contains));
        var step = found.isPresent() ? service.on(found.get(), event, now) : service.begin(event, now);
        machine = step.machine().map(m -> m);
        step.actions().stream().filter(Action.ToSip.class::isInstance).forEach(a -> sent = Optional.of(((Action.ToSip) a).request()));
        return step.actions();
    }

    /** The last request that was sent. */
    SipRequest sent() {
        return sent.orElseThrow();
    }
}
