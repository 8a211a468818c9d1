package org.stox.service.presence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.stox.error.Refusal;
import org.stox.protocol.sip.DeltaSeconds;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.service.presence.Subscriber.Online;
import org.stox.service.presence.SubscriberDialog.State;
import org.stox.session.Action;
import org.stox.session.Step;

/**
 * What the answer to a SUBSCRIBE does to a {@link Subscriber} (RFC 8048 §5.2.2; F5 of §5.2.1, F20 of §5.2.3).
 *
 * @param dialog that of the SUBSCRIBE
 */
record SubscriberAnswered(Subscriber subscriber, SubscriberDialog dialog, SipRequest request, SipResponse response,
        PresenceContext context) {

    /** The answer of a dialog which is gone changes nothing. */
    static Step<Subscriber> step(Subscriber subscriber, SipRequest request, SipResponse response, PresenceContext context) {
        return subscriber.dialog().filter(d -> d.owns(request)).map(d -> new SubscriberAnswered(subscriber, d, request, response, context).step())
                .orElseGet(() -> Step.to(subscriber));
    }

    private Step<Subscriber> step() {
        var answer = SubscribeAnswer.of(response.status());
        return switch (dialog.state()) {
            case ENDED -> Step.to(subscriber);
            case ENDING -> answer == SubscribeAnswer.ACCEPTED ? ended() : Step.none(subscriber.goodbye());
            case FETCHING -> answer == SubscribeAnswer.ACCEPTED ? Step.to(subscriber) : Step.none();
            case ASKING, PENDING, ACTIVE -> switch (answer) {
                case ACCEPTED -> accepted();
                case REFUSED -> Step.none(subscriber.goodbye());                                    // RFC8048-5.2.2-06, 07, 08
                case TOO_BRIEF -> longer();
                case UNKNOWN_DIALOG -> dialog.hasPeer() ? subscriber.opened(Optional.empty(), context) : failed();
                case DIALOG_OVER -> failed();
                case LATER -> dialog.hasPeer() ? later() : failed();
            };
        };
    }

    /** F5. The first NOTIFY may have come before it, with a shorter lease that it does not lengthen (RFC8048-5.2.2-03). */
    private Step<Subscriber> accepted() {
        var granted = DeltaSeconds.of(response, "Expires").filter(e -> e > 0).orElse(context.presence().expires());
        var until = context.now().plusSeconds(granted);
        var told = dialog.subscription().expires();
        boolean shorter = SipDialog.tag(request, "To").isEmpty() && dialog.hasPeer() && told.isBefore(until);
        return subscriber.leased(dialog.answered(response).until(shorter ? told : until), context);
    }

    /** F20 to F21; a 2xx may be that of a SUBSCRIBE from before, and then the one that ends it has gone already, or goes now. */
    private Step<Subscriber> ended() {
        if (DeltaSeconds.of(request, "Expires").filter(e -> e > 0).isPresent()) {
            return dialog.isLast(request) ? subscriber.ending(dialog.answered(response), context) : Step.to(subscriber);
        }
        return Step.to(subscriber.on(dialog.in(State.ENDED)).withKnown(List.of()), subscriber.goodbye());
    }

    /** 423; one that asks for no more than it was given would be answered so without end. */
    private Step<Subscriber> longer() {
        int least = DeltaSeconds.of(response, "Min-Expires").orElse(0);
        if (least > DeltaSeconds.of(request, "Expires").orElse(0)) {
            return subscriber.asking(dialog.again(context), least, context);
        }
        return dialog.hasPeer() ? later() : subscriber.lost().and(new Action.Start(Subscriber.RETRY, retryAfter()));
    }

    /** The dialog stays as long as it lasts (RFC8048-5.2.2-11); the refresh is tried again. */
    private Step<Subscriber> later() {
        return Step.to(subscriber.in(Online.HERE), new Action.Cancel(SubscriberDialog.TIMER_N),
                new Action.Start(Subscriber.REFRESH, retryAfter()));
    }

    /** No dialog. A first request is answered with an error, unless it will be tried again (RFC8048-5.2.1-17). */
    private Step<Subscriber> failed() {
        if (subscriber.authorization() == Authorization.ASKED && !SubscribeAnswer.isTransient(response)) {
            return Step.none(subscriber.tellUser(XmppUser.LEAVE),
                    subscriber.error(Refusal.of(response), context));
        }
        return subscriber.lost().and(new Action.Start(Subscriber.RETRY, retryAfter()));
    }

    private Duration retryAfter() {
        return SubscribeAnswer.retryAfter(response).orElse(Subscriber.AFTER_FAILURE);
    }
}
