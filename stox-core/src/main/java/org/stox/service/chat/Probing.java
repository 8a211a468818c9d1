package org.stox.service.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sdp.SdpCodec;
import org.stox.protocol.sdp.SdpException;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.Admission;
import org.stox.service.Peers.Ability;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/** The peer had no sessions some time ago; it is asked by OPTIONS whether it has now (RFC 3261 §11), while what is said waits. */
record Probing(Parties parties, Queue queue) implements ChatSession {

    static Step<ChatSession> begin(Queue queue, ChatContext context) {
        var first = queue.first();
        var parties = new Parties(first.from(), first.to(), first.thread().orElse(""));
        var target = Admission.target(first.to(), context.policy());
        var dialog = SipDialog.begin(context.ids().next(), context.policy().sipUri(first.from().bare()), context.ids().next(), target).next();
        var headers = new ArrayList<>(context.about(first.from(), List.of(new SipHeader("Accept", Invitation.SDP))));
        return Step.<ChatSession>to(new Probing(parties, queue), new Action.ToSip(dialog.request("OPTIONS", headers, Octets.NONE)),
                Invitation.patience(context.chat().patience()));
    }

    @Override
    public Set<SessionKey> keys() {
        return Set.of(ChatKeys.pair(parties));
    }

    @Override
    public Object state() {
        return List.of("probing", queue);
    }

    @Override
    public Step<ChatSession> said(MessageStanza message, ChatContext context) {
        ToPeer.refuseEncrypted(message);
        return ToPeer.body(message).isPresent() ? Step.to(new Probing(parties, queue.with(message))) : Step.to(this);
    }

    @Override
    public Step<ChatSession> invited(SipRequest invite, ChatContext context) {
        return Answering.of(invite, queue, context).and(new Action.Cancel(Inviting.PATIENCE));
    }

    @Override
    public Step<ChatSession> answered(SipRequest request, SipResponse response, ChatContext context) {
        if (!request.method().equals("OPTIONS")) {
            return ChatSession.super.answered(request, response, context);
        }
        return response.status() < 300 && !mayHaveSessions(response) ? still(context) : Invitation.begin(queue, context);
    }

    /** Unless it says that it has none: by its methods, or by its media. */
    private static boolean mayHaveSessions(SipResponse response) {
        var said = Capabilities.sessions(response);
        if (said.isPresent()) {
            return said.get();
        }
        try {
            return response.header("Content-Type").map(ContentType::read).filter(t -> t.is(Invitation.SDP)).isEmpty()
                    || SdpCodec.read(response.body()).media().stream().anyMatch(m -> m.media().equals("message"));
        } catch (SdpException | SipSyntaxException e) {
            return true;
        }
    }

    @Override
    public Step<ChatSession> fired(String name, ChatContext context) {
        return name.equals(Inviting.PATIENCE) ? still(context) : Step.to(this);
    }

    private Step<ChatSession> still(ChatContext context) {
        context.peers().seen(parties.contact(), Ability.SESSIONS, false, context.now());
        return Paging.begin(parties, queue, context).after(new Action.Cancel(Inviting.PATIENCE));
    }

    @Override
    public Step<ChatSession> restored(ChatContext context) {
        return Step.<ChatSession>none().and(queue.errors(Refusal.sip(408, "The gateway was restarted").reason(), context));
    }
}
