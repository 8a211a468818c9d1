package org.stox.service.chat;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.stox.error.Refusal;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.Admission;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Step;

/**
 * What becomes of an event of a chat: which of the methods of its session that is. Here stands also who may speak at all.
 *
 * @param session absent where there is none
 */
record ChatStep(Optional<ChatSession> session, ChatContext context) {

    Step<ChatSession> of(Event event) {
        if (event instanceof Event.FromSip sip) {
            return fromSip(sip.request());
        }
        if (event instanceof Event.FromXmpp xmpp) {
            return xmpp.stanza() instanceof MessageStanza message ? fromXmpp(message) : unchanged();
        }
        if (event instanceof Event.FromMsrp msrp) {
            return session.map(s -> s.delivered(msrp.traffic(), context))
                    .orElseGet(() -> msrp.traffic() instanceof WholeMessage ? unchanged(new Action.Refuse(Refusal.sip(481, "No such session")))
                            : unchanged());
        }
        if (event instanceof Event.SipDone done) {
            return session.map(s -> s.answered(done.request(), done.response(), context))
                    .orElseGet(() -> Step.<ChatSession>none().and(Invitation.unwanted(done.request(), done.response())));
        }
        if (event instanceof Event.Provisional provisional) {
            return in(s -> s.rang(provisional.response(), context));
        }
        if (event instanceof Event.MsrpFailed failed) {
            return in(s -> s.undelivered(failed.traffic(), failed.reason(), context));
        }
        if (event instanceof Event.XmppFailed failed) {
            return in(s -> s.bounced(failed.stanza(), failed.reason(), context));
        }
        if (event instanceof Event.Fired fired) {
            return in(s -> s.fired(fired.timer(), context));
        }
        return event instanceof Event.Restored ? in(s -> s.restored(context)) : unchanged();
    }

    private Step<ChatSession> fromSip(SipRequest request) {
        if (SipDialog.tag(request, "To").isPresent()) {
            if (request.method().equals("CANCEL")) {                    // of a re-INVITE, which has its answer
                return unchanged();
            }
            return session.map(s -> s.requested(request, context)).orElseGet(() -> unknown(request));
        }
        return switch (request.method()) {
            case "INVITE" -> session.map(s -> s.invited(request, context)).orElseGet(() -> Answering.of(request, Queue.EMPTY, context));
            case "CANCEL" -> in(s -> s.cancelled(request, context));
            default -> unknown(request);
        };
    }

    private Step<ChatSession> unknown(SipRequest request) {
        return request.method().equals("ACK") ? unchanged() : unchanged(ChatSession.reply(request, 481, context));
    }

    /** Who may speak is decided anew at each stanza. */
    private Step<ChatSession> fromXmpp(MessageStanza message) {
        if (message.isError()) {
            return in(s -> s.returned(message, context));
        }
        Admission.sender(message.from(), context.policy());
        Admission.target(message.to(), context.policy());
        return session.map(s -> s.said(message, context)).orElseGet(() -> Beginning.of(message, context));
    }

    private Step<ChatSession> in(Function<ChatSession, Step<ChatSession>> step) {
        return session.map(step).orElseGet(() -> unchanged());
    }

    Step<ChatSession> unchanged(Action... actions) {
        return new Step<>(session, List.of(actions));
    }
}
