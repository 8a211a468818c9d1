package org.stox.service.pager;

import org.stox.protocol.xmpp.MessageStanza;

/** What leaves for XMPP because of one MESSAGE. */
public sealed interface ToXmpp {

    MessageStanza stanza();

    /** A text: what becomes of it is the answer to its MESSAGE. */
    record Text(MessageStanza stanza) implements ToXmpp { }

    /** A notice: its MESSAGE is answered 200 whatever becomes of it, as phones break or repeat without end where one is refused. */
    record Notice(MessageStanza stanza) implements ToXmpp { }
}
