package org.stox.service.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.service.presence.SubscriberDialog.State;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * An XMPP user watches a SIP contact (RFC 8048 §5.2, §6.3, §7.1): the authorization of the pair, the dialog with the contact while the user
 * is online, and what the user has been told. What happens to it is in {@link SubscriberAsked} (the user's stanzas), {@link SubscriberRefresh}
 * (his presence session, and time), {@link SubscriberAnswered} and {@link SubscriberNotified} (the contact's side).
 *
 * @param user a bare JID, as is contact
 * @param online whether the user has a presence session, as far as is known (RFC8048-5.1-05)
 * @param known what the user has been told of each resource of the contact
 * @param vain how many dialogs in a row the contact's side has ended by itself, each soon after it began; absent where it is none
 */
record Subscriber(Jid user, Jid contact, Authorization authorization, Online online, Optional<SubscriberDialog> dialog,
        List<Availability> known, Optional<Integer> vain) implements PresenceMachine {

    /**
     * The user's presence session. CHECKING: a refresh is due, and whether he is there is being asked (RFC8048-8.1-05). LEAVING: one of his
     * resources has left, and whether another is there is being asked.
     */
    enum Online { HERE, CHECKING, LEAVING, AWAY }

    static final String ROLE = "subscriber";

    static final String ONLINE = "online";
    static final String OFFLINE = "offline";
    /** One resource of the user has left; whether it is the last is not known. */
    static final String LEFT = "left";

    static final String REFRESH = "refresh";
    static final String EXPIRE = "expire";
    static final String RETRY = "retry";
    static final String REPEAT = "repeat";

    static final String CALM = "calm";
    static final String DOUBT = "doubt";

    static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

    /** AFTER_FAILURE doubled so often is more than an hour, which is the longest wait. */
    private static final int DOUBLED = 4;
    private static final Duration LONGEST = Duration.ofHours(1);

    /** A dialog that has been active for so long was none in vain. */
    private static final Duration CALM_AFTER = Duration.ofMinutes(10);

    /** How long what a dialog has shown stands while the one after it has shown nothing yet: a SUBSCRIBE that is repeated goes four times. */
    private static final Duration DOUBTFUL = Duration.ofSeconds(4);
    static final Duration FRESH = Duration.ofSeconds(60);

    Subscriber {
        known = List.copyOf(known);
    }

    static Subscriber of(Jid user, Jid contact) {
        return new Subscriber(user.bare(), contact.bare(), Authorization.NONE, Online.HERE, Optional.empty(), List.of(), Optional.empty());
    }

    @Override
    public Set<SessionKey> keys() {
        var keys = new HashSet<SessionKey>();
        keys.add(key());
        dialog.ifPresent(d -> keys.add(PresenceKeys.dialog(d.subscription().dialog())));
        return keys;
    }

    @Override
    public Object state() {
        return List.of(authorization, online == Online.AWAY, dialog.map(SubscriberDialog::state));
    }

    @Override
    public Map<String, String> counted() {
        return PresenceMachine.counted(ROLE, authorization);
    }

    private SessionKey key() {
        return PresenceKeys.subscriber(user, contact);
    }

    /** A new dialog with its SUBSCRIBE; one that there was is forgotten. */
    Step<Subscriber> opened(Optional<String> nick, PresenceContext context) {
        int expires = context.presence().expires();
        var begun = SubscriberDialog.begin(user, contact, State.ASKING, nick, expires, context);
        var step = asking(begun, expires, context, new Action.Cancel(REFRESH), new Action.Cancel(RETRY), new Action.Cancel(EXPIRE),
                new Action.Cancel(CALM));
        return KnownPresence.isOpen(known) ? step.and(new Action.Start(DOUBT, DOUBTFUL)) : step;
    }

    /** The next SUBSCRIBE of a dialog; a NOTIFY must follow it. */
    Step<Subscriber> asking(SubscriberDialog next, int expires, PresenceContext context, Action... before) {
        return Step.to(on(next), before).and(next.subscribe(expires, context), SubscriberDialog.NOTIFY_DUE);
    }

    /** Here, with a refresh to come: its time may have gone by while he was away, or was asked for. */
    Step<Subscriber> due(PresenceContext context) {
        return Step.to(this, new Action.Start(REFRESH, dialog.orElseThrow().refresh(context)));
    }

    Step<Subscriber> refreshed(PresenceContext context) {
        return in(Online.HERE).asking(dialog.orElseThrow().again(context), context.presence().expires(), context, new Action.Cancel(REFRESH));
    }

    /** F17. */
    Step<Subscriber> ending(SubscriberDialog current, PresenceContext context) {
        return asking(current.again(context), 0, context, new Action.Cancel(REFRESH), new Action.Cancel(RETRY), new Action.Cancel(EXPIRE));
    }

    /** The dialog lasts as long as it says; in time it is refreshed. */
    Step<Subscriber> leased(SubscriberDialog current, PresenceContext context) {
        return Step.to(on(current), new Action.Start(REFRESH, current.refresh(context)), new Action.Start(EXPIRE, current.left(context)));
    }

    /** A stanza has not reached the user: where the way to him is to blame it is said again, else it counts as not said. */
    Step<Subscriber> missed(PresenceStanza stanza, Refusal.Reason reason) {
        if (stanza.is("subscribed") && authorization == Authorization.GRANTED) {
            var next = as(Authorization.ASKED);
            return reason.status().isPresent() ? Step.to(next, new Action.Start(REPEAT, FRESH)) : Step.to(next);
        }
        if (!stanza.isNotification()) {
            return Step.to(this);
        }
        return reason.status().isPresent() ? Step.to(this, new Action.Start(REPEAT, FRESH)) : unseen(stanza.from());
    }

    /** The user's side says that it took nothing from this resource of the contact: with the next NOTIFY it is news. */
    Step<Subscriber> unseen(Jid from) {
        return Step.to(withKnown(known.stream().filter(a -> !a.resource().equals(from.resource())).toList()));
    }

    /** All that the user was told, once more: something may have been lost on the way. */
    Step<Subscriber> repeated() {
        var untold = authorization == Authorization.ASKED && dialog.filter(d -> d.state() == State.ACTIVE).isPresent();
        var step = untold ? Step.to(as(Authorization.GRANTED), toXmpp("subscribed")) : Step.to(this);
        return step.and(telling(known, user));
    }

    /** Whether there is a dialog that may still show something. */
    boolean isOpen() {
        return dialog.map(SubscriberDialog::state).filter(s -> s == State.ASKING || s == State.PENDING || s == State.ACTIVE).isPresent();
    }

    /** The contact is gone, as far as the user was told that it is there. */
    List<Action> gone() {
        return telling(KnownPresence.open(known).stream().map(Availability::gone).toList(), user);
    }

    List<Action> telling(List<Availability> news, Jid to) {
        return news.stream().<Action>map(a -> new Action.ToXmpp(PresenceMapping.stanza(contact, to, a))).toList();
    }

    /** Without its dialog; the authorization stays. */
    Step<Subscriber> lost() {
        return Step.to(new Subscriber(user, contact, authorization, online, Optional.empty(), List.of(), vain), new Action.Cancel(REFRESH),
                new Action.Cancel(EXPIRE), new Action.Cancel(CALM), new Action.Cancel(SubscriberDialog.TIMER_N)).and(gone());
    }

    /** Whether the dialog before this one was ended by the contact's side as well, and soon: then a new one at once would be no better. */
    boolean isVain() {
        return vain.isPresent();
    }

    /** After a dialog that the contact's side has ended. */
    Subscriber inVain() {
        return new Subscriber(user, contact, authorization, online, dialog, known, Optional.of(Math.min(vain.orElse(0) + 1, DOUBLED + 1)));
    }

    /** As the contact's side says; but twice as long as the time before where that has come to nothing again (RFC 6665 §4.1.3). */
    Duration patience(Optional<Duration> told) {
        var least = vain.map(times -> AFTER_FAILURE.multipliedBy(1L << (times - 1))).map(d -> d.compareTo(LONGEST) > 0 ? LONGEST : d);
        return told.filter(t -> least.filter(l -> l.compareTo(t) > 0).isEmpty()).or(() -> least).orElse(AFTER_FAILURE);
    }

    Subscriber calm() {
        return new Subscriber(user, contact, authorization, online, dialog, known, Optional.empty());
    }

    /** What forgets the dialogs in vain, where there were some. */
    List<Action> calming() {
        return isVain() ? List.of(new Action.Start(CALM, CALM_AFTER)) : List.of();
    }

    /** F21. */
    Action[] goodbye() {
        var all = new ArrayList<>(gone());
        all.add(toXmpp("unsubscribed"));
        all.add(tellUser(XmppUser.LEAVE));
        return all.toArray(Action[]::new);
    }

    Action tellUser(String word) {
        return new Action.Tell(PresenceKeys.user(user), key(), word);
    }

    Action toXmpp(String type) {
        return new Action.ToXmpp(PresenceStanza.of(contact, user, type));
    }

    /** The answer to the request of the user. */
    Action error(Refusal refusal, PresenceContext context) {
        return new Action.ToXmpp(StanzaCodec.error(PresenceStanza.of(user, contact, "subscribe"),
                context.policy().errors().toXmpp(refusal.reason())).orElseThrow());
    }

    Subscriber as(Authorization newAuthorization) {
        return new Subscriber(user, contact, newAuthorization, online, dialog, known, vain);
    }

    Subscriber in(Online newOnline) {
        return new Subscriber(user, contact, authorization, newOnline, dialog, known, vain);
    }

    Subscriber on(SubscriberDialog newDialog) {
        return new Subscriber(user, contact, authorization, online, Optional.of(newDialog), known, vain);
    }

    Subscriber withKnown(List<Availability> newKnown) {
        return new Subscriber(user, contact, authorization, online, dialog, newKnown, vain);
    }
}
