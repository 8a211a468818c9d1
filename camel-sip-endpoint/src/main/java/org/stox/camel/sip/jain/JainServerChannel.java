package org.stox.camel.sip.jain;

import gov.nist.javax.sip.message.SIPMessage;

import org.stox.camel.sip.SipTransactions.Listener;
import org.stox.camel.sip.transport.ReplyPath;

/** The way back to whoever sent one request. */
final class JainServerChannel extends JainChannel {

    private final ReplyPath reply;
    private final Listener listener;

    JainServerChannel(JainStack stack, ReplyPath reply, Listener listener) {
        super(stack, reply.flow().protocol().reliable(), reply.flow().remote());
        this.reply = reply;
        this.listener = listener;
    }

    @Override
    void write(SIPMessage message) {
        reply.send(message.encodeAsBytes(getTransport()));
        listener.seen(false, ((JainResponse) message).response());
    }

    ReplyPath reply() {
        return reply;
    }
}
