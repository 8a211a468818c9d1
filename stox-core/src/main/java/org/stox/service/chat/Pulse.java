package org.stox.service.chat;

import java.time.Instant;
import java.util.Optional;

import org.stox.protocol.xmpp.MessageStanza;

/**
 * Whether a chat is alive.
 *
 * @param moved when the end of an idle chat was last put off: seldom, so that a message is not a change of the session
 * @param unsettled what was sent while it is not known that there is a connection; absent once it is
 */
record Pulse(Instant moved, Optional<Queue> unsettled) {

    Pulse moved(Instant now) {
        return new Pulse(now, unsettled);
    }

    /** Something came of the peer, or for long nothing failed. */
    Pulse settled() {
        return unsettled.isEmpty() ? this : new Pulse(moved, Optional.empty());
    }

    Pulse sent(MessageStanza message) {
        return unsettled.isEmpty() || unsettled.get().isFull() ? this : new Pulse(moved, unsettled.map(q -> q.with(message)));
    }
}
