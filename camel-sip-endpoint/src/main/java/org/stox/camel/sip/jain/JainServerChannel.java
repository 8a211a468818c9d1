package org.stox.camel.sip.jain;

import gov.nist.javax.sip.message.SIPMessage;

import org.stox.camel.sip.SipTransactions.Listener;
import org.stox.camel.sip.Source;
import org.stox.camel.sip.transport.ReplyPath;

/** The way back to whoever sent one request. */
final class JainServerChannel extends JainChannel {

    private final ReplyPath reply;
    private final Source source;
    private final Listener listener;

    JainServerChannel(JainStack stack, ReplyPath reply, Source source, Listener listener) {
        super(stack, reply.flow().protocol().reliable(), reply.flow().remote());
        this.reply = reply;
        this.source = source;
        this.listener = listener;
    }

    @Override
    void write(SIPMessage message) {
        listener.seen(false, ((JainResponse) message).response());      // first: the answer to it may be quick
        reply.send(message.encodeAsBytes(getTransport()));
    }

    Source source() {
        return source;
    }

    ReplyPath reply() {
        return reply;
    }
}
