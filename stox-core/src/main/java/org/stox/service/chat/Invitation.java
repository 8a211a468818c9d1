package org.stox.service.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.CleanText;
import org.stox.protocol.Octets;
import org.stox.protocol.sdp.MessageNegotiation;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.Origin;
import org.stox.protocol.sdp.Sdp;
import org.stox.protocol.sdp.SdpCodec;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SessionTimer;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.sip.SipTokens;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.Admission;
import org.stox.service.im.MessageExtensions;
import org.stox.session.Action;
import org.stox.session.Step;

/** The INVITE that the first message of a chat becomes (RFC 7573 §4, F3). */
final class Invitation {

    static final String SDP = "application/sdp";
    static final SipHeader SDP_TYPE = new SipHeader("Content-Type", SDP);

    private static final int MAX_CALL_ID = 128;

    private Invitation() {
    }

    /** Throws the refusal of the first message, if there can be no session. */
    static Step<ChatSession> begin(Queue queue, ChatContext context) {
        var first = queue.first();
        var callId = callId(first, context);
        var thread = unused(first, context).orElse(callId);
        context.threads().used(callId);
        context.threads().used(thread);
        var parties = new Parties(first.from(), first.to(), thread);
        var session = context.sessionId();
        var offer = offer(context.terms(session), context);
        context.media().offered(session);
        var dialog = dialog(first, callId, context).next();
        var inviting = new Inviting(parties, dialog, dialog.localSequence(), new Inviting.Offer(session, SdpCodec.write(offer).text()),
                SessionTimer.asked(SessionTimer.RECOMMENDED), Inviting.Waiting.CALLING, queue);
        return Step.<ChatSession>to(inviting, inviting.invite(subject(first), context), patience(context.chat().patience()));
    }

    static Action patience(Duration time) {
        return new Action.Start(Inviting.PATIENCE, time);
    }

    /** The thread where it can be one and was none yet, else a fresh one (RFC7573-4-04, 4-05, 4-28). */
    private static String callId(MessageStanza first, ChatContext context) {
        return unused(first, context).filter(t -> t.length() <= MAX_CALL_ID && SipTokens.isCallId(t)).orElseGet(context.ids()::next);
    }

    private static Optional<String> unused(MessageStanza first, ChatContext context) {
        return first.thread().filter(t -> !t.isEmpty() && !context.threads().isUsed(t));
    }

    /** To names the user, the Request-URI perhaps one of his devices (RFC7573-4-03). */
    private static SipDialog dialog(MessageStanza first, String callId, ChatContext context) {
        var policy = context.policy();
        var target = Admission.target(first.to(), policy);
        var from = NameAddr.of(policy.sipUri(first.from().bare()));
        var local = MessageExtensions.nick(first).map(from::named).orElse(from);
        var begun = SipDialog.begin(callId, local, context.ids().next(), policy.sipUri(first.to().bare()));
        return new SipDialog(begun.callId(), begun.local(), begun.localTag(), begun.remote(), begun.remoteTag(), begun.localSequence(),
                begun.remoteSequence(), target.toString(), begun.routes());
    }

    /** RFC7573-4-10. */
    private static List<SipHeader> subject(MessageStanza first) {
        return first.subjects().stream().map(s -> CleanText.oneLine(s.text())).filter(s -> !s.isEmpty()).findFirst()
                .map(s -> List.of(new SipHeader("Subject", s))).orElse(List.of());
    }

    static Sdp offer(MessageTerms terms, ChatContext context) {
        return MessageNegotiation.offer(terms, origin(terms, context));
    }

    static Origin origin(MessageTerms terms, ChatContext context) {
        var path = terms.secure().or(terms::plain).orElseThrow();
        return Origin.first(context.now().getEpochSecond(), path.first().host());
    }

    /**
     * What the 2xx to an INVITE gets that nobody waits for any more: the ACK that it must have, and the end of its dialog (RFC 3261 §9.1,
     * §13.2.2.4). Any other response gets nothing.
     */
    static List<Action> unwanted(SipRequest request, SipResponse response) {
        if (!request.method().equals("INVITE") || response.status() < 200 || response.status() > 299) {
            return List.of();
        }
        try {
            var dialog = SipDialog.of(request).confirmed(response);
            var actions = new ArrayList<Action>(2);
            actions.add(new Action.ToSip(dialog.ack(dialog.localSequence())));
            actions.add(new Action.ToSip(dialog.next().request("BYE", List.of(), Octets.NONE)));
            return actions;
        } catch (SipSyntaxException e) {
            return List.of();
        }
    }
}
