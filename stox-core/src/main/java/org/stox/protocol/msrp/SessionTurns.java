package org.stox.protocol.msrp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Sessions of one connection that have something to send: they take turns, and the messages of each keep their order. */
final class SessionTurns {

    private final Map<MsrpUri, ArrayDeque<OutgoingPart>> queues = new LinkedHashMap<>();        // whose turn it is next stands first

    boolean isEmpty() {
        return queues.isEmpty();
    }

    Set<MsrpUri> sessions() {
        return queues.keySet();
    }

    /** Somebody waits who is not this session. */
    boolean othersThan(MsrpUri session) {
        return queues.size() > (queues.containsKey(session) ? 1 : 0);
    }

    void add(OutgoingPart part) {
        queues.computeIfAbsent(part.session(), s -> new ArrayDeque<>()).add(part);
    }

    /** The first of the session whose turn it is; that session is last now. */
    OutgoingPart next() {
        var session = queues.keySet().iterator().next();
        var queue = queues.remove(session);
        var part = queue.remove();
        if (!queue.isEmpty()) {
            queues.put(session, queue);
        }
        return part;
    }

    /** It was interrupted: the turn of its session is over, within the session it stays first. */
    void back(OutgoingPart part) {
        var queue = queues.remove(part.session());
        var again = queue == null ? new ArrayDeque<OutgoingPart>() : queue;
        again.addFirst(part);
        queues.put(part.session(), again);
    }

    /** Takes out a message that is not begun; returns those with this id. */
    List<OutgoingPart> abort(String messageId) {
        var found = new ArrayList<OutgoingPart>();
        queues.values().forEach(q -> q.removeIf(p -> {
            boolean named = p.message.messageId().equals(messageId);
            if (named) {
                found.add(p);
            }
            return named && !p.begun;
        }));
        queues.values().removeIf(ArrayDeque::isEmpty);
        return found;
    }

    List<OutgoingPart> end(MsrpUri session) {
        var queue = queues.remove(session);
        return queue == null ? List.of() : List.copyOf(queue);
    }
}
