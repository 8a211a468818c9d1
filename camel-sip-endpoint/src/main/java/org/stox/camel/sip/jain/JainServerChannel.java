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
        listener.seen(false, ((JainResponse) message).response());      // first: the answer to it may be quick
        reply.send(message.encodeAsBytes(getTransport()));
    }

    ReplyPath reply() {
        return reply;
    }
}
