package org.stox.service.chat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/** The chat is over, and the pair may begin another; what has not been written any more is still told to its sender. */
record Ending(Parties parties, SipDialog dialog, Awaiting awaiting) implements ChatSession {

    static final String OVER = "over";
    static final Duration SOON = Duration.ofSeconds(2);

    /** ACK: before it we may not say BYE (RFC 3261 §15). */
    enum Awaiting { ACK, NOTHING }

    static Step<ChatSession> begin(Parties parties, SipDialog dialog, Awaiting awaiting) {
        return Step.to(new Ending(parties, dialog, awaiting),
                new Action.Start(OVER, awaiting == Awaiting.ACK ? Answering.ACK_DUE : SOON));
    }

    @Override
    public Set<SessionKey> keys() {
        return Set.of(ChatKeys.dialog(dialog));
    }

    @Override
    public Object state() {
        return List.of("ending", awaiting);
    }

    @Override
    public Step<ChatSession> said(MessageStanza message, ChatContext context) {
        return Step.to(this);
    }

    @Override
    public Step<ChatSession> invited(SipRequest invite, ChatContext context) {
        return Step.to(this, ChatSession.reply(invite, 491, context));
    }

    @Override
    public Step<ChatSession> requested(SipRequest request, ChatContext context) {
        return switch (request.method()) {
            case "ACK" -> awaiting == Awaiting.ACK ? begin(parties, dialog, Awaiting.NOTHING).and(bye()) : Step.to(this);
            case "BYE" -> begin(parties, dialog, Awaiting.NOTHING).after(ChatSession.reply(request, 200, context));
            default -> Step.to(this, ChatSession.reply(request, 481, context));
        };
    }

    private Action bye() {
        return new Action.ToSip(dialog.next().request("BYE", List.of(), Octets.NONE));
    }

    @Override
    public Step<ChatSession> undelivered(MsrpTraffic traffic, Refusal.Reason reason, ChatContext context) {
        return traffic instanceof Outgoing message && ToPeer.isText(message)
                ? Step.to(this, ToUser.error(message.transaction(), reason, parties, context)) : Step.to(this);
    }

    @Override
    public Step<ChatSession> fired(String timer, ChatContext context) {
        return timer.equals(OVER) ? restored(context) : Step.to(this);
    }

    @Override
    public Step<ChatSession> restored(ChatContext context) {
        return new Step<>(Optional.empty(), awaiting == Awaiting.ACK ? List.of(bye()) : List.of());
    }
}
