package org.stox.service.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.address.XmppUri;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sdp.MessageNegotiation;
import org.stox.protocol.sdp.MessageNegotiation.Result;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.Sdp;
import org.stox.protocol.sdp.SdpCodec;
import org.stox.protocol.sdp.SdpException;
import org.stox.protocol.sip.CSeq;
import org.stox.protocol.sip.RAck;
import org.stox.protocol.sip.SessionTimer;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.Peers.Ability;
import org.stox.service.im.ChatState;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * The peer has our INVITE; what is said meanwhile waits (RFC 7573 §4, F3 to F6).
 *
 * @param dialog with a peer once there has been an answer that we could not use
 * @param number the CSeq number of the INVITE: requests of an early dialog have later ones
 */
record Inviting(Parties parties, SipDialog dialog, int number, Offer offer, SessionTimer timer, Waiting waiting, Queue queue)
        implements ChatSession {

    static final String PATIENCE = "patience";

    /** Who has picked nothing up by then may still read a MESSAGE. */
    private static final Duration RINGING = Duration.ofSeconds(60);

    /** @param session our session id, @param description as text */
    record Offer(String session, String description) {

        Sdp sdp() {
            return SdpCodec.read(Octets.utf8(description));
        }
    }

    enum Waiting { CALLING, RINGING }

    @Override
    public Set<SessionKey> keys() {
        return Set.of(ChatKeys.pair(parties), ChatKeys.dialog(dialog));
    }

    /** With the stanzas: their senders must be told if this is lost. */
    @Override
    public Object state() {
        return List.of("inviting", number, queue);
    }

    Action invite(List<SipHeader> more, ChatContext context) {
        var headers = new ArrayList<>(more);
        headers.addAll(timer.headers());
        headers.add(new SipHeader("Call-Info", "<" + XmppUri.of(parties.user()) + ">;purpose=impp"));       // RFC 7081 §3.5
        headers.add(Invitation.SDP_TYPE);
        return new Action.ToSip(dialog.request("INVITE", context.about(parties.user(), headers), Octets.utf8(offer.description())));
    }

    @Override
    public Step<ChatSession> said(MessageStanza message, ChatContext context) {
        ToPeer.refuseEncrypted(message);
        boolean leaves = ChatState.of(message).filter(ChatState.GONE::equals).isPresent();
        return ToPeer.body(message).isPresent() || leaves ? Step.to(with(queue.with(message))) : Step.to(this);
    }

    /** Glare: theirs is taken, ours is taken back, and what waits goes by theirs (RFC7573-4-16). */
    @Override
    public Step<ChatSession> invited(SipRequest invite, ChatContext context) {
        return Answering.of(invite, queue, context).and(new Action.Cancel(PATIENCE), cancel());
    }

    private Action cancel() {
        return new Action.ToSip(SipDialog.cancel(dialog.request("INVITE", List.of(), Octets.NONE)
                .with("CSeq", new CSeq(number, "INVITE").toString())));
    }

    /** There is somebody; a reliable response is acknowledged (RFC 3262 §4). */
    @Override
    public Step<ChatSession> rang(SipResponse provisional, ChatContext context) {
        var step = switch (waiting) {
            case CALLING -> Step.<ChatSession>to(in(Waiting.RINGING), Invitation.patience(RINGING));
            case RINGING -> Step.<ChatSession>to(this);
        };
        return RAck.of(provisional).map(rack -> {
            var counted = dialog.next();
            var prack = counted.early(provisional).request("PRACK", List.of(rack.header()), Octets.NONE);
            return step.map(s -> (ChatSession) ((Inviting) s).on(counted)).and(new Action.ToSip(prack));
        }).orElse(step);
    }

    @Override
    public Step<ChatSession> fired(String name, ChatContext context) {
        if (!name.equals(PATIENCE)) {
            return Step.to(this);
        }
        if (waiting == Waiting.CALLING) {
            context.peers().seen(parties.contact(), Ability.SESSIONS, false, context.now());
        }
        return otherwise(Refusal.sip(408, "No answer"), context).after(cancel());
    }

    @Override
    public Step<ChatSession> answered(SipRequest request, SipResponse response, ChatContext context) {
        if (!request.method().equals("INVITE") || CSeq.read(request.header("CSeq").orElse("")).number() != number
                || !request.header("Call-ID").equals(Optional.of(dialog.callId()))) {
            return Step.<ChatSession>to(this).and(Invitation.unwanted(request, response));
        }
        return switch (InviteAnswer.of(response.status())) {
            case ACCEPTED -> accepted(response, context);
            case NO_SESSIONS -> {
                context.peers().seen(parties.contact(), Ability.SESSIONS, false, context.now());
                yield otherwise(Refusal.of(response), context);
            }
            case UNREACHED -> otherwise(Refusal.of(response), context);
            case TOO_SHORT -> timer.refused(response).map(longer -> again(dialog.next(), offer, longer, context))
                    .orElseGet(() -> refused(Refusal.of(response), context));
            case REFUSED -> refused(Refusal.of(response), context);
        };
    }

    /** F5 to F9. The ACK has the number of the INVITE and goes to the Contact of the 2xx (RFC7573-4-18). */
    private Step<ChatSession> accepted(SipResponse response, ChatContext context) {
        var confirmed = dialog.confirmed(response);
        var ack = new Action.ToSip(confirmed.ack(number));
        var agreed = timer.agreed(response);
        var terms = context.terms(offer.session());
        var result = agreement(response, terms, context);
        if (result instanceof Result.Accepted accepted) {
            context.peers().seen(parties.contact(), Ability.SESSIONS, true, context.now());
            var talkers = Answering.device(response, parties.contact()).map(parties::seen).orElse(parties);
            var call = new Call(confirmed, Call.Phase.CONFIRMED, agreed);
            return Talking.begin(talkers, call, accepted.agreed(), offer.sdp(), Opening.OVER, queue, context)
                    .after(ack, new Action.Cancel(PATIENCE));
        }
        if (result instanceof Result.Again) {                           // RFC 6714 §4.2
            var plain = new MessageTerms.Reach(terms.reach().reachable(), false, terms.reach().fingerprints());
            var without = new MessageTerms(terms.plain(), terms.secure(), terms.accept(), terms.sends(), plain, terms.direction(), terms.chatroom());
            var next = MessageNegotiation.following(offer.sdp(), Invitation.offer(without, context));
            return again(confirmed.next(), new Offer(offer.session(), SdpCodec.write(next).text()), agreed, context).after(ack);
        }
        context.peers().seen(parties.contact(), Ability.SESSIONS, false, context.now());
        return new Inviting(parties, confirmed, number, offer, agreed, waiting, queue)
                .otherwise(Refusal.sip(488, ((Result.Refused) result).reason()), context).after(ack);
    }

    private Result agreement(SipResponse response, MessageTerms terms, ChatContext context) {
        try {
            return MessageNegotiation.agree(offer.sdp(), SdpCodec.read(response.body()), terms, context.media()::allows);
        } catch (SdpException e) {
            return new Result.Refused(e.getMessage());
        }
    }

    private Step<ChatSession> again(SipDialog next, Offer nextOffer, SessionTimer nextTimer, ChatContext context) {
        var inviting = new Inviting(parties, next, next.localSequence(), nextOffer, nextTimer, waiting, queue);
        return Step.<ChatSession>to(inviting, inviting.invite(List.of(), context), Invitation.patience(context.chat().patience()));
    }

    /** No session: MESSAGE is tried, if the operator lets it; a dialog that there is already ends. */
    private Step<ChatSession> otherwise(Refusal why, ChatContext context) {
        return switch (context.chat().mode()) {
            case AUTO -> Paging.begin(parties, queue.messages(), context).after(over());
            case MSRP, PAGER -> refused(why, context);
        };
    }

    private Step<ChatSession> refused(Refusal why, ChatContext context) {
        return Step.<ChatSession>none(over()).and(queue.errors(why.reason(), context));
    }

    private Action[] over() {
        return dialog.remoteTag().isEmpty() ? new Action[] {new Action.Cancel(PATIENCE)}
                : new Action[] {new Action.Cancel(PATIENCE), new Action.ToSip(dialog.next().request("BYE", List.of(), Octets.NONE))};
    }

    /** Of the INVITE nothing can be taken back: its transaction is gone. */
    @Override
    public Step<ChatSession> restored(ChatContext context) {
        return Step.<ChatSession>none().and(queue.errors(Refusal.sip(408, "The gateway was restarted").reason(), context));
    }

    private Inviting with(Queue more) {
        return new Inviting(parties, dialog, number, offer, timer, waiting, more);
    }

    private Inviting in(Waiting next) {
        return new Inviting(parties, dialog, number, offer, timer, next, queue);
    }

    private Inviting on(SipDialog next) {
        return new Inviting(parties, next, number, offer, timer, waiting, queue);
    }
}
