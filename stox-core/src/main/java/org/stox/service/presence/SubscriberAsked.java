package org.stox.service.presence;

import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.service.presence.Subscriber.Online;
import org.stox.service.presence.SubscriberDialog.State;
import org.stox.session.Action;
import org.stox.session.Step;

/** What the user asks a {@link Subscriber} for (RFC 8048 §5.2.1, F1 to F2; §5.2.3, F16 to F17; §7.1). */
record SubscriberAsked(Subscriber subscriber, PresenceContext context) {

    /** F1: presence of type subscribe. */
    Step<Subscriber> subscribe(PresenceStanza stanza) {
        var nick = Nickname.displayName(stanza);
        var here = subscriber.in(Online.HERE);
        return switch (subscriber.authorization()) {
            case NONE -> here.as(Authorization.ASKED).opened(nick, context).and(subscriber.tellUser(XmppUser.JOIN));
            case ASKED -> here.isOpen() ? here.due(context) : here.opened(nick, context);
            case GRANTED -> (here.isOpen() ? here.due(context) : here.opened(nick, context)).and(subscriber.toXmpp("subscribed"))
                    .and(here.telling(KnownPresence.open(subscriber.known()), subscriber.user()));  // RFC 6121 §3.1.5
        };
    }

    /** F16: presence of type unsubscribe. Nothing is asked for this pair any more. */
    Step<Subscriber> unsubscribe() {
        var next = subscriber.as(Authorization.NONE);
        if (!subscriber.isOpen()) {
            return Step.none(subscriber.goodbye());                                                 // RFC8048-5.2.3-06
        }
        var ending = subscriber.dialog().orElseThrow().in(State.ENDING);
        return ending.hasPeer() ? next.ending(ending, context)
                : Step.to(next.on(ending), new Action.Cancel(Subscriber.REFRESH), new Action.Cancel(Subscriber.RETRY));  // as soon as there is one
    }

    /** §7.1: with an authorization the begin of a presence session (RFC8048-5.2.2-02), without one a fetch. */
    Step<Subscriber> probe(Jid from) {
        var here = subscriber.in(Online.HERE);
        return switch (subscriber.authorization()) {
            case NONE -> here.dialog().map(d -> Step.to(here.on(d.askedBy(from)))).orElseGet(() -> fetching(here, from));
            case ASKED -> here.isOpen() ? here.due(context) : here.opened(Optional.empty(), context);
            case GRANTED -> {
                var answer = here.telling(KnownPresence.open(subscriber.known()), from);
                yield (here.isOpen() ? freshened(here) : here.opened(Optional.empty(), context)).and(answer);
            }
        };
    }

    private Step<Subscriber> fetching(Subscriber here, Jid from) {
        var begun = SubscriberDialog.begin(from, here.contact(), State.FETCHING, Optional.empty(), 0, context);
        return here.asking(begun, 0, context);
    }

    /** A SUBSCRIBE in the dialog, unless one went a moment ago. */
    private Step<Subscriber> freshened(Subscriber here) {
        var current = here.dialog().orElseThrow();
        return current.state() == State.ACTIVE && current.asked().plus(Subscriber.FRESH).isBefore(context.now())
                ? here.refreshed(context) : here.due(context);
    }
}
