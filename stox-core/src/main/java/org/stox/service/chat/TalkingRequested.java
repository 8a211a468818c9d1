package org.stox.service.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sdp.Agreed;
import org.stox.protocol.sdp.MessageNegotiation;
import org.stox.protocol.sdp.MessageNegotiation.Result;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.protocol.sdp.Sdp;
import org.stox.protocol.sdp.SdpCodec;
import org.stox.protocol.sdp.SdpException;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SessionTimer;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.session.Action;
import org.stox.session.Step;

/**
 * What comes in the dialog of a chat: its confirmation, its end, other terms of it, and that it goes on (RFC 3261 §14, §15; RFC 3311; RFC 4028).
 *
 * @param chat its dialog has counted the request
 */
record TalkingRequested(Talking chat, SipRequest request, ChatContext context) {

    private static final Duration AGAIN = Duration.ofSeconds(4);

    static Step<ChatSession> step(Talking chat, SipRequest request, ChatContext context) {
        var received = chat.call().dialog().received(request);
        if (received.isEmpty()) {
            return Step.to(chat, ChatSession.reply(request, 500, context));
        }
        var step = new TalkingRequested(chat.with(chat.call().on(received.get())), request, context);
        return switch (request.method()) {
            case "ACK" -> step.acknowledged();
            case "BYE" -> step.left();
            case "INVITE", "UPDATE" -> step.changed();
            case "INFO" -> step.informed();
            default -> Step.to(step.chat, ChatSession.reply(request, 481, context));
        };
    }

    /** F22: nothing of it reaches the XMPP user (RFC7573-5-08). */
    private Step<ChatSession> acknowledged() {
        var confirmed = chat.with(chat.call().in(Call.Phase.CONFIRMED));
        return switch (chat.call().phase()) {
            case CONFIRMED, REFRESHING -> Step.to(chat);
            case ANSWERED -> Step.to(confirmed, new Action.Cancel(Call.ACK));
            case OFFERED -> agreement(confirmed, request.body(), context).map(agreed -> on(confirmed, agreed, described(confirmed), context))
                    .orElseGet(() -> confirmed.lost(context)).after(new Action.Cancel(Call.ACK));
        };
    }

    /** F13 to F16, F29 to F32; the user is told (RFC7573-6.1-02). */
    private Step<ChatSession> left() {
        return Ending.begin(chat.parties(), chat.call().dialog(), Ending.Awaiting.NOTHING)
                .after(ChatSession.reply(request, 200, context), chat.close(), chat.gone(context))
                .and(chat.pulse().failed().errors(Talking.UNSENT, context));
    }

    /** A package that is not known is 469 (RFC 6086 §4.2.2). */
    private Step<ChatSession> informed() {
        return request.header("Info-Package").isEmpty() ? Step.to(chat, ChatSession.reply(request, request.body().length() == 0 ? 200 : 415, context))
                : Step.to(chat, new Action.Reply(Responses.to(request, 469, "Bad Info Package", context.ids().next(),
                        List.of(new SipHeader("Recv-Info", "")), Octets.NONE)));
    }

    /** Other terms, or the same again: then the connection stays as it is (RFC 4975 §8.4, BEYOND-MSRP-06). */
    private Step<ChatSession> changed() {
        boolean pending = switch (chat.call().phase()) {
            case REFRESHING, OFFERED -> true;
            case ANSWERED, CONFIRMED -> false;
        };
        if (pending) {
            return Step.to(chat, ChatSession.reply(request, 491, context));             // RFC 3261 §14.2
        }
        try {
            return agreed();
        } catch (Refusal e) {
            return Step.to(chat, new Action.Refuse(e));                                 // and all stays as it was
        }
    }

