package org.stox.service.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.im.MessageMapping;
import org.stox.session.Action;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * There is no session to be had, so what waited for one goes by MESSAGE, one after the other (RFC 7572 §4, RFC 3428 §8).
 *
 * @param queue the first is under way
 */
record Paging(Parties parties, Queue queue) implements ChatSession {

    static Step<ChatSession> begin(Parties parties, Queue queue, ChatContext context) {
        var actions = new ArrayList<Action>();
        for (var left = queue; !left.isEmpty(); left = left.rest()) {
            try {
                var request = context.pager().request(left.first(), context.policy(), context.now());
                if (request.isPresent()) {
                    MessageMapping.checkSize(MessageMapping.size(request.get()), context.policy());
                    actions.add(new Action.ToSip(request.get()));
                    return new Step<>(Optional.of(new Paging(parties, left)), actions);
                }
            } catch (Refusal e) {
                ToUser.error(left.first(), e.reason(), context).ifPresent(actions::add);
            }
        }
        return Step.<ChatSession>none().and(actions);
    }

    @Override
    public Set<SessionKey> keys() {
        return Set.of(ChatKeys.pair(parties));
    }

    @Override
    public Object state() {
        return List.of("paging", queue);
    }

    @Override
    public Step<ChatSession> said(MessageStanza message, ChatContext context) {
        return ToPeer.body(message).isPresent() ? Step.to(new Paging(parties, queue.with(message))) : Step.to(this);
    }

    /** In a moment; its sender tries again. */
    @Override
    public Step<ChatSession> invited(SipRequest invite, ChatContext context) {
        return Step.to(this, ChatSession.reply(invite, 491, context));
    }

    @Override
    public Step<ChatSession> answered(SipRequest request, SipResponse response, ChatContext context) {
        if (!request.method().equals("MESSAGE")) {
            return ChatSession.super.answered(request, response, context);
        }
        if (context.pager().goesAgain(request, response.status(), parties.contact(), context.now())) {
            return begin(parties, queue, context);
        }
        var next = begin(parties, queue.rest(), context);
        return response.status() < 300 ? next
                : next.after(ToUser.error(queue.first(), Refusal.of(response).reason(), context)
                        .map(e -> new Action[] {e}).orElse(new Action[0]));
    }

    @Override
    public Step<ChatSession> restored(ChatContext context) {
        return Step.<ChatSession>none().and(queue.errors(Refusal.sip(408, "The gateway was restarted").reason(), context));
    }
}
