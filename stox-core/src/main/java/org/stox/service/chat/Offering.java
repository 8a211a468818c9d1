package org.stox.service.chat;

import java.util.List;
import java.util.Set;

import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sdp.MessageNegotiation;
import org.stox.protocol.sdp.MessageNegotiation.Result;
import org.stox.protocol.sdp.SdpCodec;
import org.stox.protocol.sdp.SdpException;
import org.stox.protocol.sip.SessionTimer;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/** The peer's INVITE had no offer, so our 200 had one; the answer comes with the ACK (RFC 3261 §13.2.1). */
record Offering(Parties parties, SipDialog dialog, Inviting.Offer offer, SessionTimer timer, Opening opening, Queue queue) implements ChatSession {

    private static final Refusal NO_ANSWER = Refusal.sip(408, "No answer");

    @Override
    public Set<SessionKey> keys() {
        return Set.of(ChatKeys.pair(parties), ChatKeys.dialog(dialog));
    }

    @Override
    public Object state() {
        return List.of("offering", dialog.localTag(), queue);
    }

    @Override
    public Step<ChatSession> said(MessageStanza message, ChatContext context) {
        ToPeer.refuseEncrypted(message);
        return ToPeer.body(message).isEmpty() ? Step.to(this)
                : Step.to(new Offering(parties, dialog, offer, timer, opening, queue.with(message)));
    }

    @Override
    public Step<ChatSession> invited(SipRequest invite, ChatContext context) {
        return Step.to(this, ChatSession.reply(invite, 491, context));
    }

    @Override
    public Step<ChatSession> cancelled(SipRequest cancel, ChatContext context) {
        return SipDialog.tag(cancel, "From").equals(dialog.remoteTag()) ? failed(NO_ANSWER, context) : Step.to(this);
    }

    @Override
    public Step<ChatSession> requested(SipRequest request, ChatContext context) {
        if (!dialog.matches(request)) {
            return ChatSession.super.requested(request, context);
        }
        return switch (request.method()) {
            case "ACK" -> acknowledged(request, context);
            case "BYE" -> failed(NO_ANSWER, context).after(ChatSession.reply(request, 200, context));
            default -> Step.to(this, ChatSession.reply(request, 491, context));
        };
    }

    private Step<ChatSession> acknowledged(SipRequest ack, ChatContext context) {
        var result = agreement(ack, context);
        if (result instanceof Result.Accepted accepted) {
            return Talking.begin(parties, new Call(dialog, Call.Phase.CONFIRMED, timer), accepted.agreed(), offer.sdp(), opening, queue, context)
                    .after(new Action.Cancel(Call.ACK));
        }
        return failed(Refusal.sip(488, "No session was agreed"), context).after(bye());
    }

    private Result agreement(SipRequest ack, ChatContext context) {
        try {
            return MessageNegotiation.agree(offer.sdp(), SdpCodec.read(ack.body()), context.terms(offer.session()), context.media()::allows);
        } catch (SdpException e) {
            return new Result.Refused(e.getMessage());
        }
    }

    private Action bye() {
        return new Action.ToSip(dialog.next().request("BYE", List.of(), Octets.NONE));
    }

    private Step<ChatSession> failed(Refusal why, ChatContext context) {
        return Step.<ChatSession>none().and(queue.errors(why.reason(), context));
    }

    @Override
    public Step<ChatSession> fired(String name, ChatContext context) {
        return name.equals(Call.ACK) ? failed(NO_ANSWER, context).after(bye()) : Step.to(this);
    }

    @Override
    public Step<ChatSession> restored(ChatContext context) {
        return failed(Refusal.sip(408, "The gateway was restarted"), context).after(bye());
    }
}
