package org.stox.service.presence;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.stox.address.Jid;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * Whether an XMPP user is there, asked by a probe of the gateway's own before dialogs are refreshed for him (RFC 8048 §8.1): one probe for
 * all contacts that he watches.
 *
 * @param answer what the probe has brought; empty while it is under way
 * @param asking the sessions that wait for it
 */
record XmppUser(Jid user, Optional<String> answer, Set<SessionKey> asking) implements PresenceMachine {

    static final String ASK = "online?";
    static final String GO = "go";
    static final String STOP = "stop";

    /** An answer may be used for this long. */
    static final String FORGET = "forget";
    static final String TIMEOUT = "timeout";

    private static final Duration FRESH = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    XmppUser {
        asking = Set.copyOf(asking);
    }

    @Override
    public Set<SessionKey> keys() {
        return Set.of(PresenceKeys.user(user));
    }

    /** Nothing of it needs to outlive a crash: it is asked again. */
    @Override
    public Object state() {
        return "";
    }

    /** The first to ask. */
    static Step<XmppUser> asked(Jid user, SessionKey by, PresenceContext context) {
        return Step.to(new XmppUser(user.bare(), Optional.empty(), Set.of(by)),
                new Action.ToXmpp(PresenceStanza.of(new Jid(Optional.empty(), context.policy().domain(), Optional.empty()), user.bare(), "probe")),
                new Action.Start(TIMEOUT, PATIENCE));
    }

    Step<XmppUser> asked(SessionKey by) {
        if (answer.isPresent()) {
            return Step.to(this, new Action.Tell(by, PresenceKeys.user(user), answer.get()));
        }
        var all = new HashSet<>(asking);
        all.add(by);
        return Step.to(new XmppUser(user, answer, all));
    }

    /**
     * Only unavailable means no refresh. Unsubscribed says that this server gives the gateway no presence (RFC8048-8.1-05): then, as after
     * an error or none at all, what each pair knows of the user counts.
     */
    Step<XmppUser> answered(PresenceStanza stanza) {
        return switch (stanza.type().orElse("")) {
            case "", "unsubscribed", "error" -> known(GO);
            case "unavailable" -> known(STOP);
            default -> Step.to(this);
        };
    }

    Step<XmppUser> fired(String timer) {
        return timer.equals(FORGET) ? Step.none() : known(GO);
    }

    private Step<XmppUser> known(String word) {
        if (answer.isPresent() && word.equals(STOP) && answer.get().equals(GO)) {
            return Step.to(this);                       // one resource of several has gone
        }
        var tell = asking.stream().sorted((a, b) -> a.value().compareTo(b.value()))
                .<Action>map(k -> new Action.Tell(k, PresenceKeys.user(user), word)).toList();
        return Step.to(new XmppUser(user, Optional.of(word), Set.of()), new Action.Cancel(TIMEOUT), new Action.Start(FORGET, FRESH)).and(tell);
    }

}
