package org.stox.service.chat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.session.SessionKey;

/** Which pairs have a session now, to be asked for at each message without a look into the store. For several threads. */
final class LivePairs {

    private final Map<SessionKey, Live> pairs = new HashMap<>();

    synchronized Optional<Live> of(Jid user, Jid contact) {
        return pairs.isEmpty() ? Optional.empty() : Optional.ofNullable(pairs.get(ChatKeys.pair(user, contact)));
    }

    synchronized void changed(Optional<ChatSession> before, Optional<ChatSession> after) {
        if (before.equals(after)) {
            before.filter(LivePairs::counts).ifPresent(s -> pairs.putIfAbsent(ChatKeys.pair(s.parties()), live(s)));
            return;
        }
        before.filter(LivePairs::counts).filter(s -> after.filter(LivePairs::counts).isEmpty()).ifPresent(s -> pairs.remove(ChatKeys.pair(s.parties())));
        after.filter(LivePairs::counts).ifPresent(s -> pairs.put(ChatKeys.pair(s.parties()), live(s)));
    }

    private static Live live(ChatSession session) {
        return new Live(session.parties().thread(), session.parties().user());
    }

    /** One that ends is nobody's any more. */
    private static boolean counts(ChatSession session) {
        return !(session instanceof Ending);
    }
}
