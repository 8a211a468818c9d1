package org.stox.service.presence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.stox.error.Refusal;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.service.presence.Subscriber.Online;
import org.stox.service.presence.SubscriberDialog.State;
import org.stox.session.Action;
import org.stox.session.Step;

/**
 * What time and the presence session of the user do to a {@link Subscriber}: the dialog is refreshed while he is there, and left to end
 * while he is not (RFC 8048 §5.2.2, §8.1).
 */
record SubscriberRefresh(Subscriber subscriber, PresenceContext context) {

    private static final Refusal FULL = Refusal.xmpp(new StanzaError(StanzaError.Type.WAIT, StanzaError.Condition.RESOURCE_CONSTRAINT,
            Optional.empty(), Optional.of("You watch too many contacts"), Optional.empty()), false);

    /** The presence session of the user, as another session or a stanza of his tells. */
    Step<Subscriber> heard(String word) {
        var online = subscriber.online();
        return switch (word) {
            case Subscriber.ONLINE -> switch (online) {
                case HERE, CHECKING -> Step.to(subscriber);
                case LEAVING -> here();
                case AWAY -> subscriber.authorization() == Authorization.NONE ? here()
                        : subscriber.isOpen() ? subscriber.in(Online.HERE).due(context) : opened();
            };
            case Subscriber.LEFT -> switch (online) {
                case HERE -> Step.to(subscriber.in(Online.LEAVING), subscriber.tellUser(XmppUser.ASK));
                case CHECKING, LEAVING, AWAY -> Step.to(subscriber);                                // he is being asked for, or is not there
            };
            case Subscriber.OFFLINE, XmppUser.STOP -> away();
            case XmppUser.GO -> online == Online.LEAVING ? here() : checked();
            case XmppUser.UNKNOWN -> online == Online.LEAVING ? away() : checked();
            case XmppUser.FULL -> subscriber.authorization() == Authorization.ASKED ? Step.none(subscriber.error(FULL, context))
                    : Step.to(subscriber);
            default -> Step.to(subscriber);
        };
    }

    Step<Subscriber> fired(String timer) {
        return switch (timer) {
            case Subscriber.REFRESH -> subscriber.online() == Online.CHECKING ? checked() : asking();
            case Subscriber.RETRY -> asking();
            case Subscriber.EXPIRE -> subscriber.online() == Online.AWAY ? subscriber.lost() : lostForNow();
            case Subscriber.REPEAT -> subscriber.repeated();
            case Subscriber.DOUBT -> doubted();
            case Subscriber.CALM -> Step.to(subscriber.calm());
            case SubscriberDialog.TIMER_N -> unheard();
            default -> Step.to(subscriber);
        };
    }

    /** After a restart: numbers may have been used that no disk has seen, and answers lost. What the user was told stays his. */
    Step<Subscriber> restored() {
        if (subscriber.dialog().isEmpty()) {
            return Step.to(subscriber);
        }
        var dialog = subscriber.dialog().get();
        var next = subscriber.on(dialog.restored());
        return switch (dialog.state()) {
            case ASKING, FETCHING, ENDING, ENDED -> Step.to(next, SubscriberDialog.NOTIFY_DUE);
            case PENDING, ACTIVE -> Step.to(next, new Action.Start(Subscriber.REFRESH, Duration.ofMillis(
                    Math.floorMod(dialog.subscription().dialog().callId().hashCode(), 30_000))));
        };
    }

    private Step<Subscriber> here() {
        return Step.to(subscriber.in(Online.HERE));
    }

    /** RFC8048-5.2.2-04: what there is is left to expire. */
    private Step<Subscriber> away() {
        return Step.to(subscriber.in(Online.AWAY), new Action.Cancel(Subscriber.RETRY));
    }

    private Step<Subscriber> opened() {
        return subscriber.in(Online.HERE).opened(Optional.empty(), context);
    }

    /** Whether the user is there is asked first; but as long as no answer comes, no dialog is left to end for want of it (RFC8048-5.2.2-03). */
    private Step<Subscriber> asking() {
        if (subscriber.online() == Online.AWAY || subscriber.authorization() == Authorization.NONE) {
            return Step.to(subscriber);
        }
        var asked = Step.to(subscriber.in(Online.CHECKING), subscriber.tellUser(XmppUser.ASK));
        return subscriber.dialog().map(d -> asked.and(new Action.Start(Subscriber.REFRESH, d.left(context).dividedBy(2)))).orElse(asked);
    }

    /** The refresh that was due. */
    private Step<Subscriber> checked() {
        return subscriber.online() != Online.CHECKING ? Step.to(subscriber) : subscriber.isOpen() ? subscriber.refreshed(context) : opened();
    }

    /** Linphone ends its dialogs without a reason when it quits, and Timer F is long: who does not say that he is still there is not. */
    private Step<Subscriber> doubted() {
        var silent = subscriber.dialog().map(SubscriberDialog::state).filter(s -> s == State.ASKING || s == State.PENDING).isPresent();
        return silent ? Step.to(subscriber.withKnown(List.of())).and(subscriber.gone()) : Step.to(subscriber);
    }

    /** Timer N: there is no dialog (RFC8048-5.2.1-16); a request that was not decided will be made again. */
    private Step<Subscriber> unheard() {
        if (subscriber.dialog().isEmpty()) {
            return Step.to(subscriber);
        }
        return switch (subscriber.dialog().get().state()) {
            case ENDED, FETCHING -> Step.none();
            case ENDING -> Step.none(subscriber.goodbye());
            case ASKING, PENDING, ACTIVE -> lostForNow();
        };
    }

    private Step<Subscriber> lostForNow() {
        return subscriber.lost().and(new Action.Start(Subscriber.RETRY, Subscriber.AFTER_FAILURE));
    }
}
