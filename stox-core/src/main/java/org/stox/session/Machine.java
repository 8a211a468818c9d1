package org.stox.session;

import java.util.Map;
import java.util.Set;

/** The memory of a session: an immutable value that its service makes anew at every event. */
public interface Machine {

    /** Which service it belongs to, such as {@code presence}; for the store and for a restart. */
    String kind();

    /** By what it is found; changes as dialogs come and go. */
    Set<SessionKey> keys();

    /**
     * What may not be lost: where this or the keys change, the store has it before anything is sent. The rest (numbers, leases, what
     * is known of others) may be a moment older after a crash. Compared by {@code equals}.
     */
    Object state();

    /** By what sessions are counted, such as their role: names and values of a few words in all, never the address of a user. */
    default Map<String, String> counted() {
        return Map.of();
    }
}
