package org.stox.service.chat;

import org.stox.address.Jid;

/**
 * A chat that two users have now.
 *
 * @param user where the XMPP user is: a full JID if that is known
 */
public record Live(String thread, Jid user) { }
