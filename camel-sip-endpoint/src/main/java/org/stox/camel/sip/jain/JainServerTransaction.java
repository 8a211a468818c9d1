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
 * one is found by the branch alone, works out the way from the Via, and keeps messages. Other than that of an INVITE it ends with its answer
 * over UDP too, as its many objects would linger for half a minute, Timer J: a copy of the request gets the octets that the stack remembers.
 */
final class JainServerTransaction extends SIPServerTransactionImpl {

    private final JainStack stack;
    private final JainServerChannel channel;
    private volatile byte[] last;

    JainServerTransaction(JainStack stack, JainServerChannel channel) {
        super(stack, channel);
        this.stack = stack;
        this.channel = channel;
        setRetransmitTimer(stack.t1());
    }

    @Override
    public boolean isMessagePartOfTransaction(SIPMessage message) {
        return message.getTransactionId().equals(getTransactionId());
    }

    /** 100 and the final response come from different threads: one step of the machine at a time, and none after its end. */
    synchronized void respond(JainResponse response) throws IOException {
        if (isInviteTransaction()) {
            sendMessage(response);
        } else if (!isTerminated()) {
            if (!isReliable() && response.getStatusCode() >= 200) {
                stack.answered().put(getTransactionId(), response.encodeAsBytes(getTransport()));
            }
            sendMessage(response);
        }
    }

    /** As over TCP: copies of the request find the answer without the machine. */
    @Override
    protected void startTransactionTimerJ(long never) {
        super.startTransactionTimerJ(0);
    }

    @Override
    protected void sendResponse(SIPResponse response) {
        last = response.encodeAsBytes(getTransport());
        if (!isInviteTransaction()) {
            lastResponse = null;
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
