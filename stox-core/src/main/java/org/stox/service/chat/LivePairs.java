package org.stox.service.chat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.session.SessionKey;

/** Which pairs have a session now, to be asked for at each message without a look into the store. For several threads. */
final class LivePairs {

    /** Empty where the session is not one that both take part in, or is so no more. */
    private final Map<SessionKey, Optional<Live>> pairs = new HashMap<>();

    /** Whether what the user says goes to a session, whatever becomes of it. */
    synchronized boolean has(Jid user, Jid contact) {
        return !pairs.isEmpty() && pairs.containsKey(ChatKeys.pair(user, contact));
    }

    synchronized Optional<Live> of(Jid user, Jid contact) {
        return pairs.isEmpty() ? Optional.empty() : pairs.getOrDefault(ChatKeys.pair(user, contact), Optional.empty());
    }

    synchronized void changed(Optional<ChatSession> before, Optional<ChatSession> after) {
        before.filter(LivePairs::counts).filter(s -> after.filter(LivePairs::counts).isEmpty()).ifPresent(s -> pairs.remove(ChatKeys.pair(s.parties())));
        after.filter(LivePairs::counts).ifPresent(s -> pairs.put(ChatKeys.pair(s.parties()), live(s)));
    }

    private static Optional<Live> live(ChatSession session) {
        return session instanceof Talking ? Optional.of(new Live(session.parties().thread(), session.parties().user())) : Optional.empty();
    }

    /** One that ends is nobody's any more. */
    private static boolean counts(ChatSession session) {
        return !(session instanceof Ending);
    }
}
