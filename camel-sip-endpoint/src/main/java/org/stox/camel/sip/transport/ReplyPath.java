package org.stox.camel.sip.transport;

import java.net.InetSocketAddress;

import org.stox.protocol.sip.Via;

/**
 * Where the responses to one request go (RFC 3261 §18.2.2, RFC 3581 §4): over TCP back on the connection, and if that is gone, on a new
 * one to the sender's port; over UDP to the source's address, and there to its source port if it asked for that or is trusted,
 * else to the port in its Via. {@code maddr} is not followed: it would let a sender choose whom we write to.
 */
public record ReplyPath(Flow flow, InetSocketAddress viaPort, boolean toSource, Sockets sockets) {

    private static final int DEFAULT_PORT = 5060;

    public static ReplyPath of(Via top, Flow flow, boolean trusted, Sockets sockets) {
        var sentBy = new InetSocketAddress(flow.remote().getAddress(), top.port().orElse(DEFAULT_PORT));
        return new ReplyPath(flow, sentBy, trusted || top.hasRport(), sockets);
    }

    public void send(byte[] octets) {
        if (flow.protocol() == Protocol.UDP) {
            sockets.udp().send(octets, toSource ? flow.remote() : viaPort);
        } else if (flow.open()) {
            flow.send(octets);
        } else {
            sockets.tcp().send(octets, viaPort, lost -> sockets.events().dropped("response-unsent")).done();
        }
    }
}
