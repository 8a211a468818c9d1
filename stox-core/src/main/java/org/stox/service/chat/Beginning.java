package org.stox.service.chat;

import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.Peers.Ability;
import org.stox.session.Step;

/** The first message of two users who have no session (RFC 7573 §4, F1): by which way he is reached. */
final class Beginning {

    private Beginning() {
    }

    /** What is no text begins nothing (RFC7573-6.1-05). */
    static Step<ChatSession> of(MessageStanza message, ChatContext context) {
        if (!message.type().equals(ToUser.CHAT) || ToPeer.body(message).isEmpty()) {
            return Step.none();
        }
        ToPeer.refuseEncrypted(message);
        var queue = Queue.of(message);
        var parties = new Parties(message.from(), message.to(), message.thread().orElse(""));
        if (!context.chat().sessions()) {
            return Paging.begin(parties, queue, context);
        }
        return switch (context.chat().mode()) {
            case MSRP -> Invitation.begin(queue, context);
            case PAGER -> Paging.begin(parties, queue, context);
            case AUTO -> {
                var able = context.peers().can(message.to(), Ability.SESSIONS, context.now());
                if (able.isPresent()) {
                    yield able.get() ? Invitation.begin(queue, context) : Paging.begin(parties, queue, context);
                }
                yield context.peers().once(message.to(), Ability.SESSIONS, false) ? Probing.begin(queue, context) : Invitation.begin(queue, context);
            }
        };
    }
}
