package org.stox.service.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.ContentCoding;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.pidf.PidfCodec;
import org.stox.protocol.pidf.PidfException;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.sip.DeltaSeconds;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.Subscription;
import org.stox.protocol.sip.SubscriptionState;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.service.presence.SubscriberDialog.State;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * An XMPP user watches a SIP contact (RFC 8048 §5.2, §6.3, §7.1): the authorization of the pair, the dialog with the contact while the user
 * is online, and what the user has been told. One file, so that the figures of §5.2 can be drawn from it.
 *
 * @param user a bare JID, as is contact
 * @param online whether the user has a presence session, as far as is known (RFC8048-5.1-05)
 * @param known what the user has been told of each resource of the contact
 */
record Subscriber(Jid user, Jid contact, Authorization authorization, Online online, Optional<SubscriberDialog> dialog,
        List<Availability> known) implements PresenceMachine {

    /** The user's presence session. CHECKING: a refresh is due, and whether he is there is being asked (RFC8048-8.1-05). */
    enum Online { HERE, CHECKING, AWAY }

    static final String ONLINE = "online";
    static final String OFFLINE = "offline";

    static final String REFRESH = "refresh";
    static final String EXPIRE = "expire";
    static final String RETRY = "retry";

    private static final Refusal FULL = Refusal.xmpp(new StanzaError(StanzaError.Type.WAIT, StanzaError.Condition.RESOURCE_CONSTRAINT,
            Optional.empty(), Optional.of("You watch too many contacts"), Optional.empty()), false);
    private static final int MAX_DOCUMENT = 256 << 10;
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(5);
    private static final Duration FRESH = Duration.ofSeconds(60);

    Subscriber {
        known = List.copyOf(known);
    }

    static Subscriber of(Jid user, Jid contact) {
        return new Subscriber(user.bare(), contact.bare(), Authorization.NONE, Online.HERE, Optional.empty(), List.of());
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

    private SessionKey key() {
        return PresenceKeys.subscriber(user, contact);
    }

    /** F1: presence of type subscribe. */
    Step<Subscriber> asked(PresenceStanza stanza, PresenceContext context) {
        var nick = Nickname.displayName(stanza);
        var here = in(Online.HERE);
        return switch (authorization) {
            case NONE -> here.as(Authorization.ASKED).opened(nick, context).and(tellUser(XmppUser.JOIN));
            case ASKED -> here.isOpen() ? Step.to(here) : here.opened(nick, context);
            case GRANTED -> (here.isOpen() ? Step.to(here) : here.opened(nick, context)).and(toXmpp("subscribed"));
        };
    }

    /** A new dialog with its SUBSCRIBE; one that there was is forgotten. */
    private Step<Subscriber> opened(Optional<String> nick, PresenceContext context) {
        int expires = context.presence().expires();
        var begun = SubscriberDialog.begin(user, contact, State.ASKING, nick, expires, context);
        return Step.to(on(begun), new Action.Cancel(REFRESH), new Action.Cancel(RETRY), new Action.Cancel(EXPIRE),
                begun.subscribe(expires, context), new Action.Start(SubscriberDialog.TIMER_N, Subscription.TIMER_N));
    }

    /** A probe (§7.1): with an authorization the begin of a presence session (RFC8048-5.2.2-02), without one a fetch. */
    Step<Subscriber> probed(Jid from, PresenceContext context) {
        var here = in(Online.HERE);
        return switch (authorization) {
            case NONE -> here.dialog.isPresent() ? Step.to(here) : here.fetching(from, context);
            case ASKED -> here.isOpen() ? Step.to(here) : here.opened(Optional.empty(), context);
            case GRANTED -> {
                var answer = here.known.stream().filter(Availability::open).<Action>map(a -> new Action.ToXmpp(
                        PresenceMapping.stanza(contact, from, a))).toList();
                yield (here.isOpen() ? here.freshened(context) : here.opened(Optional.empty(), context)).and(answer);
            }
        };
    }

    private Step<Subscriber> fetching(Jid from, PresenceContext context) {
        var begun = SubscriberDialog.begin(from, contact, State.FETCHING, Optional.empty(), 0, context);
        return Step.to(on(begun), begun.subscribe(0, context), new Action.Start(SubscriberDialog.TIMER_N, Subscription.TIMER_N));
    }

    /** A SUBSCRIBE in the dialog, unless one went a moment ago. */
    private Step<Subscriber> freshened(PresenceContext context) {
        var current = dialog.orElseThrow();
        return current.state() == State.ACTIVE && current.asked().plus(FRESH).isBefore(context.now()) ? refreshed(context) : Step.to(this);
    }

    private Step<Subscriber> refreshed(PresenceContext context) {
        var again = dialog.orElseThrow().again(context);
        return Step.to(in(Online.HERE).on(again), again.subscribe(context.presence().expires(), context),
                new Action.Start(SubscriberDialog.TIMER_N, Subscription.TIMER_N));
    }

    /** F16: presence of type unsubscribe. Nothing is asked for this pair any more. */
    Step<Subscriber> unsubscribed(PresenceContext context) {
        var next = as(Authorization.NONE);
        if (!isOpen()) {
            return Step.none(goodbye());                                                            // RFC8048-5.2.3-06
        }
        var ending = dialog.orElseThrow().in(State.ENDING);
        return ending.hasPeer() ? next.on(ending).ending(context)
                : Step.to(next.on(ending), new Action.Cancel(REFRESH), new Action.Cancel(RETRY));   // as soon as there is one
    }

    /** F17. */
    private Step<Subscriber> ending(PresenceContext context) {
        var again = dialog.orElseThrow().again(context);
        return Step.to(on(again), new Action.Cancel(REFRESH), new Action.Cancel(RETRY), new Action.Cancel(EXPIRE), again.subscribe(0, context),
                new Action.Start(SubscriberDialog.TIMER_N, Subscription.TIMER_N));
    }

    /** The answer to one of our SUBSCRIBEs; that of a dialog which is gone changes nothing. */
    Step<Subscriber> answered(SipRequest request, SipResponse response, PresenceContext context) {
        if (dialog.filter(d -> d.owns(request)).isEmpty()) {
            return Step.to(this);
        }
        var answer = SubscribeAnswer.of(response.status());
        return switch (dialog.get().state()) {
            case ENDED -> Step.to(this);
            case ENDING -> answer == SubscribeAnswer.ACCEPTED ? endAnswered(request, response, context) : Step.none(goodbye());
            case FETCHING -> answer == SubscribeAnswer.ACCEPTED ? Step.to(this) : Step.none();
            case ASKING, PENDING, ACTIVE -> switch (answer) {
                case ACCEPTED -> accepted(response, context);
                case REFUSED -> Step.none(goodbye());                                               // RFC8048-5.2.2-06, 07, 08
                case TOO_BRIEF -> longer(response, context);
                case UNKNOWN_DIALOG -> dialog.get().hasPeer() ? opened(Optional.empty(), context) : failed(response, context);
                case DIALOG_OVER -> failed(response, context);
                case LATER -> dialog.get().hasPeer() ? later(response, context) : failed(response, context);
            };
        };
    }

    /** F5. */
    private Step<Subscriber> accepted(SipResponse response, PresenceContext context) {
        var granted = DeltaSeconds.of(response, "Expires").filter(e -> e > 0).orElse(context.presence().expires());
        var current = dialog.orElseThrow();
        return leased(current.on(current.subscription().dialog().answered(response)).until(context.now().plusSeconds(granted)), context);
    }

    private Step<Subscriber> leased(SubscriberDialog current, PresenceContext context) {
        return Step.to(on(current), new Action.Start(REFRESH, current.refresh(context)), new Action.Start(EXPIRE, current.left(context)));
    }

    /** F20 to F21; the first 2xx may be that of a SUBSCRIBE from before. */
    private Step<Subscriber> endAnswered(SipRequest request, SipResponse response, PresenceContext context) {
        var current = dialog.orElseThrow();
        if (DeltaSeconds.of(request, "Expires").filter(e -> e > 0).isPresent()) {
            return current.hasPeer() ? Step.to(this) : on(current.on(current.subscription().dialog().answered(response))).ending(context);
        }
        return Step.to(on(current.in(State.ENDED)).withKnown(List.of()), goodbye());
    }

    /** 423. */
    private Step<Subscriber> longer(SipResponse response, PresenceContext context) {
        int expires = Math.max(DeltaSeconds.of(response, "Min-Expires").orElse(0), context.presence().expires());
        var again = dialog.orElseThrow().again(context);
        return Step.to(on(again), again.subscribe(expires, context), new Action.Start(SubscriberDialog.TIMER_N, Subscription.TIMER_N));
    }

    /** The dialog stays as long as it lasts (RFC8048-5.2.2-11); the refresh is tried again. */
    private Step<Subscriber> later(SipResponse response, PresenceContext context) {
        return Step.to(in(Online.HERE), new Action.Cancel(SubscriberDialog.TIMER_N), new Action.Start(REFRESH, retry(response)));
    }

    /** No dialog. A first request is answered with an error, unless it will be tried again (RFC8048-5.2.1-17). */
    private Step<Subscriber> failed(SipResponse response, PresenceContext context) {
        if (authorization == Authorization.ASKED && !SubscribeAnswer.isTransient(response.status())) {
            return Step.none(tellUser(XmppUser.LEAVE), error(Refusal.sip(response.status(), response.reason()), context));
        }
        return lost().and(new Action.Start(RETRY, retry(response)));
    }

    private Action error(Refusal refusal, PresenceContext context) {
        return new Action.ToXmpp(StanzaCodec.error(PresenceStanza.of(user, contact, "subscribe"),
                context.policy().errors().toXmpp(refusal.reason())).orElseThrow());
    }

    private static Duration retry(SipResponse response) {
        return DeltaSeconds.of(response, "Retry-After").filter(s -> s > 0).map(Duration::ofSeconds).orElse(AFTER_FAILURE);
    }

    /** F7, F11: a NOTIFY. It is answered whatever becomes of it on the other side (RFC8048-6.3-03). */
    Step<Subscriber> notified(SipRequest request, PresenceContext context) {
        SubscribeRequest.event(request);
        if (dialog.filter(d -> d.subscription().dialog().matches(request)).isEmpty()) {
            return Step.to(this, new Action.Reply(Responses.to(request, 481, "")));                 // a fork has no dialog of its own (RFC 3856 §6.9)
        }
        var current = dialog.get();
        var received = current.subscription().dialog().received(request);
        if (received.isEmpty()) {
            return Step.to(this, new Action.Reply(Responses.to(request, 500, "")));
        }
        var state = request.header("Subscription-State").map(SubscriptionState::read)
                .orElseThrow(() -> Refusal.sip(400, "No Subscription-State"));
        var told = told(request, current.user());
        var actions = new ArrayList<Action>(List.of(new Action.Reply(Responses.to(request, 200, ""))));
        actions.add(new Action.Cancel(SubscriberDialog.TIMER_N));
        var next = on(current.on(received.get()));
        var step = switch (state.state()) {
            case PENDING -> next.pending(state, context);
            case ACTIVE -> next.active(state, told, context);
            case TERMINATED -> next.terminated(state, told, context);
        };
        actions.addAll(step.actions());
        return new Step<>(step.machine(), actions);
    }

    /** F6: nothing reaches the user (RFC8048-5.2.1-09). */
    private Step<Subscriber> pending(SubscriptionState state, PresenceContext context) {
        var current = dialog.orElseThrow();
        return switch (current.state()) {
            case ASKING, PENDING -> leased(state, current.in(State.PENDING), context);
            case ACTIVE -> leased(state, current, context);
            case FETCHING, ENDING, ENDED -> awaitingLast();
        };
    }

    /** F10 to F15. */
    private Step<Subscriber> active(SubscriptionState state, Optional<List<Availability>> told, PresenceContext context) {
        var current = dialog.orElseThrow();
        return switch (current.state()) {
            case ASKING, PENDING, ACTIVE -> {
                var leased = leased(state, current.in(State.ACTIVE), context);
                var granted = leased.map(s -> s.as(Authorization.GRANTED));
                var first = authorization == Authorization.ASKED ? granted.and(toXmpp("subscribed")) : granted;     // RFC8048-5.2.1-11
                yield showing(first, told, user);
            }
            case FETCHING -> showing(awaitingLast(), told, current.user());
            case ENDING, ENDED -> awaitingLast();
        };
    }

    /** By reason (RFC8048-5.2.2-12). */
    private Step<Subscriber> terminated(SubscriptionState state, Optional<List<Availability>> told, PresenceContext context) {
        return switch (dialog.orElseThrow().state()) {
            case ENDED -> Step.none();
            case ENDING -> Step.none(goodbye());
            case FETCHING -> Step.<Subscriber>none().and(showing(Step.to(this), told, dialog.orElseThrow().user()).actions());    // RFC8048-7.1-03
            case ASKING, PENDING, ACTIVE -> switch (state.reason().orElse("")) {
                case "rejected" -> Step.none(goodbye());
                case "noresource", "invariant" -> lost();
                case "probation", "giveup" -> lost().and(new Action.Start(RETRY, state.retryAfter().map(Duration::ofSeconds).orElse(AFTER_FAILURE)));
                case "deactivated" -> opened(Optional.empty(), context);
                default -> online == Online.AWAY ? lost() : opened(Optional.empty(), context);
            };
        };
    }

    private Step<Subscriber> leased(SubscriptionState state, SubscriberDialog current, PresenceContext context) {
        var until = state.expires().map(e -> context.now().plusSeconds(e)).filter(t -> t.isBefore(current.subscription().expires()));
        return leased(until.map(current::until).orElse(current), context);
    }

    /** Another NOTIFY must come. */
    private Step<Subscriber> awaitingLast() {
        return Step.to(this, new Action.Start(SubscriberDialog.TIMER_N, Subscription.TIMER_N));
    }

    /** Empty where the NOTIFY says nothing of presence: no body, or one of another type. */
    private Optional<List<Availability>> told(SipRequest request, Jid watcher) {
        if (request.body().length() == 0 || request.header("Content-Type").map(ContentType::read).filter(t -> t.is(Pidf.CONTENT_TYPE)).isEmpty()) {
            return Optional.empty();
        }
        var body = ContentCoding.decoded(request.body(), request.header("Content-Encoding").orElse(""), MAX_DOCUMENT)
                .orElseThrow(() -> Refusal.sip(415, "Unsupported Media Type", new SipHeader("Accept-Encoding", "deflate, identity")));
        try {
            return Optional.of(PresenceMapping.availabilities(PidfCodec.read(body), request.header("Content-Language"), contact, watcher));
        } catch (PidfException e) {
            throw Refusal.sip(400, "Bad presence document, " + e.getMessage());
        }
    }

    /** Each tuple that is new or other than before; one that is in the document no more is gone (RFC8048-6.3-16). */
    private Step<Subscriber> showing(Step<Subscriber> step, Optional<List<Availability>> told, Jid to) {
        if (told.isEmpty()) {
            return step;
        }
        var actions = new ArrayList<Action>();
        for (var before : known) {
            if (before.open() && told.get().stream().noneMatch(a -> a.resource().equals(before.resource()))) {
                actions.add(new Action.ToXmpp(PresenceMapping.stanza(contact, to, before.gone())));
            }
        }
        told.get().stream().filter(a -> !known.contains(a)).forEach(a -> actions.add(new Action.ToXmpp(PresenceMapping.stanza(contact, to, a))));
        return step.map(s -> s.withKnown(told.get())).and(actions);
    }

    /** The presence session of the user, as another session or a stanza of his tells. */
    Step<Subscriber> heard(String word, PresenceContext context) {
        return switch (word) {
            case ONLINE -> online == Online.AWAY && authorization != Authorization.NONE && !isOpen()
                    ? in(Online.HERE).opened(Optional.empty(), context) : Step.to(in(online == Online.AWAY ? Online.HERE : online));
            case OFFLINE, XmppUser.STOP -> Step.to(in(Online.AWAY), new Action.Cancel(RETRY));      // RFC8048-5.2.2-04: left to expire
            case XmppUser.GO -> online != Online.CHECKING ? Step.to(this)
                    : isOpen() ? refreshed(context) : in(Online.HERE).opened(Optional.empty(), context);
            case XmppUser.FULL -> authorization == Authorization.ASKED ? Step.none(error(FULL, context)) : Step.to(this);
            default -> Step.to(this);
        };
    }

    Step<Subscriber> fired(String timer, PresenceContext context) {
        return switch (timer) {
            case REFRESH, RETRY -> online == Online.AWAY || authorization == Authorization.NONE ? Step.to(this)
                    : Step.to(in(Online.CHECKING), tellUser(XmppUser.ASK));
            case EXPIRE -> online == Online.AWAY ? lost() : lost().and(new Action.Start(RETRY, AFTER_FAILURE));
            case SubscriberDialog.TIMER_N -> unheard();
            default -> Step.to(this);
        };
    }

    /** Timer N: there is no dialog (RFC8048-5.2.1-16); a request that was not decided will be made again. */
    private Step<Subscriber> unheard() {
        if (dialog.isEmpty()) {
            return Step.to(this);
        }
        return switch (dialog.get().state()) {
            case ENDED, FETCHING -> Step.none();
            case ENDING -> Step.none(goodbye());
            case ASKING, PENDING, ACTIVE -> lost().and(new Action.Start(RETRY, AFTER_FAILURE));
        };
    }

    /** After a restart: numbers may have been used that no disk has seen, and answers lost. What the user was told stays his. */
    Step<Subscriber> restored() {
        if (dialog.isEmpty()) {
            return Step.to(this);
        }
        var next = on(dialog.get().restored());
        return switch (dialog.get().state()) {
            case ASKING, FETCHING, ENDING, ENDED -> Step.to(next, new Action.Start(SubscriberDialog.TIMER_N, Subscription.TIMER_N));
            case PENDING, ACTIVE -> Step.to(next, new Action.Start(REFRESH, Duration.ofMillis(
                    Math.floorMod(dialog.get().subscription().dialog().callId().hashCode(), 60_000))));
        };
    }

    /** A stanza has not reached the user: what it said counts as not said. */
    Step<Subscriber> missed(PresenceStanza stanza) {
        if (stanza.is("subscribed") && authorization == Authorization.GRANTED) {
            return Step.to(as(Authorization.ASKED));
        }
        return Step.to(stanza.isNotification()
                ? withKnown(known.stream().filter(a -> !a.resource().equals(stanza.from().resource())).toList()) : this);
    }

    /** All that the user was told, once more: something may have been lost on the way. */
    Step<Subscriber> repeated() {
        return Step.to(this).and(known.stream().<Action>map(a -> new Action.ToXmpp(PresenceMapping.stanza(contact, user, a))).toList());
    }

    /** Whether there is a dialog that may still show something. */
    private boolean isOpen() {
        return dialog.map(SubscriberDialog::state).filter(s -> s == State.ASKING || s == State.PENDING || s == State.ACTIVE).isPresent();
    }

    /** The contact is gone, as far as the user was told that it is there. */
    private List<Action> gone() {
        return known.stream().filter(Availability::open).<Action>map(a -> new Action.ToXmpp(PresenceMapping.stanza(contact, user, a.gone()))).toList();
    }

    /** Without its dialog; the authorization stays. */
    private Step<Subscriber> lost() {
        return Step.to(new Subscriber(user, contact, authorization, online, Optional.empty(), List.of()), new Action.Cancel(REFRESH),
                new Action.Cancel(EXPIRE), new Action.Cancel(SubscriberDialog.TIMER_N)).and(gone());
    }

    /** F21. */
    private Action[] goodbye() {
        var all = new ArrayList<>(gone());
        all.add(toXmpp("unsubscribed"));
        all.add(tellUser(XmppUser.LEAVE));
        return all.toArray(Action[]::new);
    }

    private Action tellUser(String word) {
        return new Action.Tell(PresenceKeys.user(user), key(), word);
    }

    private Action toXmpp(String type) {
        return new Action.ToXmpp(PresenceStanza.of(contact, user, type));
    }

    private Subscriber as(Authorization newAuthorization) {
        return new Subscriber(user, contact, newAuthorization, online, dialog, known);
    }

    private Subscriber in(Online newOnline) {
        return new Subscriber(user, contact, authorization, newOnline, dialog, known);
    }

    private Subscriber on(SubscriberDialog newDialog) {
        return new Subscriber(user, contact, authorization, online, Optional.of(newDialog), known);
    }

    private Subscriber withKnown(List<Availability> newKnown) {
        return new Subscriber(user, contact, authorization, online, dialog, newKnown);
    }
}
