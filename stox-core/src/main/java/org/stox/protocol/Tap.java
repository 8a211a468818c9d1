package org.stox.protocol;

/**
 * Sees each message that a component reads from or writes to a wire, in order. Found in the Camel registry by type; without one
 * nothing is called. It is called on the threads of the stacks and must return at once.
 */
public interface Tap {

    /** Where the message is, as the ladder draws it. */
    enum Side { SIP, XMPP, MSRP }

    /**
     * @param incoming true for what came from the wire, false for what goes to it
     * @param message the record: a SipMessage, an XmlElement, or of MSRP what is whole: a WholeMessage that came, an Outgoing that is to be
     *        sent, else an MsrpMessage (the chunks of these two are not seen)
     */
    void message(Side side, boolean incoming, Object message);
}
