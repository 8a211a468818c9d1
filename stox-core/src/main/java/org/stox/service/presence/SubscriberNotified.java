package org.stox.service.presence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipRequest;
import org.stox.service.presence.Subscriber.Online;
import org.stox.service.presence.SubscriberDialog.State;
import org.stox.session.Action;
import org.stox.session.Step;

/**
 * What a NOTIFY does to a {@link Subscriber} (RFC 8048 §5.2.1, F6 to F15, and §6.3).
 *
 * @param dialog that of the NOTIFY, which it has counted
 */
record SubscriberNotified(Subscriber subscriber, SubscriberDialog dialog, NotifyRequest said, PresenceContext context) {

    /** F7, F11: a NOTIFY is answered whatever becomes of it on the other side (RFC8048-6.3-03). */
    static Step<Subscriber> step(Subscriber subscriber, SipRequest request, PresenceContext context) {
        SubscribeRequest.event(request);
        var found = subscriber.dialog().filter(d -> d.subscription().matches(request));
        if (found.isEmpty()) {
            return Step.to(subscriber, reply(request, 481));                    // a fork has no dialog of its own (RFC 3856 §6.9)
        }
        var dialog = found.get().received(request);
        if (dialog.isEmpty()) {
            return Step.to(subscriber, reply(request, 500));
        }
        var said = NotifyRequest.read(request, subscriber.contact(), dialog.get().user());
        return new SubscriberNotified(subscriber.on(dialog.get()), dialog.get(), said, context).step()
                .after(reply(request, 200), new Action.Cancel(SubscriberDialog.TIMER_N));
    }

    private static Action reply(SipRequest request, int status) {
        return new Action.Reply(Responses.to(request, status, ""));
    }

    private Step<Subscriber> step() {
        return switch (said.state().state()) {
            case PENDING -> pending();
            case ACTIVE -> active();
            case TERMINATED -> terminated();
        };
    }

    /** F6: nothing reaches the user (RFC8048-5.2.1-09). */
    private Step<Subscriber> pending() {
        return switch (dialog.state()) {
            case ASKING, PENDING -> leased(dialog.in(State.PENDING));
            case ACTIVE -> leased(dialog);
            case FETCHING, ENDING, ENDED -> awaitingLast();
        };
    }

    /** F10 to F15. */
    private Step<Subscriber> active() {
        return switch (dialog.state()) {
            case ASKING, PENDING, ACTIVE -> {
                var granted = leased(dialog.in(State.ACTIVE)).map(s -> s.as(Authorization.GRANTED));
                var first = subscriber.authorization() == Authorization.ASKED
                        ? granted.and(subscriber.toXmpp("subscribed")) : granted;                   // RFC8048-5.2.1-11
                yield dialog.state() == State.ACTIVE ? showing(first, subscriber.user())
                        : showing(first.and(subscriber.calming()), subscriber.user(),
                                Optional.of(said.told().orElse(List.of())));                        // RFC8048-5.2.1-13
            }
            case FETCHING -> showing(awaitingLast(), dialog.user());
            case ENDING, ENDED -> awaitingLast();
        };
    }

    /** By reason (RFC8048-5.2.2-12). */
    private Step<Subscriber> terminated() {
        return switch (dialog.state()) {
            case ENDED -> Step.none();
            case ENDING -> Step.none(subscriber.goodbye());
            case FETCHING -> showing(Step.none(), dialog.user());                                   // RFC8048-7.1-03
            case ASKING, PENDING, ACTIVE -> switch (said.state().reason().orElse("")) {
                case "rejected" -> Step.none(subscriber.goodbye());
                case "noresource", "invariant" -> subscriber.lost();
                case "probation", "giveup" -> later();
                case "deactivated" -> anew();
                default -> said.state().retryAfter().isPresent() && subscriber.online() != Online.AWAY ? later() : anew();  // RFC 6665 §4.1.3
            };
        };
    }

    private Step<Subscriber> later() {
        var patience = subscriber.patience(said.state().retryAfter().filter(s -> s > 0).map(Duration::ofSeconds));
        return subscriber.inVain().lost().and(new Action.Start(Subscriber.RETRY, patience));
    }

    /** At once, unless this one has been ended soon, or the one before it: the two sides would go on so without end. */
    private Step<Subscriber> anew() {
        if (subscriber.online() == Online.AWAY) {
            return subscriber.lost();                                                               // RFC8048-5.2.2-04
        }
        if (dialog.state() == State.ASKING || subscriber.isVain()) {
            return later();
        }
        var again = subscriber.inVain().opened(Optional.empty(), context);
        return subscriber.authorization() == Authorization.GRANTED ? showing(again, subscriber.user()) : again;
    }

    /** A NOTIFY may shorten what was granted, not lengthen it. */
    private Step<Subscriber> leased(SubscriberDialog current) {
        var until = said.state().expires().map(e -> context.now().plusSeconds(e)).filter(t -> t.isBefore(current.subscription().expires()));
        return subscriber.leased(until.map(current::until).orElse(current), context);
    }

    /** Another NOTIFY must come. */
    private Step<Subscriber> awaitingLast() {
        return Step.to(subscriber, SubscriberDialog.NOTIFY_DUE);
    }

    private Step<Subscriber> showing(Step<Subscriber> step, Jid to) {
        return showing(step, to, said.told());
    }

    /** What is new to him; to one who has not heard yes, or not with certainty, all is. */
    private Step<Subscriber> showing(Step<Subscriber> step, Jid to, Optional<List<Availability>> told) {
        var before = subscriber.authorization() == Authorization.ASKED ? List.<Availability>of() : subscriber.known();
        return told.map(now -> step.map(s -> s.withKnown(now))
                .and(subscriber.telling(KnownPresence.news(before, now), to))).orElse(step);
    }
}
