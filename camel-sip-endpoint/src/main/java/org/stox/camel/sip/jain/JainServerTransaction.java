package org.stox.camel.sip.jain;

import java.io.IOException;
import java.util.Optional;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.SIPServerTransactionImpl;

import org.stox.camel.sip.Source;
import org.stox.camel.sip.transport.ReplyPath;
import org.stox.protocol.sip.SipRequest;

/**
 * A server transaction (RFC 3261 §17.2) that keeps its last response as octets and sends it by the way the request came. The inherited
 * one is found by the branch alone, works out the way from the Via, and keeps messages.
 */
final class JainServerTransaction extends SIPServerTransactionImpl {

    private final JainServerChannel channel;
    private volatile byte[] last;

    JainServerTransaction(JainStack stack, JainServerChannel channel) {
        super(stack, channel);
        this.channel = channel;
        setRetransmitTimer(stack.t1());
    }

    @Override
    public boolean isMessagePartOfTransaction(SIPMessage message) {
        return message.getTransactionId().equals(getTransactionId());
    }

    /** 100 and the final response come from different threads: one step of the machine at a time. */
    synchronized void respond(JainResponse response) throws IOException {
        sendMessage(response);
    }

    @Override
    protected void sendResponse(SIPResponse response) {
        last = response.encodeAsBytes(getTransport());
        if (!isInviteTransaction()) {
            lastResponse = null;                            // these would linger with Timer J, 32 s
            if (response.getStatusCode() >= 200 && getOriginalRequest() instanceof JainRequest request) {
                request.release();
            }
        }
        channel.write(response);
        startTransactionTimer();
    }

    @Override
    public void resendLastResponseAsBytes() {
        byte[] octets = last;
        if (octets != null) {
            channel.reply().send(octets);
        }
    }

    /** The INVITE that opened it, as long as it is kept. */
    Optional<SipRequest> invite() {
        return getOriginalRequest() instanceof JainRequest jain ? Optional.ofNullable(jain.request()) : Optional.empty();
    }

    Source source() {
        return channel.source();
    }

    ReplyPath reply() {
        return channel.reply();
    }
}
