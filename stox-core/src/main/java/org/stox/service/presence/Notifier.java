package org.stox.service.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.Subscription;
import org.stox.protocol.sip.SubscriptionState;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.service.presence.NotifierDialog.Pair;
import org.stox.service.presence.NotifierDialog.State;
import org.stox.service.presence.PresencePolicy.Watchers;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * A SIP user watches an XMPP contact (RFC 8048 §5.3, §6.2, §7.2): the authorization of the pair, the dialogs of the watcher's devices,
 * and what of the contact this watcher may know. One file, so that the figures of §5.3 can be drawn from it.
 *
 * @param pair bare JIDs both
 * @param known the last presence of each resource of the contact, as this watcher was sent it
 * @param notified when a change was last told, for the interval between two (RFC8048-6.2-31)
 */
record Notifier(Pair pair, Authorization authorization, List<NotifierDialog> dialogs, List<Availability> known, Optional<Instant> notified)
        implements PresenceMachine {

    static final String NOTIFY = "notify";
    static final String SETTLE = "settle";

    static final String ROLE = "notifier";

    /** How the id of a stanza begins that we await an answer to: an error stanza repeats it. */
    static final String ASKING = "watch-";
    private static final String PROBING = ASKING + "probe-";

    private static final SubscriptionState NOBODY = SubscriptionState.terminated("noresource");

    /** How long a fetch waits for the answer to its probe; then for the next resource. */
    private static final Duration FETCH = Duration.ofSeconds(4);
    private static final Duration NEXT_RESOURCE = Duration.ofMillis(300);

    /** More devices than a watcher has; and so many fetches may wait for their answer. */
    private static final int MAX_DIALOGS = 16;

    /** The device may be alive, and would push out another one at once if it were told to come back at once (RFC 6665 §4.1.3). */
    private static final SubscriptionState PUSHED_OUT = SubscriptionState.terminated("probation").retryAfter(600);

    Notifier {
        dialogs = List.copyOf(dialogs);
        known = List.copyOf(known);
    }

    static Notifier of(Jid watcher, Jid contact) {
        return new Notifier(new Pair(watcher.bare(), contact.bare()), Authorization.NONE, List.of(), List.of(), Optional.empty());
    }

    @Override
    public Set<SessionKey> keys() {
        var keys = new HashSet<SessionKey>();
        keys.add(PresenceKeys.notifier(pair.watcher(), pair.contact()));
        dialogs.forEach(d -> keys.add(PresenceKeys.dialog(d.subscription().dialog())));
        return keys;
    }

    @Override
    public Object state() {
        return List.of(authorization, dialogs.stream().map(d -> d.tag() + d.state()).toList());
    }

    @Override
    public Map<String, String> counted() {
        return PresenceMachine.counted(ROLE, authorization);
    }

    /** F26: a SUBSCRIBE outside of a dialog is answered at once, whatever the contact will say (RFC8048-5.3.1-01). */
    Step<Notifier> subscribed(SipRequest request, PresenceContext context) {
        var asked = SubscribeRequest.read(request, context.presence());
        if (asked.expires() == 0 && dialogs.size() - lasting().size() >= MAX_DIALOGS) {
            throw Refusal.sip(503, "Too many subscriptions", new SipHeader("Retry-After", String.valueOf(FETCH.toSeconds())));
        }
        var dialog = SipDialog.accept(request, context.ids().next());
        var subscription = new Subscription(dialog, asked.event(), context.now().plusSeconds(asked.expires()));
        var reply = accepted(request, dialog.localTag(), asked.expires(), context);
        if (asked.expires() == 0) {
            return fetched(subscription, reply, context);
        }
        var nick = Nickname.elements(request);
        return switch (context.presence().watchers()) {
            case ASK -> opened(subscription, reply, nick, context);
            case ALLOW -> {
                var let = approved(context);                                                        // whoever waits for it as well
                yield let.machine().orElseThrow().opened(subscription, reply, nick, context).and(let.actions());
            }
        };
    }

    private Step<Notifier> opened(Subscription subscription, Action reply, List<XmlNode> nick, PresenceContext context) {
        var granted = authorization == Authorization.GRANTED;
        var step = new NotifierDialog(subscription, granted ? State.ACTIVE : State.PENDING).told(known, pair, context);
        var dialog = step.machine().orElseThrow();
        var old = pushedOut(dialog);
        var next = new Notifier(pair, granted ? authorization : Authorization.ASKED, with(dialog), known, notified);
        next = old.map(next::without).orElse(next);
        var actions = new ArrayList<Action>(List.of(reply));
        actions.addAll(step.actions());
        actions.add(new Action.Start(dialog.expireTimer(), Duration.ofSeconds(subscription.left(context.now()))));
        switch (authorization) {
            case NONE -> actions.add(ask("subscribe", nick, context));                              // F28
            case ASKED -> { }                                                                       // the contact has been asked
            case GRANTED -> probeIfUnknown(context).ifPresent(actions::add);                        // RFC8048-5.3.1-07
        }
        old.ifPresent(d -> actions.addAll(d.ended(PUSHED_OUT, List.of(), pair, context).actions()));
        return new Step<>(Optional.of(next), actions);
    }

    /**
     * Which dialog makes room where there are too many: what a phone forgot when it was rebooted, which has the same Contact; else the one
     * that was not heard of for longest.
     */
    private Optional<NotifierDialog> pushedOut(NotifierDialog by) {
        var lasting = lasting();
        return lasting.size() < MAX_DIALOGS ? Optional.empty() : lasting.stream().filter(d -> d.target().equals(by.target())).findFirst()
                .or(() -> Optional.of(lasting.get(0)));
    }

    /** All but fetches, the one that was refreshed last at the end. */
    private List<NotifierDialog> lasting() {
        return dialogs.stream().filter(d -> d.state() != State.FETCHING).toList();
    }

    /**
     * §7.2: from what this watcher may know already, else by a probe. While the contact has not decided there is none: a server answers it
     * with unsubscribed (RFC 6121 §4.3.2), which would be taken for the decision.
     */
    private Step<Notifier> fetched(Subscription subscription, Action reply, PresenceContext context) {
        var dialog = new NotifierDialog(subscription, State.FETCHING);
        if (authorization == Authorization.ASKED || isWatched() && !known.isEmpty()) {
            return Step.to(this, reply).and(dialog.told(isWatched() ? known : List.of(), pair, context).actions());
        }
        var step = Step.to(with(authorization, with(dialog)), reply, new Action.Start(dialog.fetchTimer(), FETCH));
        return dialogs.stream().anyMatch(d -> d.state() == State.FETCHING) ? step : step.and(ask("probe", List.of(), context));
    }

    /** A SUBSCRIBE within a dialog: a refresh (§5.3.2), or the end (§5.3.3). */
    Step<Notifier> refreshed(SipRequest request, PresenceContext context) {
        SubscribeRequest.event(request);
        var found = dialogs.stream().filter(d -> d.state() != State.FETCHING && d.subscription().matches(request)).findFirst();
        if (found.isEmpty()) {
            return Step.to(this, reply(request, 481, ""));
        }
        var asked = SubscribeRequest.read(request, context.presence());
        var received = found.get().subscription().dialog().received(request);
        if (received.isEmpty()) {
            return Step.to(this, reply(request, 500, ""));
        }
        var subscription = found.get().subscription().on(received.get()).until(context.now().plusSeconds(asked.expires()));
        var dialog = found.get().on(subscription);
        var reply = accepted(request, dialog.tag(), asked.expires(), context);
        if (asked.expires() == 0) {
            return without(dialog).andLeft(dialog.ended("timeout", KnownPresence.allClosed(known), pair, context), context).after(reply);
        }
        var told = dialog.told(known, pair, context);                                               // RFC8048-5.3.2-02
        var actions = new ArrayList<Action>(List.of(reply));
        actions.addAll(told.actions());
        actions.add(new Action.Start(dialog.expireTimer(), Duration.ofSeconds(asked.expires())));
        if (authorization == Authorization.GRANTED) {
            probeIfUnknown(context).ifPresent(actions::add);
        }
        return new Step<>(Optional.of(with(authorization, with(told.machine().orElseThrow()))), actions);
    }

    /** F31 to F32. The empty NOTIFY says yes; a probe fetches what is to be seen (RFC8048-5.3.1-07, 08). */
    Step<Notifier> approved(PresenceContext context) {
        return switch (authorization) {
            case NONE, ASKED -> with(Authorization.GRANTED, dialogs).each(d -> switch (d.state()) {
                case PENDING -> d.in(State.ACTIVE).told(List.of(), pair, context);
                case ACTIVE, FETCHING -> Step.to(d);
            }).and(dialogs.isEmpty() ? List.of() : probeIfUnknown(context).stream().toList());
            case GRANTED -> Step.to(this);
        };
    }

    /**
     * A decision of the contact, or while there is none yet what a server says to the probe of one who may not see him (RFC 6121 §4.3.2). That
     * has the id of the probe, or none, and comes before the answer to any later request.
     */
    Step<Notifier> unsubscribed(PresenceStanza stanza, PresenceContext context) {
        boolean probed = stanza.id().map(Notifier::isProbe).orElseGet(() -> dialogs.stream().anyMatch(d -> d.state() == State.FETCHING));
        return authorization == Authorization.ASKED && probed ? fetchedNothing(context) : rejected(context);
    }

    private static boolean isProbe(String id) {
        return id.startsWith(PROBING);
    }

    /** RFC8048-7.2-05. */
    private Step<Notifier> fetchedNothing(PresenceContext context) {
        return each(d -> d.state() == State.FETCHING ? d.ended("timeout", List.of(), pair, context) : Step.to(d));
    }

    /** Refused or revoked (RFC8048-5.3.1-09); what was known goes with it. A fetch learns nothing (RFC8048-7.2-05). */
    private Step<Notifier> rejected(PresenceContext context) {
        return new Notifier(pair, Authorization.NONE, dialogs, List.of(), notified).each(d -> switch (d.state()) {
            case PENDING, ACTIVE -> d.ended("rejected", List.of(), pair, context);
            case FETCHING -> d.ended("timeout", List.of(), pair, context);
        }).and(new Action.Cancel(NOTIFY));
    }

    /** §6.2: a notification of the contact, for this watcher alone. */
    Step<Notifier> notified(PresenceStanza stanza, PresenceContext context) {
        var before = KnownPresence.isOpen(known);
        var next = new Notifier(pair, authorization, dialogs, KnownPresence.with(known, Availability.of(stanza, context.now())), notified);
        var actions = new ArrayList<Action>();
        dialogs.stream().filter(d -> d.state() == State.FETCHING)
                .forEach(d -> actions.add(new Action.Start(d.fetchTimer(), NEXT_RESOURCE)));
        var after = KnownPresence.isOpen(next.known);
        if (after != before) {
            var gone = authorization == Authorization.GRANTED || stanza.from().resource().isEmpty() ? Subscriber.OFFLINE : Subscriber.LEFT;
            actions.add(new Action.Tell(PresenceKeys.subscriber(pair.contact(), pair.watcher()),
                    PresenceKeys.notifier(pair.watcher(), pair.contact()), after ? Subscriber.ONLINE : gone));
        }
        return next.changed(context).and(actions);
    }

    /** RFC8048-6.2-31: at most one every 5 s, with the state of then. Where nobody is told, what is gone is not kept to be told. */
    private Step<Notifier> changed(PresenceContext context) {
        if (dialogs.stream().noneMatch(d -> d.state() == State.ACTIVE)) {
            return Step.to(withKnown(KnownPresence.told(known)));
        }
        var due = notified.map(n -> n.plus(context.presence().interval())).filter(d -> d.isAfter(context.now()));
        return due.isPresent() ? Step.to(this, new Action.Start(NOTIFY, Duration.between(context.now(), due.get()))) : tell(context);
    }

    private Step<Notifier> tell(PresenceContext context) {
        var step = each(d -> d.state() == State.ACTIVE ? d.told(known, pair, context) : Step.to(d));
        return step.map(n -> new Notifier(pair, authorization, n.dialogs, KnownPresence.told(known), Optional.of(context.now())))
                .and(new Action.Cancel(SETTLE));
    }

    /** The contact's server, or the way to it, says that it cannot be (RFC8048-5.3.1-13): the stanza of that id. */
    Step<Notifier> failed(String id, StanzaError error, PresenceContext context) {
        return authorization == Authorization.ASKED && isProbe(id) ? fetchedNothing(context) : failed(error, context);
    }

    private Step<Notifier> failed(StanzaError error, PresenceContext context) {
        return switch (authorization) {
            case NONE, ASKED -> with(Authorization.NONE, dialogs).each(d -> d.state() == State.FETCHING
                    ? d.ended("timeout", List.of(), pair, context) : d.ended(reason(error.condition()), List.of(), pair, context));
            case GRANTED -> nobodyAllowed(error, context) ? with(Authorization.NONE, dialogs).failed(error, context)
                    : fetchedNothing(context);
        };
    }

    /** Where nobody is asked, it is the probe that finds out that there is no such contact. */
    private static boolean nobodyAllowed(StanzaError error, PresenceContext context) {
        return context.presence().watchers() == Watchers.ALLOW && reason(error.condition()).equals(NOBODY);
    }

    private static SubscriptionState reason(Condition condition) {
        return switch (condition) {
            case ITEM_NOT_FOUND, GONE, JID_MALFORMED -> NOBODY;
            case FORBIDDEN, NOT_AUTHORIZED, NOT_ALLOWED, POLICY_VIOLATION -> SubscriptionState.terminated("rejected");
            case REMOTE_SERVER_TIMEOUT, RESOURCE_CONSTRAINT, RECIPIENT_UNAVAILABLE ->
                SubscriptionState.terminated("probation").retryAfter(60);
            default -> SubscriptionState.terminated("giveup").retryAfter(600);
        };
    }

    /** The answer to one of our NOTIFYs: the watcher may have no such dialog, or be gone, which Timer F as 408 says (RFC 6665 §4.2.2). */
    Step<Notifier> answered(SipRequest notify, SipResponse response, PresenceContext context) {
        var dialog = dialogs.stream().filter(d -> SipDialog.tag(notify, "From").filter(d.tag()::equals).isPresent()).findFirst();
        if (dialog.isEmpty() || response.status() != 408 && !Subscription.ENDED_BY.contains(response.status())) {
            return Step.to(this);
        }
        return without(dialog.get()).andLeft(Step.none(new Action.Cancel(dialog.get().expireTimer())), context);
    }

    Step<Notifier> fired(String timer, PresenceContext context) {
        if (timer.equals(NOTIFY)) {
            return tell(context);
        }
        if (timer.equals(SETTLE)) {
            return known.isEmpty() ? withKnown(KnownPresence.allClosed(List.of())).tell(context) : tell(context);
        }
        var dialog = dialogs.stream().filter(d -> d.expireTimer().equals(timer) || d.fetchTimer().equals(timer)).findFirst();
        if (dialog.isEmpty()) {
            return Step.to(this);
        }
        var fetch = dialog.get().state() == State.FETCHING;
        var last = fetch ? known : KnownPresence.allClosed(known);                                  // RFC8048-5.3.2-06
        return without(dialog.get()).andLeft(dialog.get().ended("timeout", last, pair, context), context);
    }

    Step<Notifier> restored(PresenceContext context) {
        var next = with(authorization, dialogs.stream().map(d -> d.on(d.subscription().restored())).toList());
        var step = next.unsighted(context);
        return step.and(step.machine().orElseThrow().sighted(context).actions());
    }

    /** Nothing is told from memory any more; what has not come back after a while is gone. */
    Step<Notifier> unsighted(PresenceContext context) {
        var next = new Notifier(pair, authorization, dialogs, List.of(), Optional.empty());
        return next.isWatched()
                ? Step.to(next, new Action.Cancel(NOTIFY), new Action.Start(SETTLE, context.presence().away())) : Step.to(next);
    }

    /** The contact is probed for the dialogs that there are. */
    Step<Notifier> sighted(PresenceContext context) {
        return isWatched() ? Step.to(this, ask("probe", List.of(), context)) : Step.to(this);
    }

    /** Only then all of what is known is as of now: the contact has been probed, and its server tells of each change. */
    private boolean isWatched() {
        return authorization == Authorization.GRANTED && dialogs.stream().anyMatch(d -> d.state() == State.ACTIVE);
    }

    /** The watcher's last dialog is over: to the contact he is offline, his authorization stays (RFC8048-5.3.3-03, 04). */
    private Step<Notifier> andLeft(Step<NotifierDialog> last, PresenceContext context) {
        var left = new ArrayList<Action>(last.actions());
        if (dialogs.isEmpty() && authorization != Authorization.NONE) {
            left.add(new Action.ToXmpp(PresenceStanza.of(pair.watcher(), pair.contact(), "unavailable")));
            left.add(new Action.Cancel(NOTIFY));
        }
        return new Step<>(kept(), left);
    }

    /** Only an authorization outlives the dialogs; one that has not been decided is asked for anew. */
    private Optional<Notifier> kept() {
        return dialogs.isEmpty() && authorization != Authorization.GRANTED ? Optional.empty() : Optional.of(this);
    }

    private Step<Notifier> each(Function<NotifierDialog, Step<NotifierDialog>> change) {
        var steps = dialogs.stream().map(change).toList();
        var next = with(authorization, steps.stream().flatMap(s -> s.machine().stream()).toList());
        return new Step<>(next.kept(), steps.stream().flatMap(s -> s.actions().stream()).toList());
    }

    private Optional<Action> probeIfUnknown(PresenceContext context) {
        return known.isEmpty() || !isWatched() ? Optional.of(ask("probe", List.of(), context)) : Optional.empty();
    }

    private Action ask(String type, List<XmlNode> children, PresenceContext context) {
        return new Action.ToXmpp(PresenceStanza.of(pair.watcher(), pair.contact(), Optional.of(type), Optional.empty(), children)
                .withId((type.equals("probe") ? PROBING : ASKING) + context.ids().next()));
    }

    private Action accepted(SipRequest request, String tag, int expires, PresenceContext context) {
        return reply(request, 200, tag, context.contact(pair.contact()), new SipHeader("Expires", String.valueOf(expires)));
    }

    private static Action reply(SipRequest request, int status, String tag, SipHeader... headers) {
        return new Action.Reply(Responses.to(request, status, tag, headers));
    }

    private Notifier with(Authorization newAuthorization, List<NotifierDialog> newDialogs) {
        return new Notifier(pair, newAuthorization, newDialogs, known, notified);
    }

    private Notifier withKnown(List<Availability> newKnown) {
        return new Notifier(pair, authorization, dialogs, newKnown, notified);
    }

    /** The dialogs with this one, in its place or last. */
    private List<NotifierDialog> with(NotifierDialog dialog) {
        var all = new ArrayList<>(dialogs);
        all.removeIf(d -> d.tag().equals(dialog.tag()));
        all.add(dialog);
        return all;
    }

    private Notifier without(NotifierDialog dialog) {
        return with(authorization, dialogs.stream().filter(d -> !d.tag().equals(dialog.tag())).toList());
    }
}
