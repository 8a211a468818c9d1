package org.stox.camel.jdbc;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.session.Change;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.SessionRepository.Conflict;

/**
 * What several changes of one session come to: the version that the first expects, the keys that were and will be, the last row.
 *
 * @param before as the first change has it
 * @param row of what is left, if anything is
 */
record Net(String id, Optional<Session> before, Optional<Session> after, Optional<Row> row) {

    /** By session, in the order of their ids, in which all nodes lock them. Fails with {@link Conflict} where one change does not follow another. */
    static List<Net> of(Collection<Save> saves) {
        var nets = new LinkedHashMap<String, Net>();
        for (var save : saves) {
            for (var one : save.changes()) {
                nets.merge(one.change().id(), of(one.change(), one.row()), Net::then);
            }
        }
        var sorted = new ArrayList<>(nets.values());
        sorted.sort(Comparator.comparing(Net::id));
        return sorted;
    }

    private static Net of(Change change, Optional<Row> row) {
        return new Net(change.id(), change.before(), change.after(), row);
    }

    private Net then(Net next) {
        if (!after.map(Session::version).equals(next.before.map(Session::version))) {
            throw new Conflict(id);
        }
        return new Net(id, before, next.after, next.row);
    }

    Set<SessionKey> freed() {
        return minus(before, after);
    }

    Set<SessionKey> taken() {
        return minus(after, before);
    }

    private static Set<SessionKey> minus(Optional<Session> these, Optional<Session> those) {
        var left = new HashSet<>(these.map(Session::keys).orElse(Set.of()));
        left.removeAll(those.map(Session::keys).orElse(Set.of()));
        return left;
    }
}
