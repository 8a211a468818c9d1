package org.stox.camel.msrp.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sessions that stand in offers of ours and have no answer yet. A peer may connect and send right after its answer, and be here before that: the
 * first connection that names such a session is held for a moment. On the node's loop.
 */
final class Offers {

    /** Longer than any INVITE of ours rings, and any 2xx waits for its ACK. */
    private static final Duration OPEN = Duration.ofMinutes(3);
    private static final Duration MOMENT = Duration.ofSeconds(2);
    /** The oldest gives way: then what comes too early for it is 481. */
    private static final int MAX = 20_000;

    private record Held(MsrpConnection connection, Instant since) { }

    private final Map<String, Instant> open = new LinkedHashMap<>();
    private final Map<String, Held> held = new LinkedHashMap<>();

    void offered(String sessionId, Instant now) {
        open.put(sessionId, now);
        if (open.size() > MAX) {
            open.remove(open.keySet().iterator().next());
        }
    }

    /** False if there is nothing to wait for. */
    boolean hold(String sessionId, MsrpConnection connection, Instant now) {
        if (open.remove(sessionId) == null) {
            return false;
        }
        held.put(sessionId, new Held(connection, now));
        return true;
    }

    /** Who waited for it. */
    Optional<MsrpConnection> answered(String sessionId) {
        open.remove(sessionId);
        return Optional.ofNullable(held.remove(sessionId)).map(Held::connection);
    }

    /** Those that have waited in vain. */
    List<MsrpConnection> expire(Instant now) {
        open.values().removeIf(since -> since.plus(OPEN).isBefore(now));
        var over = new ArrayList<MsrpConnection>();
        held.values().removeIf(h -> h.since().plus(MOMENT).isBefore(now) && over.add(h.connection()));
        return over;
    }
}
