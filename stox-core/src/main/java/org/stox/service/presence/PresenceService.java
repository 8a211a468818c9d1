package org.stox.service.presence;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.service.Admission;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Service;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * RFC 8048 as one service: {@link Subscriber} for an XMPP user who watches a SIP user, {@link Notifier} for the other way, {@link XmppUser}
 * for the question whether a user is there. Here stands which event is whose; what it does stands there.
 */
public final class PresenceService implements Service {

    public static final String KIND = "presence";

    private static final Set<String> ASKING = Set.of("subscribe", "unsubscribe", "probe");
    private static final Set<String> METHODS = Set.of("SUBSCRIBE", "NOTIFY");

    private final MappingPolicy policy;
    private final PresencePolicy presence;
    private final IdSource ids;

    public PresenceService(MappingPolicy policy, PresencePolicy presence, IdSource ids) {
        this.policy = policy;
        this.presence = presence;
        this.ids = ids;
    }

    /** Whether it is this service that answers, be it that the event package is not its own (489). */
    public static boolean takes(SipRequest request) {
        return METHODS.contains(request.method());
    }

    public static boolean takes(Stanza stanza) {
        return stanza instanceof PresenceStanza;
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
            case "error" -> stanza.id().filter(i -> i.startsWith(Notifier.ASKING)).isPresent()
                    ? List.of(PresenceKeys.notifier(stanza.to(), stanza.from())) : List.of();
            default -> List.of();
        };
    }

    @Override
    public Step<? extends Machine> on(Optional<Machine> machine, Event event, Instant now) {
        try {
            return step(machine, event, new PresenceContext(policy, presence, ids, now));
        } catch (Refusal e) {
            return isAsked(event) ? unchanged(machine, new Action.Refuse(e)) : unchanged(machine);
        } catch (SipSyntaxException | AddressException e) {
            return isAsked(event) ? unchanged(machine, new Action.Refuse(Refusal.sip(400, e.getMessage()))) : unchanged(machine);
        }
    }

    /** Whether somebody waits for an answer: not after a response, and not for presence that is state (RFC 6121 §4). */
    @Override
    public boolean isAsked(Event event) {
        return event instanceof Event.FromSip
                || event instanceof Event.FromXmpp xmpp && ASKING.contains(xmpp.stanza().type().orElse(""));
    }

    private static Step<Machine> unchanged(Optional<Machine> machine, Action... actions) {
        return new Step<>(machine, List.of(actions));
    }

    private Step<? extends Machine> step(Optional<Machine> machine, Event event, PresenceContext context) {
        if (event instanceof Event.FromSip sip) {
            return fromSip(machine, sip.request(), context);
        }
        if (event instanceof Event.FromXmpp xmpp) {
            return xmpp.stanza() instanceof PresenceStanza stanza ? fromXmpp(machine, stanza, context) : unchanged(machine);
        }
        if (event instanceof Event.SipDone done) {
            return done(machine, done, context);
        }
        if (event instanceof Event.XmppFailed failed) {
            return failed(machine, failed, context);
        }
        if (event instanceof Event.Fired fired) {
            return fired(machine, fired.timer(), context);
        }
        if (event instanceof Event.Told told) {
            return told(machine, told, context);
        }
        if (event instanceof Event.Restored) {
            return restored(machine, context);
        }
        if (event instanceof Event.XmppLost) {
            return as(machine, Notifier.class, n -> n.unsighted(context));
        }
        if (event instanceof Event.XmppBack) {
            return as(machine, Notifier.class, n -> n.sighted(context), Subscriber.class, Subscriber::repeated);
        }
        throw new AssertionError(event);
    }

    private Step<? extends Machine> fromSip(Optional<Machine> machine, SipRequest request, PresenceContext context) {
        boolean inDialog = SipDialog.tag(request, "To").isPresent();
        switch (request.method()) {
            case "SUBSCRIBE":
                if (!inDialog) {
                    SubscribeRequest.event(request);
                    var to = Admission.target(request, policy);
                    return notifier(machine, Admission.sender(request, policy), to).subscribed(request, context);
                }
                return as(machine, Notifier.class).<Step<? extends Machine>>map(n -> n.refreshed(request, context))
                        .orElseGet(() -> unknownDialog(machine, request));
            case "NOTIFY":
                return as(machine, Subscriber.class).<Step<? extends Machine>>map(s -> s.notified(request, context))
                        .orElseGet(() -> unknownDialog(machine, request));
            default:
                throw Refusal.sip(405, "Method Not Allowed");
        }
    }

    /** RFC8048-6.3-03: of another package first, then of no dialog. */
    private Step<Machine> unknownDialog(Optional<Machine> machine, SipRequest request) {
        SubscribeRequest.event(request);
        return unchanged(machine, new Action.Reply(Responses.to(request, 481, ids.next())));
    }

    /** Who may speak is decided anew at each stanza (RFC8048-8.1-03). */
    private Step<? extends Machine> fromXmpp(Optional<Machine> machine, PresenceStanza stanza, PresenceContext context) {
        if (stanza.isError()) {
            var error = StanzaCodec.errorOf(stanza).orElse(StanzaError.of(Condition.UNDEFINED_CONDITION));
            return as(machine, XmppUser.class, u -> u.answered(stanza), Notifier.class, n -> n.failed(error, context));
        }
        Admission.sender(stanza.from(), policy);
        if (stanza.to().local().isEmpty()) {
            return as(machine, XmppUser.class, u -> u.answered(stanza));
        }
        Admission.target(stanza.to(), policy);
        return switch (stanza.type().orElse("")) {
            case "subscribe" -> subscriber(machine, stanza).asked(stanza, context);
            case "unsubscribe" -> subscriber(machine, stanza).unsubscribed(context);
            case "probe" -> subscriber(machine, stanza).probed(stanza.from(), context);
            case "subscribed" -> notifier(machine, stanza.to(), stanza.from()).approved(context);
            case "unsubscribed" -> as(machine, Notifier.class, n -> n.rejected(context));
            case "", "unavailable" -> as(machine, Notifier.class, n -> n.notified(stanza, context),
                    Subscriber.class, s -> s.heard(stanza.type().isEmpty() ? Subscriber.ONLINE : Subscriber.OFFLINE, context));
            default -> unchanged(machine);
        };
    }

    private static Step<? extends Machine> done(Optional<Machine> machine, Event.SipDone done, PresenceContext context) {
        return as(machine, Notifier.class, n -> n.answered(done.request(), done.response(), context),
                Subscriber.class, s -> s.answered(done.request(), done.response(), context));
    }

    /** For the watcher only what asks for something is missed. */
    private Step<? extends Machine> failed(Optional<Machine> machine, Event.XmppFailed failed, PresenceContext context) {
        boolean asked = failed.stanza().id().filter(i -> i.startsWith(Notifier.ASKING)).isPresent();
        return as(machine, Notifier.class, n -> asked ? n.failed(policy.errors().toXmpp(failed.reason()), context) : Step.to(n),
                Subscriber.class, s -> failed.stanza() instanceof PresenceStanza stanza ? s.missed(stanza) : Step.to(s));
    }

    private static Step<? extends Machine> fired(Optional<Machine> machine, String timer, PresenceContext context) {
        return as(machine, XmppUser.class).<Step<? extends Machine>>map(u -> u.fired(timer))
                .orElseGet(() -> as(machine, Notifier.class, n -> n.fired(timer, context), Subscriber.class, s -> s.fired(timer, context)));
    }

    private static Step<? extends Machine> told(Optional<Machine> machine, Event.Told told, PresenceContext context) {
        if (told.to().kind().equals(PresenceKeys.USER)) {
            return as(machine, XmppUser.class).orElseGet(() -> XmppUser.of(Jid.parse(told.to().value())))
                    .told(told.word(), told.from(), context);
        }
        return as(machine, Subscriber.class, s -> s.heard(told.word(), context));
    }

    private static Step<? extends Machine> restored(Optional<Machine> machine, PresenceContext context) {
        return as(machine, Notifier.class, n -> n.restored(context), Subscriber.class, Subscriber::restored);
    }

    private static <M> Optional<M> as(Optional<Machine> machine, Class<M> type) {
        return machine.filter(type::isInstance).map(type::cast);
    }

    /** What the machine makes of the event if it is of that class; for any other, or none, nothing comes of it. */
    private static <M extends Machine> Step<? extends Machine> as(Optional<Machine> machine, Class<M> type, Function<M, Step<M>> step) {
        return as(machine, type).<Step<? extends Machine>>map(step).orElseGet(() -> unchanged(machine));
    }

    private static <M extends Machine, N extends Machine> Step<? extends Machine> as(Optional<Machine> machine,
            Class<M> type, Function<M, Step<M>> step, Class<N> otherType, Function<N, Step<N>> otherStep) {
        return as(machine, type).<Step<? extends Machine>>map(step).orElseGet(() -> as(machine, otherType, otherStep));
    }

    private static Notifier notifier(Optional<Machine> machine, Jid watcher, Jid contact) {
        return as(machine, Notifier.class).orElseGet(() -> Notifier.of(watcher, contact));
    }

    private static Subscriber subscriber(Optional<Machine> machine, PresenceStanza stanza) {
        return as(machine, Subscriber.class).orElseGet(() -> Subscriber.of(stanza.from(), stanza.to()));
    }
}
