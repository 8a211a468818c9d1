package org.stox.camel.sip.transport;

import java.net.InetSocketAddress;

/** The way a message came by: a datagram's source, or one connection (RFC 3261 §18.2.2: responses go back on it). */
public interface Flow {

    Protocol protocol();

    /** Where the message came from. */
    InetSocketAddress remote();

    /** Whether something sent now can still arrive: a closed connection is not open, a datagram's flow always is. */
    boolean open();

    /** Sends back on the same flow, from any thread, without waiting; what cannot be sent is dropped and counted. */
    void send(byte[] octets);

    /** Closes the connection once what was sent is out; on a datagram's flow nothing happens. */
    void closeAfterSending();
}
