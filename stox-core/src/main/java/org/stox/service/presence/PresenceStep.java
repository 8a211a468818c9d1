package org.stox.service.presence;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.service.Admission;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Step;

/**
 * What becomes of an event of presence, by the machine of the session that it was found to be for: which of its methods that is. Here
 * stands also who may speak at all.
 *
 * @param machine absent where there is no session yet
 */
record PresenceStep(Optional<Machine> machine, PresenceContext context) {

    Step<? extends Machine> of(Event event) {
        if (event instanceof Event.FromSip sip) {
            return fromSip(sip.request());
        }
        if (event instanceof Event.FromXmpp xmpp) {
            return xmpp.stanza() instanceof PresenceStanza stanza ? fromXmpp(stanza) : unchanged();
        }
        if (event instanceof Event.SipDone done) {
            return done(done);
        }
        if (event instanceof Event.XmppFailed failed) {
            return failed(failed);
        }
        if (event instanceof Event.Fired fired) {
            return fired(fired.timer());
        }
        if (event instanceof Event.Told told) {
            return told(told);
        }
        if (event instanceof Event.Restored) {
            return restored();
        }
        if (event instanceof Event.XmppLost) {
            return as(Notifier.class, n -> n.unsighted(context));
        }
        if (event instanceof Event.XmppBack) {
            return as(Notifier.class, n -> n.sighted(context), Subscriber.class, Subscriber::repeated);
        }
        return unchanged();                                     // of chats
    }

    private Step<? extends Machine> fromSip(SipRequest request) {
        boolean inDialog = SipDialog.tag(request, "To").isPresent();
        switch (request.method()) {
            case "SUBSCRIBE":
                if (!inDialog) {
                    SubscribeRequest.event(request);
                    var to = Admission.target(request, context.policy());
                    return notifier(Admission.sender(request, context.policy()), to).subscribed(request, context);
                }
                return as(Notifier.class).<Step<? extends Machine>>map(n -> n.refreshed(request, context))
                        .orElseGet(() -> unknownDialog(request));
            case "NOTIFY":
                return as(Subscriber.class).<Step<? extends Machine>>map(s -> SubscriberNotified.step(s, request, context))
                        .orElseGet(() -> unknownDialog(request));
            default:
                throw Refusal.sip(405, "Method Not Allowed");
        }
    }

    Step<Machine> unchanged(Action... actions) {
        return new Step<>(machine, List.of(actions));
    }

    /** RFC8048-6.3-03: of another package first, then of no dialog. */
    private Step<Machine> unknownDialog(SipRequest request) {
        SubscribeRequest.event(request);
        return unchanged(new Action.Reply(Responses.to(request, 481, context.ids().next())));
    }

    /** Who may speak is decided anew at each stanza (RFC8048-8.1-03). */
    private Step<? extends Machine> fromXmpp(PresenceStanza stanza) {
        if (stanza.isError()) {
            var error = StanzaCodec.errorOf(stanza).orElse(StanzaError.of(Condition.UNDEFINED_CONDITION));
            return as(Subscriber.class).<Step<? extends Machine>>map(s -> s.unseen(stanza.to()))
                    .orElseGet(() -> as(XmppUser.class, u -> u.answered(stanza), Notifier.class, n -> n.failed(stanza.id().orElse(""), error, context)));
        }
        Admission.sender(stanza.from(), context.policy());
        if (stanza.to().local().isEmpty()) {
            return switch (stanza.type().orElse("")) {
                case "subscribe", "probe" -> noPresence(stanza);
                case "", "unavailable", "unsubscribe", "subscribed", "unsubscribed" -> as(XmppUser.class, u -> u.answered(stanza));
                default -> throw noSuchType(stanza);
            };
        }
        Admission.target(stanza.to(), context.policy());
        return switch (stanza.type().orElse("")) {
            case "subscribe" -> new SubscriberAsked(subscriber(stanza), context).subscribe(stanza);
            case "unsubscribe" -> new SubscriberAsked(subscriber(stanza), context).unsubscribe();
            case "probe" -> new SubscriberAsked(subscriber(stanza), context).probe(stanza.from());
            case "subscribed" -> notifier(stanza.to(), stanza.from()).approved(context);
            case "unsubscribed" -> as(Notifier.class, n -> n.unsubscribed(stanza, context));
            case "", "unavailable" -> as(Notifier.class, n -> n.notified(stanza, context),
                    Subscriber.class, s -> new SubscriberRefresh(s, context).heard(word(stanza)));
            default -> throw noSuchType(stanza);
        };
    }

