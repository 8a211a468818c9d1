package org.stox.camel.sip.jain;

import java.io.IOException;
import java.util.function.Consumer;

import gov.nist.javax.sip.message.SIPMessage;

import org.stox.camel.sip.Hop;
import org.stox.camel.sip.SipTransactions.Listener;
import org.stox.camel.sip.transport.Protocol;
import org.stox.camel.sip.transport.Sockets;
import org.stox.camel.sip.transport.TcpRequest;

/** The way to the next hop of one request; over TCP it learns when the connection is lost before the answer. */
final class JainClientChannel extends JainChannel {

    private final Hop hop;
    private final Sockets sockets;
    private final Listener listener;
    private volatile Consumer<IOException> lost = cause -> { };
    private volatile TcpRequest waiting;

    JainClientChannel(JainStack stack, Hop hop, Sockets sockets, Listener listener) {
        super(stack, hop.protocol().reliable(), hop.address());
        this.hop = hop;
        this.sockets = sockets;
        this.listener = listener;
    }

    void whenLost(Consumer<IOException> told) {
        lost = told;
    }

    @Override
    void write(SIPMessage message) {
        var request = (JainRequest) message;
        listener.seen(false, request.request());            // first: its answer may be quick
        if (hop.protocol() == Protocol.UDP) {
            sockets.udp().send(request.octets(), hop.address());
        } else if (waiting == null) {
            waiting = sockets.tcp().send(request.octets(), hop.address(), cause -> lost.accept(cause));
        } else {
            sockets.tcp().send(request.octets(), hop.address(), cause -> listener.dropped("ack-unsent")).done();
        }
    }

    /** Nothing is waited for any more. */
    void done() {
        lost = cause -> { };
        var request = waiting;
        if (request != null) {
            request.done();
        }
    }
}
