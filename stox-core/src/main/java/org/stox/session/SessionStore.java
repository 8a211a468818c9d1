package org.stox.session;

import java.util.Collection;

/** Opens what keeps sessions, where the operator says. Who runs sessions knows no store: a module that brings one is found by this. */
public interface SessionStore {

    /**
     * Throws {@link SessionRepository.Unavailable}, with one sentence for the operator, where that cannot be.
     *
     * @param place a directory, or the URL of a database
     * @param services whose sessions they are
     */
    SessionRepository open(String place, Collection<? extends Service> services);
}
