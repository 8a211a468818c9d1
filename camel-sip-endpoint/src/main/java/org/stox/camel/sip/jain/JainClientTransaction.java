package org.stox.camel.sip.jain;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPClientTransactionImpl;
import gov.nist.javax.sip.stack.SIPDialog;
import gov.nist.javax.sip.stack.SIPTransactionErrorEvent;
import gov.nist.javax.sip.stack.ServerResponseInterface;

import org.stox.camel.sip.SipTransactions.Listener;
import org.stox.camel.sip.SipTransactions.Outcome;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

/** A client transaction (RFC 3261 §17.1) that tells its outcome once: final response, timeout, or the loss of its connection. */
final class JainClientTransaction extends SIPClientTransactionImpl {

    private final JainClientChannel channel;
    private final Listener listener;
    private final AtomicReference<Outcome> outcome;         // none once the end is told
    private volatile SipResponse refusal;                   // of an INVITE: what its ACK copies from

    JainClientTransaction(JainStack stack, JainClientChannel channel, JainRequest request, Outcome outcome, Listener listener) {
        super(stack, channel);
        this.channel = channel;
        this.listener = listener;
        this.outcome = new AtomicReference<>(outcome);
        setOriginalRequest(request);
        setRetransmitTimer(stack.t1());
        channel.whenLost(this::lost);
    }

    @Override
    public boolean isMessagePartOfTransaction(SIPMessage message) {
        return message.getTransactionId().equals(getTransactionId());
    }

    @Override
    public void processResponse(SIPResponse response, MessageChannel from) {
        if (isInviteTransaction() && response.getStatusCode() >= 300) {
            refusal = ((JainResponse) response).response();
        }
        super.processResponse(response, from);
    }

    /** Takes what the machine lets through. */
    ServerResponseInterface user() {
        return new ServerResponseInterface() {
            @Override
            public void processResponse(SIPResponse response, MessageChannel from, SIPDialog none) {
                tell(((JainResponse) response).response());
            }

            @Override
            public void processResponse(SIPResponse response, MessageChannel from) {
                tell(((JainResponse) response).response());
            }
        };
    }

    private void tell(SipResponse response) {
        var told = response.isFinal() ? end() : Optional.ofNullable(outcome.get());
        told.ifPresentOrElse(o -> o.response(response), () -> surplus(response));
    }

    private void surplus(SipResponse response) {
        if (isInviteTransaction() && response.status() >= 200 && response.status() < 300) {
            listener.surplus(response);
        }
    }

    /** Whether its end is told. */
    boolean over() {
        return outcome.get() == null;
    }

    /** Whom to tell the end, once. The transaction stays 5 s by Timer K, 32 s by Timer D; what it was about must not stay with it. */
    private Optional<Outcome> end() {
        var told = Optional.ofNullable(outcome.getAndSet(null));
        if (told.isPresent()) {
            channel.done();
            if (!isInviteTransaction() && getOriginalRequest() instanceof JainRequest request) {
                request.release();
                lastResponse = null;
            }
        }
        return told;
    }

    @Override
    public void raiseErrorEvent(int event) {
        super.raiseErrorEvent(event);
        if (event == SIPTransactionErrorEvent.TIMEOUT_ERROR) {
            end().ifPresent(Outcome::timeout);
        }
    }

    /** The machine has no event for this: it would wait for Timer F (RFC 3261 §17.1.4). */
    void lost(IOException cause) {
        end().ifPresent(told -> {
            destroy();
            told.transportError(cause);
        });
    }

    /** Nobody waits for its end any more (RFC 3261 §9.1). */
    boolean abandon() {
        boolean waited = end().isPresent();
        if (waited) {
            destroy();
        }
        return waited;
    }

    private void destroy() {
        raiseErrorEvent(SIPTransactionErrorEvent.TRANSPORT_ERROR);
        getSIPStack().removeTransaction(this);
    }

    /** The machine makes one message by itself, the ACK of a refused INVITE, and knows no more than the method of it. */
    @Override
    public void sendMessage(SIPMessage message) throws IOException {
        if (message instanceof JainRequest) {
            super.sendMessage(message);
        } else if (getOriginalRequest() instanceof JainRequest invite && refusal != null) {
            var ack = ack(invite.request(), refusal);
            channel.write(new JainRequest(ack, getTransactionId(), (int) getCSeq(), SipCodec.write(ack)));
        }
    }

    /** RFC 3261 §17.1.1.3. */
    private static SipRequest ack(SipRequest invite, SipResponse refusal) {
        var headers = new java.util.ArrayList<SipHeader>();
        headers.add(invite.headers().get(0));               // our Via stands before all others
        for (var header : invite.headers()) {
            if (header.is("From") || header.is("Call-ID") || header.is("Max-Forwards") || header.is("Route")) {
                headers.add(header);
            }
        }
        refusal.header("To").ifPresent(to -> headers.add(new SipHeader("To", to)));
        invite.header("CSeq").ifPresent(cseq -> headers.add(new SipHeader("CSeq", cseq.split("\\s+", 2)[0] + " ACK")));
        return new SipRequest("ACK", invite.uri(), headers, org.stox.protocol.Octets.NONE);
    }
}
