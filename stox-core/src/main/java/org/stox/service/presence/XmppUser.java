package org.stox.service.presence;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.stox.address.Jid;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * What all that an XMPP user watches has in common: how much it is, and whether he is there, asked by a probe of the gateway's own before
 * dialogs are refreshed for him; one probe for all his contacts (RFC 8048 §8.1).
 *
 * @param answer what the probe has brought; empty where there is none, or none yet
 * @param asking the sessions that wait for it
 * @param watching the sessions that there are for him
 */
record XmppUser(Jid user, Optional<String> answer, Set<SessionKey> asking, Set<SessionKey> watching) implements PresenceMachine {

    static final Map<String, String> COUNTED = PresenceMachine.counted("user", Authorization.NONE);

    static final String ASK = "online?";
    static final String GO = "go";
    static final String UNKNOWN = "unknown";
    static final String STOP = "stop";

    static final String JOIN = "join";
    static final String FULL = "full";
    static final String LEAVE = "leave";

    /** An answer may be used for this long. */
    static final String FORGET = "forget";
    static final String TIMEOUT = "timeout";

    private static final Duration FRESH = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    XmppUser {
        asking = Set.copyOf(asking);
        watching = Set.copyOf(watching);
    }

    static XmppUser of(Jid user) {
        return new XmppUser(user.bare(), Optional.empty(), Set.of(), Set.of());
    }

    @Override
    public Set<SessionKey> keys() {
        return Set.of(PresenceKeys.user(user));
    }

    /** Who is there is asked again after a crash. */
    @Override
    public Object state() {
        return watching;
    }

    @Override
    public Map<String, String> counted() {
        return COUNTED;
    }

    /** A word of one of his sessions. */
    Step<XmppUser> told(String word, SessionKey by, PresenceContext context) {
        return switch (word) {
            case ASK -> asked(by, context);
            case JOIN -> watching.contains(by) || watching.size() < context.presence().contacts()
                    ? Step.to(new XmppUser(user, answer, asking, with(watching, by)))
                    : kept(new Action.Tell(by, PresenceKeys.user(user), FULL));
            case LEAVE -> new XmppUser(user, answer, asking,
                    watching.stream().filter(k -> !k.equals(by)).collect(Collectors.toSet())).kept();
            default -> kept();
        };
    }

    private Step<XmppUser> asked(SessionKey by, PresenceContext context) {
        if (answer.isPresent()) {
            return Step.to(this, new Action.Tell(by, PresenceKeys.user(user), answer.get()));
        }
        var next = new XmppUser(user, answer, with(asking, by), watching);
        return asking.isEmpty() ? Step.to(next, new Action.ToXmpp(PresenceStanza.of(
                new Jid(Optional.empty(), context.policy().domain(), Optional.empty()), user, "probe")),
                new Action.Start(TIMEOUT, PATIENCE))
                : Step.to(next);
    }

    /**
     * Only unavailable means no refresh. Unsubscribed says that this server gives the gateway no presence (RFC8048-8.1-05): then, as after
     * an error or none at all, what each pair knows of the user counts. Each resource of his answers by itself, and any that is there counts.
     */
    Step<XmppUser> answered(PresenceStanza stanza) {
        return switch (stanza.type().orElse("")) {
            case "" -> known(GO);
            case "unsubscribed", "error" -> known(UNKNOWN);
            case "unavailable" -> known(STOP);
            default -> kept();
        };
    }

    Step<XmppUser> fired(String timer) {
        return timer.equals(FORGET) ? new XmppUser(user, Optional.empty(), asking, watching).kept() : known(UNKNOWN);
    }

    private Step<XmppUser> known(String word) {
        if (answer.filter(GO::equals).isPresent() && !word.equals(GO)) {
            return Step.to(this);                       // one resource of several has gone
        }
        var tell = asking.stream().sorted(Comparator.comparing(SessionKey::value))
                .<Action>map(k -> new Action.Tell(k, PresenceKeys.user(user), word)).toList();
        return Step.to(new XmppUser(user, Optional.of(word), Set.of(), watching), new Action.Cancel(TIMEOUT),
                new Action.Start(FORGET, FRESH)).and(tell);
    }

    /** As long as there is something to remember. */
    private Step<XmppUser> kept(Action... actions) {
        return answer.isEmpty() && asking.isEmpty() && watching.isEmpty() ? Step.none(actions) : Step.to(this, actions);
    }

    private static Set<SessionKey> with(Set<SessionKey> keys, SessionKey key) {
        return Stream.concat(keys.stream(), Stream.of(key)).collect(Collectors.toSet());
    }
}
