package org.stox.session;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A service with memory as its runner sees it: to which session an event belongs, and what comes of it. Functions, without side effects. */
public interface Service {

    /** The kind of all its machines. */
    String kind();

    /** The class of its machines, or the sealed interface that they share: what a store reads them back as. */
    Class<? extends Machine> machines();

    /** Raised when a stored machine of the release before can no longer be read as one of this release. */
    default int format() {
        return 1;
    }

    /** All that {@link Machine#counted} may be. */
    default Set<Map<String, String>> counted() {
        return Set.of(Map.of());
    }

    /** How many sessions there may be that are {@link Machine#counted} so: what asks for one more is refused, and may be asked again. */
    default int most(Map<String, String> counted) {
        return Integer.MAX_VALUE;
    }

    /**
     * The keys of the session that the event is for, the narrowest first; the first that is found counts. None: no session is. Not asked for
     * what comes back of an action, for timers and restarts: they go to the session whose they are.
     */
    List<SessionKey> keys(Event event);

    /**
     * Whether somebody waits for what the step answers to an event from outside. One of which that is not so is never refused: what
     * cannot be stored at present is given once more.
     */
    default boolean isAsked(Event event) {
        return true;
    }

    /** What becomes of an event for which no session was found; with a machine it begins one. */
    Step<? extends Machine> begin(Event event, Instant now);

    /** What becomes of an event of that machine's session. */
    Step<? extends Machine> on(Machine machine, Event event, Instant now);
}
