package org.stox.camel.sip.jain;

import java.io.IOException;
import java.net.InetSocketAddress;

import javax.sip.SipException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.sip.Hop;
import org.stox.camel.sip.SipTransactions;
import org.stox.camel.sip.TransactionId;
import org.stox.camel.sip.transport.Protocol;
import org.stox.camel.sip.transport.Sockets;
import org.stox.camel.sip.transport.TransportLimits;
import org.stox.protocol.sip.CSeq;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.Via;
import org.stox.traffic.Crew;

/**
 * RFC 3261 §17 by JAIN-SIP's machines, between our sockets and our records: starts and stops them, and gives them what goes out. What
 * comes in is the {@link JainReceiver}'s.
 */
public final class JainTransactions implements SipTransactions {

    private static final Logger LOG = LoggerFactory.getLogger(JainTransactions.class);

    private final InetSocketAddress local;
    private final int t1;
    private final Listener listener;
    private final JainReceiver receiver;
    private final Sockets sockets;
    private volatile JainStack stack;

    /** @param t1 RFC 3261 §17.1.1.1 in ms, 500 in the open net */
    public JainTransactions(InetSocketAddress local, TransportLimits limits, int t1, Listener listener) {
        this.local = local;
        this.t1 = t1;
        this.listener = listener;
        this.receiver = new JainReceiver(listener);
        this.sockets = new Sockets(local, limits, receiver);
    }

    @Override
    public void start(Crew crew) throws IOException {
        try {
            stack = new JainStack(local.getAddress().getHostAddress(), local.getPort(), t1, receiver);
            receiver.open(stack, sockets);
            sockets.open(crew);
        } catch (SipException e) {
            stop();
            throw new IOException(e.getMessage(), e);
        } catch (IOException e) {
            stop();
            throw e;
        }
    }

    @Override
    public void stop() {
        sockets.close();
        if (stack != null) {
            stack.close();
        }
    }

    @Override
    public void send(Encoded encoded, Hop hop, Outcome outcome) {
        var request = encoded.request();
        var top = Via.read(request.headers().get(0).value());
        var cseq = CSeq.read(request.header("CSeq").orElseThrow());
        var jain = new JainRequest(request, TransactionKey.client(top, request.method()), cseq.number(), encoded.octets());
        var channel = new JainClientChannel(stack, hop, sockets, listener);
        if (request.method().equals("INVITE")) {
            jain.withFieldsOfAck();
        }
        var transaction = new JainClientTransaction(stack, channel, jain, outcome, listener);
        transaction.setBranch(jain.getTransactionId());
        stack.addTransaction(transaction);
        try {
            transaction.sendRequest();
        } catch (SipException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public boolean abandon(SipRequest request) {
        var top = Via.read(request.headers().get(0).value());
        return stack.findTransaction(TransactionKey.client(top, request.method()), false) instanceof JainClientTransaction transaction
                && transaction.abandon();
    }

    @Override
    public void sendStateless(SipRequest request, Hop hop) {
        byte[] octets = SipCodec.write(request);
        listener.seen(false, request);
        if (hop.protocol() == Protocol.UDP) {
            sockets.udp().send(octets, hop.address());
        } else {
            sockets.tcp().send(octets, hop.address(), lost -> listener.dropped("request-unsent")).done();
        }
    }

    @Override
    public void respond(TransactionId id, SipResponse response) {
        if (!(stack.findTransaction(id.key(), true) instanceof JainServerTransaction transaction)) {
            listener.dropped("late-response");
            return;
        }
        if (transaction.isInviteTransaction() && response.status() >= 200 && response.status() < 300) {
            stack.accepted().add(id.key(), transaction);
        }
        try {
            var cseq = JainHeaders.cseq((int) transaction.getCSeq(), transaction.getMethod());
            transaction.respond(new JainResponse(response, id.key(), cseq));
        } catch (IOException e) {
            LOG.debug("Response unsent", e);
            listener.dropped("response-unsent");
        }
    }

    @Override
    public void again(TransactionId invite) {
        stack.accepted().find(invite.key()).ifPresent(JainServerTransaction::resendLastResponseAsBytes);
    }

    @Override
    public int open() {
        return stack.getServerTransactionTableSize() + stack.getClientTransactionTableSize() + stack.answered().size();
    }

    @Override
    public int connections() {
        return sockets.tcp().size();
    }
}
