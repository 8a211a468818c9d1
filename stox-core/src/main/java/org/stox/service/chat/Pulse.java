package org.stox.service.chat;

import java.time.Instant;
import java.util.Optional;

import org.stox.protocol.xmpp.MessageStanza;

/**
 * Whether a chat is alive.
 *
 * @param moved when the end of an idle chat was last put off: seldom, so that a message is not a change of the session
 * @param unsettled what was sent while it is not known that there is a connection; absent once it is
 * @param failed that of it which was never written
 */
record Pulse(Instant moved, Optional<Queue> unsettled, Queue failed) {

    static Pulse begin(Instant now) {
        return new Pulse(now, Optional.of(Queue.EMPTY), Queue.EMPTY);
    }

    Pulse moved(Instant now) {
        return new Pulse(now, unsettled, failed);
    }

    /** Something came of the peer, or for long nothing failed. */
    Pulse settled() {
        return unsettled.isEmpty() ? this : new Pulse(moved, Optional.empty(), Queue.EMPTY);
    }

    Pulse sent(MessageStanza message) {
        return unsettled.isEmpty() || unsettled.get().isFull() ? this : new Pulse(moved, unsettled.map(q -> q.with(message)), failed);
    }

    /** One of those that are unsettled, by its id. */
    Optional<MessageStanza> unsettled(Optional<String> id) {
        return unsettled.stream().flatMap(q -> q.stanzas().stream()).filter(m -> m.id().equals(id)).findFirst();
    }

    Pulse failed(MessageStanza message) {
        return new Pulse(moved, unsettled, failed.with(message));
    }

    /** Not one of them has been written. */
    boolean neverConnected() {
        return unsettled.filter(q -> q.stanzas().size() == failed.stanzas().size()).isPresent();
    }
}
