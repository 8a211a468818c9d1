package org.stox.service.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.sip.CSeq;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.Subscription;
import org.stox.session.Action;

/**
 * The dialog in which an XMPP user watches a SIP contact; the gateway is the subscriber (RFC 8048 §5.2). It is leased, not granted.
 *
 * @param user to whom notifications go: a bare JID, or the full one that the only probe came from
 * @param asked when the last SUBSCRIBE went
 */
record SubscriberDialog(Subscription subscription, Jid user, State state, Instant asked) {

    /** ASKING: no NOTIFY yet. FETCHING: for the presence of now only (§7.1). ENDING: Expires: 0 goes or has gone; ENDED: it is answered. */
    enum State { ASKING, PENDING, ACTIVE, FETCHING, ENDING, ENDED }

    /** RFC 6665 §4.1.2.4. */
    static final String TIMER_N = "n";
    static final Action NOTIFY_DUE = new Action.Start(TIMER_N, Subscription.TIMER_N);

    private static final long LEAST_REFRESH = 5_000;

    /** A new dialog with its first SUBSCRIBE to be sent. */
    static SubscriberDialog begin(Jid user, Jid contact, State state, Optional<String> nick, int expires, PresenceContext context) {
        var address = NameAddr.of(context.policy().sipUri(user.bare()));
        var dialog = SipDialog.begin(context.ids().next(), nick.map(address::named).orElse(address), context.ids().next(),
                context.policy().sipUri(contact.bare())).next();
        return new SubscriberDialog(new Subscription(dialog, "presence", context.now().plusSeconds(expires)), user, state, context.now());
    }

    /** F2: the SUBSCRIBE with the number that the dialog has now (RFC8048-5.2.1-01). */
    Action subscribe(int expires, PresenceContext context) {
        return new Action.ToSip(subscription.subscribe(expires, context.contact(user), new SipHeader("Accept", Pidf.CONTENT_TYPE)));
    }

    /** Before another SUBSCRIBE. */
    SubscriberDialog again(PresenceContext context) {
        return new SubscriberDialog(subscription.next(), user, state, context.now());
    }

    /** While one of the user's resources waits for what is fetched, another one has asked: what comes is for all of them (RFC 6121 §8.5.2.1). */
    SubscriberDialog askedBy(Jid resource) {
        return state != State.FETCHING || user.equals(resource) ? this : new SubscriberDialog(subscription, user.bare(), state, asked);
    }

    SubscriberDialog in(State newState) {
        return new SubscriberDialog(subscription, user, newState, asked);
    }

    SubscriberDialog on(SipDialog dialog) {
        return new SubscriberDialog(subscription.on(dialog), user, state, asked);
    }

    /** After a 2xx. */
    SubscriberDialog answered(SipResponse response) {
        return on(subscription.dialog().answered(response));
    }

    /** After a request of the peer; empty if it is too late (RFC 3261 §12.2.2). */
    Optional<SubscriberDialog> received(SipRequest request) {
        return subscription.dialog().received(request).map(this::on);
    }

    SubscriberDialog restored() {
        return new SubscriberDialog(subscription.restored(), user, state, asked);
    }

    SubscriberDialog until(Instant expires) {
        return new SubscriberDialog(subscription.until(expires), user, state, asked);
    }

    /** Whether it is of this dialog, by what both sides of each message have of us. */
    boolean owns(SipMessage message) {
        return message.header("Call-ID").filter(subscription.dialog().callId()::equals).isPresent();
    }

    /** Whether no SUBSCRIBE has gone after this one. */
    boolean isLast(SipRequest subscribe) {
        return CSeq.read(subscribe.header("CSeq").orElse("")).number() == subscription.dialog().localSequence();
    }

    boolean hasPeer() {
        return subscription.dialog().remoteTag().isPresent();
    }

    /**
     * Well before the end, and not at the same moment as all others (RFC8048-5.2.2-03): 0.64 to 0.84 of what is left. Who gives less than a
     * few seconds is not asked all the time: what he gave expires.
     */
    Duration refresh(PresenceContext context) {
        int spread = Math.floorMod(subscription.dialog().callId().hashCode(), 201);
        return Duration.ofMillis(Math.max(LEAST_REFRESH, (640L + spread) * subscription.left(context.now())));
    }

    Duration left(PresenceContext context) {
        return Duration.ofSeconds(subscription.left(context.now()));
    }
}
