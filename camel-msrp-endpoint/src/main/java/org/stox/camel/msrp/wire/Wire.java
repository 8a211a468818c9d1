package org.stox.camel.msrp.wire;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

import org.stox.protocol.Tap;
import org.stox.service.IdSource;

/** What all parts of a node have in common. */
record Wire(MsrpSettings settings, InstantSource clock, IdSource ids, MsrpCounters counters, Deliveries deliveries, Optional<Tap> tap) {

    Instant now() {
        return clock.instant();
    }

    void tap(boolean incoming, Object message) {
        tap.ifPresent(t -> t.message(Tap.Side.MSRP, incoming, message));
    }
}
