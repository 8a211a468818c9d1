package org.stox.service.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.Octets;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.pidf.PidfCodec;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.Subscription;
import org.stox.protocol.sip.SubscriptionState;
import org.stox.session.Action;
import org.stox.session.Step;

/** A dialog in which a SIP user watches an XMPP contact; the gateway is the notifier (RFC 8048 §5.3). It is leased, not granted. */
record NotifierDialog(Subscription subscription, State state) {

    /** FETCHING: a request for the presence of now, not answered yet (§7.2). */
    enum State { PENDING, ACTIVE, FETCHING }

    /** Who tells whom. */
    record Pair(Jid watcher, Jid contact) { }

    String tag() {
        return subscription.dialog().localTag();
    }

    /** The Contact of the watcher's device (RFC 3261 §12.1.1). */
    String target() {
        return subscription.dialog().target();
    }

    String expireTimer() {
        return "expire " + tag();
    }

    String fetchTimer() {
        return "fetch " + tag();
    }

    NotifierDialog in(State newState) {
        return new NotifierDialog(subscription, newState);
    }

    NotifierDialog on(Subscription changed) {
        return new NotifierDialog(changed, state);
    }

    /** How the watcher stands, and what is known of the contact, if it may be told (RFC 6665 §4.2.2). */
    Step<NotifierDialog> told(List<Availability> known, Pair pair, PresenceContext context) {
        int left = subscription.left(context.now());
        return switch (state) {
            case PENDING -> sent(SubscriptionState.pending(left), List.of(), pair, context);        // RFC8048-5.3.1-02
            case ACTIVE -> sent(SubscriptionState.active(left), known, pair, context);
            case FETCHING -> ended("timeout", known, pair, context);                                // RFC8048-7.2-03
        };
    }

    /** The last word, after which there is no dialog. */
    Step<NotifierDialog> ended(String reason, List<Availability> known, Pair pair, PresenceContext context) {
        return ended(SubscriptionState.terminated(reason), known, pair, context);
    }

    Step<NotifierDialog> ended(SubscriptionState last, List<Availability> known, Pair pair, PresenceContext context) {
        return Step.<NotifierDialog>none(new Action.Cancel(expireTimer()), new Action.Cancel(fetchTimer()))
                .and(sent(last, known, pair, context).actions());
    }

    /** RFC8048-6.2-32; without anything known the body is empty, never a made-up closed (RFC8048-5.3.2-04). */
    private Step<NotifierDialog> sent(SubscriptionState header, List<Availability> known, Pair pair, PresenceContext context) {
        var next = subscription.next();
        var headers = new ArrayList<SipHeader>(3);
        headers.add(context.contact(pair.contact().bare()));
        var body = Octets.NONE;
        if (!known.isEmpty()) {
            Optional<String> language = PresenceMapping.language(known);
            headers.add(new SipHeader("Content-Type", Pidf.CONTENT_TYPE));
            language.ifPresent(l -> headers.add(new SipHeader("Content-Language", l)));
            body = PidfCodec.write(PresenceMapping.document(pair.contact(), pair.watcher(), known, language, context.policy()));
        }
        return Step.to(on(next), new Action.ToSip(next.notify(header, body, headers.toArray(SipHeader[]::new))));
    }
}