    private Step<ChatSession> agreed() {
        var timer = Answering.timer(chat.call().timer(), request);
        boolean invite = request.method().equals("INVITE");
        var call = chat.call().with(timer.timer());
        if (request.body().length() == 0) {
            var offered = chat.with(invite ? call.in(Call.Phase.OFFERED) : call);
            return Step.<ChatSession>to(offered, ok(invite ? chat.media().description() : "", timer)).and(call.timers()).and(ackDue(invite));
        }
        var accepted = Answering.answer(Answering.sdp(request), context.terms(chat.media().sessionId()), context);
        var answer = MessageNegotiation.following(described(chat), accepted.answer());
        return on(chat.with(invite ? call.in(Call.Phase.ANSWERED) : call), accepted.agreed(), answer, context)
                .after(ok(SdpCodec.write(answer).text(), timer)).and(call.timers()).and(ackDue(invite));
    }

    private List<Action> ackDue(boolean invite) {
        return invite ? List.of(new Action.Start(Call.ACK, Answering.ACK_DUE)) : List.of();
    }

    private Action ok(String description, SessionTimer.Answer.Accepted timer) {
        return Answering.ok(request, chat.call().dialog().localTag(), description, chat.parties().user(), timer, context);
    }

    private static Sdp described(Talking chat) {
        return SdpCodec.read(Octets.utf8(chat.media().description()));
    }

    /** What MSRP has to know of it is told only if it is another thing. */
    private static Step<ChatSession> on(Talking chat, Agreed agreed, Sdp ours, ChatContext context) {
        var media = Media.of(agreed, ours);
        return media.sameTerms(chat.media()) ? Step.to(chat.with(media))
                : Step.to(chat.with(media), new Action.ToMsrp(new MsrpSession(agreed, context.takes(), context.limits())));
    }

    private static Optional<Agreed> agreement(Talking chat, Octets answer, ChatContext context) {
        try {
            var result = MessageNegotiation.agree(described(chat), SdpCodec.read(answer), context.terms(chat.media().sessionId()),
                    context.media()::allows);
            return result instanceof Result.Accepted accepted ? Optional.of(accepted.agreed()) : Optional.empty();
        } catch (SdpException e) {
            return Optional.empty();
        }
    }

    /** We say that the session goes on, in the words of before. */
    static Step<ChatSession> refresh(Talking chat, ChatContext context) {
        if (chat.call().phase() != Call.Phase.CONFIRMED) {
            return Step.to(chat, new Action.Start(Call.REFRESH, AGAIN));
        }
        var call = chat.call().on(chat.call().dialog().next()).in(Call.Phase.REFRESHING);
        var headers = new ArrayList<>(call.timer().headers());
        headers.add(Invitation.SDP_TYPE);
        return Step.to(chat.with(call), new Action.ToSip(call.dialog().request("INVITE", context.about(chat.parties().user(), headers),
                Octets.utf8(chat.media().description()))));
    }

    static Step<ChatSession> refreshed(Talking chat, SipResponse response, ChatContext context) {
        var call = chat.call().on(chat.call().dialog().answered(response)).in(Call.Phase.CONFIRMED);
        return switch (response.status()) {
            case 408, 481 -> chat.with(call).lost(context);                             // RFC 3261 §12.2.1.2
            case 422 -> call.timer().refused(response).map(longer -> refresh(chat.with(call.with(longer)), context))
                    .orElse(Step.to(chat.with(call)));
            default -> response.status() < 300 ? kept(chat.with(call.with(call.timer().agreed(response))), response, context)
                    : Step.to(chat.with(call), new Action.Start(Call.REFRESH, AGAIN));
        };
    }

    private static Step<ChatSession> kept(Talking chat, SipResponse response, ChatContext context) {
        var ack = new Action.ToSip(chat.call().dialog().ack(chat.call().dialog().localSequence()));
        return agreement(chat, response.body(), context).map(agreed -> on(chat, agreed, described(chat), context))
                .orElseGet(() -> chat.lost(context)).after(ack).and(chat.call().timers());
    }
}
