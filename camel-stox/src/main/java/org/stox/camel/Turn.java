package org.stox.camel;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.stox.protocol.sip.SipResponse;
import org.stox.session.Event;
import org.stox.session.Service;

/** What is to be computed, perhaps more than once, and who waits for what comes of it. */
record Turn(Service service, Optional<Event> event, Consumer<Steps> work, Optional<CompletableFuture<Optional<SipResponse>>> answer,
        int tries) {

    static Turn of(Service service, Event event, Consumer<Steps> work) {
        return new Turn(service, Optional.of(event), work, Optional.empty(), 0);
    }

    /** Of itself: nothing from outside is behind it. */
    static Turn of(Service service, Consumer<Steps> work) {
        return new Turn(service, Optional.empty(), work, Optional.empty(), 0);
    }

    Turn awaitedBy(CompletableFuture<Optional<SipResponse>> waiting) {
        return new Turn(service, event, work, Optional.of(waiting), tries);
    }

    /** Not what comes from outside: timers, a start, an outage. */
    boolean ofItself() {
        return event.filter(e -> !(e instanceof Event.XmppLost) && !(e instanceof Event.XmppBack)).isEmpty();
    }

    Turn again(Consumer<Steps> other) {
        return new Turn(service, event, other, answer, tries + 1);
    }
}