    /** RFC 6121 §4.7.1. */
    private static Refusal noSuchType(PresenceStanza stanza) {
        return Refusal.xmpp(StanzaError.of(Condition.BAD_REQUEST), stanza.to().isBare());
    }

    /** What his presence says of the session of a user of whom no more is known: unavailable of a full JID is that of one resource. */
    private static String word(PresenceStanza stanza) {
        return stanza.type().isEmpty() ? Subscriber.ONLINE : stanza.from().resource().isPresent() ? Subscriber.LEFT : Subscriber.OFFLINE;
    }

    /** The gateway itself has no presence, and a roster that waits for it learns so (RFC 6121 §3.1.3, §4.3.2). */
    private Step<Machine> noPresence(PresenceStanza stanza) {
        return unchanged(new Action.ToXmpp(PresenceStanza.of(stanza.to().bare(), stanza.from().bare(), "unsubscribed")));
    }

    private Step<? extends Machine> done(Event.SipDone done) {
        return as(Notifier.class, n -> n.answered(done.request(), done.response(), context),
                Subscriber.class, s -> SubscriberAnswered.step(s, done.request(), done.response(), context));
    }

    /** For the watcher only what asks for something is missed. */
    private Step<? extends Machine> failed(Event.XmppFailed failed) {
        var id = failed.stanza().id().orElse("");
        return as(Notifier.class, n -> id.startsWith(Notifier.ASKING) ? n.failed(id, context.policy().errors().toXmpp(failed.reason()), context) : Step.to(n),
                Subscriber.class, s -> failed.stanza() instanceof PresenceStanza stanza ? s.missed(stanza, failed.reason()) : Step.to(s));
    }

    private Step<? extends Machine> fired(String timer) {
        return as(XmppUser.class).<Step<? extends Machine>>map(u -> u.fired(timer))
                .orElseGet(() -> as(Notifier.class, n -> n.fired(timer, context), Subscriber.class, s -> new SubscriberRefresh(s, context).fired(timer)));
    }

    private Step<? extends Machine> told(Event.Told told) {
        if (told.to().kind().equals(PresenceKeys.USER)) {
            return as(XmppUser.class).orElseGet(() -> XmppUser.of(Jid.parse(told.to().value())))
                    .told(told.word(), told.from(), context);
        }
        return as(Subscriber.class, s -> new SubscriberRefresh(s, context).heard(told.word()));
    }

    private Step<? extends Machine> restored() {
        return as(Notifier.class, n -> n.restored(context), Subscriber.class, s -> new SubscriberRefresh(s, context).restored());
    }

    private <M> Optional<M> as(Class<M> type) {
        return machine.filter(type::isInstance).map(type::cast);
    }

    /** What the machine makes of the event if it is of that class; for any other, or none, nothing comes of it. */
    private <M extends Machine> Step<? extends Machine> as(Class<M> type, Function<M, Step<M>> step) {
        return as(type).<Step<? extends Machine>>map(step).orElseGet(() -> unchanged());
    }

    private <M extends Machine, N extends Machine> Step<? extends Machine> as(Class<M> type, Function<M, Step<M>> step,
            Class<N> otherType, Function<N, Step<N>> otherStep) {
        return as(type).<Step<? extends Machine>>map(step).orElseGet(() -> as(otherType, otherStep));
    }

    private Notifier notifier(Jid watcher, Jid contact) {
        return as(Notifier.class).orElseGet(() -> Notifier.of(watcher, contact));
    }

    private Subscriber subscriber(PresenceStanza stanza) {
        return as(Subscriber.class).orElseGet(() -> Subscriber.of(stanza.from(), stanza.to()));
    }
}
