package org.stox.service.chat;

/**
 * Who is known to be writing (RFC 7573 §6).
 *
 * @param shown what the XMPP user was last shown of his contact
 * @param told what the peer was last told of the XMPP user
 * @param client whether the XMPP user's client wants chat states
 */
record Typing(Known shown, Known told, Client client) {

    static final Typing NOTHING = new Typing(Known.NOTHING, Known.NOTHING, Client.UNKNOWN);

    /** A message ends what was known before (RFC 3994 §3.2, §3.3). */
    enum Known { NOTHING, ACTIVE, IDLE }

    /** XEP-0085 §5.1: who answers without a chat state wants none. */
    enum Client { UNKNOWN, TALKATIVE, SILENT }

    Typing showing(Known now) {
        return new Typing(now, told, client);
    }

    Typing telling(Known now) {
        return new Typing(shown, now, client);
    }

    Typing with(Client seen) {
        return new Typing(shown, told, seen);
    }
}
