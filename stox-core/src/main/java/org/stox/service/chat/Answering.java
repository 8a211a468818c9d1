package org.stox.service.chat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalInt;

import org.stox.address.AddressException;
import org.stox.address.AddressMapping;
import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.CleanText;
import org.stox.protocol.Octets;
import org.stox.protocol.sdp.MessageNegotiation;
import org.stox.protocol.sdp.MessageNegotiation.Result;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.Sdp;
import org.stox.protocol.sdp.SdpCodec;
import org.stox.protocol.sdp.SdpException;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SessionTimer;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.service.Admission;
import org.stox.service.Peers.Ability;
import org.stox.session.Action;
import org.stox.session.Step;

/** An INVITE of a SIP user, which the gateway answers by itself on behalf of the XMPP user (RFC 7573 §5, F17 to F21). */
final class Answering {

    /** 64*T1 (RFC 3261 §13.3.1.4). */
    static final Duration ACK_DUE = Duration.ofSeconds(32);

    private Answering() {
    }

    /**
     * Throws the {@link Refusal} that is the answer.
     *
     * @param queue what waits for a session already
     */
    static Step<ChatSession> of(SipRequest invite, Queue queue, ChatContext context) {
        var policy = context.policy();
        var user = Admission.target(invite, policy);
        var sender = Admission.sender(invite, policy);
        if (!context.chat().sessions()) {
            throw notHere("No message sessions here", context);
        }
        var timer = timer(SessionTimer.asked(SessionTimer.RECOMMENDED), invite);
        var dialog = SipDialog.accept(invite, context.ids().next());
        var parties = new Parties(user, device(invite, sender).orElse(sender), CleanText.forXml(dialog.callId()));
        var session = context.sessionId();
        var terms = context.terms(session);
        context.threads().used(dialog.callId());
        if (invite.body().length() == 0) {
            context.media().offered(session);
            var offer = new Inviting.Offer(session, SdpCodec.write(Invitation.offer(terms, context)).text());
            return Step.<ChatSession>to(new Offering(parties, dialog, offer, timer.timer(), Opening.of(invite), queue),
                    ok(invite, dialog.localTag(), offer.description(), user, timer, context), new Action.Start(Call.ACK, ACK_DUE));
        }
        var accepted = answer(sdp(invite), terms, context);
        context.media().offered(session);
        context.peers().seen(sender, Ability.SESSIONS, true, context.now());
        var call = new Call(dialog, Call.Phase.ANSWERED, timer.timer());
        var begun = Talking.begin(parties, call, accepted.agreed(), accepted.answer(), Opening.of(invite), queue, context);
        var ok = ok(invite, dialog.localTag(), SdpCodec.write(accepted.answer()).text(), user, timer, context);
        var due = new Action.Start(Call.ACK, ACK_DUE);
        // who has the answer may send at once, so the session begins before it; and it is the answer that says from where we connect
        return accepted.agreed().active() ? begun.after(ok, due) : begun.and(ok, due);
    }

    /** Throws the refusal of an interval that is too small. */
    static SessionTimer.Answer.Accepted timer(SessionTimer timer, SipRequest request) {
        var answer = timer.answer(request);
        if (answer instanceof SessionTimer.Answer.TooSmall small) {
            throw Refusal.sip(422, Responses.reason(422), small.minimum());
        }
        return (SessionTimer.Answer.Accepted) answer;
    }

    /** From is repeated as it came, To gets our tag (RFC7573-5-07); Contact has the resource that the session is bound to (RFC7573-5-06). */
    static Action ok(SipRequest request, String tag, String description, Jid user, SessionTimer.Answer.Accepted timer, ChatContext context) {
        var headers = new ArrayList<SipHeader>(timer.headers());
        if (!description.isEmpty()) {
            headers.add(Invitation.SDP_TYPE);
        }
        return new Action.Reply(Responses.to(request, 200, Responses.reason(200), tag, context.about(user, headers), Octets.utf8(description)));
    }

    static Result.Accepted answer(Sdp offer, MessageTerms terms, ChatContext context) {
        var result = MessageNegotiation.answer(offer, terms, Invitation.origin(terms, context), context.media()::allows);
        if (result instanceof Result.Accepted accepted) {
            return accepted;
        }
        throw notHere(((Result.Refused) result).reason(), context);
    }

    private static Refusal notHere(String why, ChatContext context) {
        return Refusal.sip(488, Responses.reason(488), new SipHeader("Warning", "399 " + context.policy().sipDomain() + " \"" + why + "\""));
    }

    static Sdp sdp(SipRequest request) {
        if (request.header("Content-Type").map(ContentType::read).filter(t -> t.is(Invitation.SDP)).isEmpty()) {
            throw Refusal.sip(415, Responses.reason(415), new SipHeader("Accept", Invitation.SDP));
        }
        try {
            return SdpCodec.read(request.body());
        } catch (SdpException e) {
            throw Refusal.sip(400, "Bad SDP, " + e.getMessage());
        }
    }

    /** The user's device, where Contact or From names it by its GRUU; the host of Contact is nobody's business (RFC7573-4-24, 5-11). */
    static Optional<Jid> device(SipMessage message, Jid user) {
        var header = message instanceof SipRequest ? "From" : "To";
        return gruu(message, "Contact", user).or(() -> gruu(message, header, user));
    }

    private static Optional<Jid> gruu(SipMessage message, String header, Jid user) {
        try {
            return message.header(header).map(v -> NameAddr.readAll(v).get(0)).flatMap(a -> a.uri() instanceof SipUri uri
                    ? AddressMapping.toXmpp(parametersOf(uri)).resource() : Optional.empty()).map(user.bare()::withResource);
        } catch (SipSyntaxException | AddressException e) {
            return Optional.empty();
        }
    }

    private static SipUri parametersOf(SipUri uri) {
        return new SipUri(uri.scheme(), Optional.of("x"), "x.invalid", OptionalInt.empty(), uri.parameters(), Optional.empty());
    }
}
