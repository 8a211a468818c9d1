package org.stox.service.chat;

import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.xmpp.MessageStanza;

/**
 * A chat that two users have now.
 *
 * @param user where the XMPP user is: a full JID if that is known
 */
public record Live(String thread, Jid user) {

    /** A message of that SIP user that came by MESSAGE: it has the thread of the chat, and goes where the chat is (RFC 7573 §4). */
    MessageStanza joined(MessageStanza message) {
        return new MessageStanza(message.from(), message.to().isBare() ? user : message.to(), message.id(), message.type(), message.lang(),
                message.subjects(), message.bodies(), Optional.of(thread), message.error(), message.extensions());
    }
}
