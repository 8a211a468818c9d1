package org.stox.service.pager;

import org.stox.address.Jid;

/** One user who writes to another; both bare. */
record Pair(Jid from, Jid to) {

    static Pair of(Jid from, Jid to) {
        return new Pair(from.bare(), to.bare());
    }
}
