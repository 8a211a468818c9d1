package org.stox.camel.xmpp.stream;

import java.util.Optional;

import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.Stanza;

/** One route that takes stanzas from a stream. */
public interface Inbound {

    StanzaFilter filter();

    /** False while it is suspended: the sender is asked to wait. */
    boolean isOpen();

    /**
     * On a thread of the pool.
     *
     * @param xml the stanza as it came
     * @param done to be run once, when the exchange has ended; the next of the conversation starts when this method returns
     */
    void take(Stanza stanza, XmlElement xml, Runnable done);

    /** The name of the route, for messages. */
    Optional<String> name();
}
