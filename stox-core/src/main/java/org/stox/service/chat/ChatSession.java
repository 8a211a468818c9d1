package org.stox.service.chat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.session.Action;
import org.stox.session.Machine;
import org.stox.session.Step;

/** A chat of two users, from the first message to the last word (RFC 7573): what each state makes of each event. */
sealed interface ChatSession extends Machine permits Probing, Inviting, Offering, Paging, Talking, Ending {

    Parties parties();

    @Override
    default String kind() {
        return ChatService.KIND;
    }

    @Override
    default Map<String, String> counted() {
        return counted(getClass());
    }

    private static Map<String, String> counted(Class<?> state) {
        return Map.of("state", state.getSimpleName().toLowerCase(Locale.ROOT));
    }

    static Set<Map<String, String>> allCounted() {
        return Arrays.stream(ChatSession.class.getPermittedSubclasses()).map(ChatSession::counted).collect(Collectors.toUnmodifiableSet());
    }

    /** A stanza of the XMPP user, who was let in. */
    Step<ChatSession> said(MessageStanza message, ChatContext context);

    /** An error stanza for one of ours. */
    default Step<ChatSession> returned(MessageStanza error, ChatContext context) {
        return Step.to(this);
    }

    /** An INVITE of the SIP user outside of a dialog. */
    Step<ChatSession> invited(SipRequest invite, ChatContext context);

    /** A request in the dialog. */
    default Step<ChatSession> requested(SipRequest request, ChatContext context) {
        return request.method().equals("ACK") ? Step.to(this) : Step.to(this, reply(request, 481, context));
    }

    /** A CANCEL of the INVITE that began this. */
    default Step<ChatSession> cancelled(SipRequest cancel, ChatContext context) {
        return Step.to(this);
    }

    default Step<ChatSession> rang(SipResponse provisional, ChatContext context) {
        return Step.to(this);
    }

    /** The final response to a request of ours; to one that this state does not wait for. */
    default Step<ChatSession> answered(SipRequest request, SipResponse response, ChatContext context) {
        return Step.<ChatSession>to(this).and(Invitation.unwanted(request, response));
    }

    /** A message, a REPORT, the loss of the connection. */
    default Step<ChatSession> delivered(MsrpTraffic traffic, ChatContext context) {
        return Step.to(this);
    }

    default Step<ChatSession> undelivered(MsrpTraffic traffic, Refusal.Reason reason, ChatContext context) {
        return Step.to(this);
    }

    default Step<ChatSession> bounced(Stanza stanza, Refusal.Reason reason, ChatContext context) {
        return Step.to(this);
    }

    default Step<ChatSession> fired(String timer, ChatContext context) {
        return Step.to(this);
    }

    /** The process that held the connections is gone, so this ends: each side is told. */
    Step<ChatSession> restored(ChatContext context);

    static Action reply(SipRequest request, int status, ChatContext context) {
        return new Action.Reply(Responses.to(request, status, context.ids().next()));
    }
}
