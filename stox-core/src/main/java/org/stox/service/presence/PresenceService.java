package org.stox.service.presence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.service.Admission;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Service;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * RFC 8048 as one service: {@link Subscriber} for an XMPP user who watches a SIP user, {@link Notifier} for the other way, {@link XmppUser}
 * for the question whether a user is there. Here stands which event is whose, in {@link PresenceStep} which of their methods it is; what it
 * does stands there.
 */
public final class PresenceService implements Service {

    public static final String KIND = "presence";
    /** Those that it takes. */
    public static final List<String> METHODS = List.of("SUBSCRIBE", "NOTIFY");

    /** Presence that is state, beside that of no type. */
    private static final Set<String> TOLD = Set.of("subscribed", "unsubscribed", "unavailable", "error");

    private final MappingPolicy policy;
    private final PresencePolicy presence;
    private final IdSource ids;

    public PresenceService(MappingPolicy policy, PresencePolicy presence, IdSource ids) {
        this.policy = policy;
        this.presence = presence;
        this.ids = ids;
    }

    /** Whether it is this service that answers, be it that the event package is not its own (489). */
    public static boolean takes(String method) {
        return METHODS.contains(method);
    }

    public static boolean takes(Stanza stanza) {
        return stanza instanceof PresenceStanza;
    }

    /** Whether one user may see the presence of the other, of whichever side (RFC 8048 §5.1). */
    public static boolean maySee(Jid watcher, Jid contact, Function<SessionKey, Optional<Session>> sessions) {
        return Stream.of(PresenceKeys.notifier(watcher, contact), PresenceKeys.subscriber(watcher, contact))
                .flatMap(key -> sessions.apply(key).stream()).map(Session::machine)
                .anyMatch(m -> m instanceof Notifier n && n.authorization() == Authorization.GRANTED
                        || m instanceof Subscriber s && s.authorization() == Authorization.GRANTED);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Class<? extends Machine> machines() {
        return PresenceMachine.class;
    }

    @Override
    public Set<Map<String, String>> counted() {
        return PresenceMachine.allCounted();
    }

    @Override
    public int most(Map<String, String> counted) {
        return PresenceMachine.most(counted);
    }

    @Override
    public List<SessionKey> keys(Event event) {
        try {
            if (event instanceof Event.FromSip sip) {
                return keys(sip.request());
            }
            if (event instanceof Event.FromXmpp xmpp && xmpp.stanza() instanceof PresenceStanza stanza) {
                return keys(stanza);
            }
            return event instanceof Event.Told told ? List.of(told.to()) : List.of();
        } catch (Refusal | SipSyntaxException | AddressException e) {
            return List.of();                                   // the step says what is wrong
        }
    }

    /** A To tag is one of ours; without one it begins something between two users. */
    private List<SessionKey> keys(SipRequest request) {
        var tag = SipDialog.tag(request, "To");
        if (tag.isPresent()) {
            return List.of(PresenceKeys.dialog(request.header("Call-ID").orElse(""), tag.get()));
        }
        return request.method().equals("SUBSCRIBE")
                ? List.of(PresenceKeys.notifier(Admission.sender(request, policy), Admission.target(request, policy))) : List.of();
    }

    private List<SessionKey> keys(PresenceStanza stanza) {
        if (stanza.to().local().isEmpty()) {
            return List.of(PresenceKeys.user(stanza.from()));
        }
        return switch (stanza.type().orElse("")) {
            case "subscribe", "unsubscribe", "probe" -> List.of(PresenceKeys.subscriber(stanza.from(), stanza.to()));
            case "", "unavailable" -> List.of(PresenceKeys.notifier(stanza.to(), stanza.from()),
                    PresenceKeys.subscriber(stanza.from(), stanza.to()));
            case "subscribed", "unsubscribed" -> List.of(PresenceKeys.notifier(stanza.to(), stanza.from()));
            case "error" -> List.of(stanza.id().filter(i -> i.startsWith(Notifier.ASKING)).isPresent()
                    ? PresenceKeys.notifier(stanza.to(), stanza.from()) : PresenceKeys.subscriber(stanza.from(), stanza.to()));
            default -> List.of();
        };
    }

    @Override
    public Step<? extends Machine> begin(Event event, Instant now) {
        return step(new PresenceStep(Optional.empty(), context(now)), event);
    }

    @Override
    public Step<? extends Machine> on(Machine machine, Event event, Instant now) {
        return step(new PresenceStep(Optional.of(machine), context(now)), event);
    }

    private PresenceContext context(Instant now) {
        return new PresenceContext(policy, presence, ids, now);
    }

    private Step<? extends Machine> step(PresenceStep step, Event event) {
        try {
            return step.of(event);
        } catch (Refusal e) {
            return isAsked(event) ? step.unchanged(new Action.Refuse(e)) : step.unchanged();
        } catch (SipSyntaxException | AddressException e) {
            return isAsked(event) ? step.unchanged(new Action.Refuse(Refusal.sip(400, e.getMessage()))) : step.unchanged();
        }
    }

    /** Whether somebody waits for an answer: not after a response, and not for presence that is state (RFC 6121 §4). */
    @Override
    public boolean isAsked(Event event) {
        return event instanceof Event.FromSip
                || event instanceof Event.FromXmpp xmpp && xmpp.stanza().type().filter(t -> !TOLD.contains(t)).isPresent();
    }
}
