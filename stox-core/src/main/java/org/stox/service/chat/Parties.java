package org.stox.service.chat;

import org.stox.address.Jid;

/**
 * Who talks to whom, and what the XMPP user's client calls it.
 *
 * @param user the XMPP user; a full JID where the chat is bound to that resource (RFC 6121 §5.1)
 * @param contact the SIP user as the XMPP user sees him; a full JID where his device is known by its GRUU
 */
record Parties(Jid user, Jid contact, String thread) {

    /** Bound to where the user wrote last. */
    Parties writing(Jid from) {
        return from.equals(user) || from.isBare() ? this : new Parties(from, contact, thread);
    }

    /** The resource is gone: whoever is there gets it. */
    Parties unbound() {
        return new Parties(user.bare(), contact, thread);
    }

    Parties seen(Jid device) {
        return new Parties(user, device, thread);
    }
}
