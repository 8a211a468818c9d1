package org.stox.camel.sip.jain;

import java.util.Optional;

import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.message.SIPResponse;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.SIPTransaction;
import gov.nist.javax.sip.stack.ServerRequestInterface;
import gov.nist.javax.sip.stack.ServerResponseInterface;
import gov.nist.javax.sip.stack.StackMessageFactory;

import org.stox.camel.sip.SipTransactions.Listener;
import org.stox.camel.sip.Source;
import org.stox.camel.sip.StatelessTag;
import org.stox.camel.sip.TransactionId;
import org.stox.camel.sip.Vias;
import org.stox.camel.sip.transport.Flow;
import org.stox.camel.sip.transport.ReplyPath;
import org.stox.camel.sip.transport.Sockets;
import org.stox.camel.sip.transport.TransportEvents;
import org.stox.protocol.sip.CSeq;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.sip.Via;

/**
 * What the sockets read, to the transaction that it belongs to (RFC 3261 §17.1.3, §17.2.3) or a new one; what needs none is
 * answered or dropped at once. All of it runs on the thread that read it.
 */
final class JainReceiver implements TransportEvents, StackMessageFactory {

    private final Listener listener;
    private volatile JainStack stack;
    private volatile Sockets sockets;

    JainReceiver(Listener listener) {
        this.listener = listener;
    }

    /** Before the sockets are. */
    void open(JainStack machines, Sockets opened) {
        stack = machines;
        sockets = opened;
    }

    @Override
    public void dropped(String reason) {
        listener.dropped(reason);
    }

    @Override
    public void received(SipCodec.Reading reading, Flow flow) {
        if (reading instanceof SipCodec.Reading.Bad bad) {
            refuse(bad, flow);
        } else if (((SipCodec.Reading.Good) reading).message() instanceof SipRequest request) {
            listener.seen(true, request);
            received(request, flow);
        } else if (((SipCodec.Reading.Good) reading).message() instanceof SipResponse response) {
            listener.seen(true, response);
            received(response, flow);
        }
    }

    /** Grammar comes first: also who is not trusted learns that the message is broken. */
    private void refuse(SipCodec.Reading.Bad bad, Flow flow) {
        if (bad.request().isEmpty() || bad.request().get().method().equals("ACK")) {
            listener.dropped("malformed");
            return;
        }
        var request = bad.request().get();
        Responses.to(bad, StatelessTag.of(request)).map(response -> marked(response, flow)).ifPresent(response -> {
            listener.seen(false, response);
            flow.send(SipCodec.write(response));
        });
    }

    /** With the source in its Via, unless that is what is broken. */
    private static SipResponse marked(SipResponse response, Flow flow) {
        try {
            return Vias.withTop(response, completed(top(response), flow));
        } catch (SipSyntaxException e) {
            return response;
        }
    }

    private static Via completed(Via top, Flow flow) {
        return top.withSource(flow.remote().getAddress().getHostAddress(), flow.remote().getPort());
    }

    private static Via top(SipMessage message) {
        return Via.readAll(message.header("Via").orElseThrow()).get(0);
    }

    private void received(SipRequest read, Flow flow) {
        var top = top(read);
        boolean trusted = listener.trusts(flow.remote().getAddress());
        var source = new Source(flow.remote(), flow.protocol(), trusted);
        var completed = completed(top, flow);
        var request = completed.equals(top) ? read : Vias.withTop(read, completed);
        var reply = ReplyPath.of(top, flow, trusted, sockets);
        switch (request.method()) {
            case "ACK" -> ack(request, top, reply, source);
            case "CANCEL" -> cancel(request, top, reply, source);
            default -> other(request, top, reply, source);
        }
    }

    private void ack(SipRequest ack, Via top, ReplyPath reply, Source source) {
        String key = TransactionKey.server(top, ack, "INVITE");
        if (stack.accepted().find(key).isEmpty() && stack.findTransaction(key, true) != null) {
            run(ack, key, reply, source);
        } else if (source.trusted()) {
            listener.ack(ack, source);
        } else {
            listener.dropped("untrusted");
        }
    }

    /** RFC 3261 §9.2; a CANCEL from elsewhere than its INVITE matches nothing, and one that comes after the 2xx changes nothing. */
    private void cancel(SipRequest cancel, Via top, ReplyPath reply, Source source) {
        var key = TransactionKey.server(top, cancel, "INVITE");
        var accepted = stack.accepted().find(key);
        var invite = accepted.or(() -> server(key))
                .filter(i -> i.reply().flow().remote().getAddress().equals(source.address().getAddress()));
        if (invite.isEmpty()) {
            other(cancel, top, reply, source);
            return;
        }
        answer(Responses.to(cancel, 200, StatelessTag.of(invite.flatMap(JainServerTransaction::invite).orElse(cancel))), reply);
        if (accepted.isEmpty()) {
            listener.cancel(new TransactionId(key), cancel);
        }
    }

    private Optional<JainServerTransaction> server(String key) {
        return stack.findTransaction(key, true) instanceof JainServerTransaction found ? Optional.of(found) : Optional.empty();
    }

    private void other(SipRequest request, Via top, ReplyPath reply, Source source) {
        String key = TransactionKey.server(top, request, request.method());
        if (stack.accepted().find(key).isPresent()) {
            return;
        }
        if (source.trusted() && again(key, reply)) {
            return;
        }
        if (!source.trusted() || stack.findTransaction(key, true) == null) {
            var answer = listener.screen(request, source);
            if (answer.isPresent()) {
                answer(answer.get(), reply);
                return;
            }
        }
        run(request, key, reply, source);
    }

    /** Whether it is answered already; it gets the same again (RFC 3261 §17.2.2). */
    private boolean again(String key, ReplyPath reply) {
        var answer = stack.answered().get(key);
        answer.ifPresent(reply::send);
        return answer.isPresent();
    }

    private void answer(SipResponse response, ReplyPath reply) {
        listener.seen(false, response);
        reply.send(SipCodec.write(response));
    }

    /** Lets the machine take a request: a new one opens its transaction. */
    private void run(SipRequest request, String key, ReplyPath reply, Source source) {
        var jain = new JainRequest(request, key, CSeq.read(request.header("CSeq").orElseThrow()).number(), null);
        var channel = new JainServerChannel(stack, reply, source, listener);
        var machine = stack.newSIPServerRequest(jain, channel);
        if (machine == null) {
            listener.dropped("transaction-busy");
            return;
        }
        try {
            machine.processRequest(jain, channel);
        } finally {
            release(machine);
        }
    }

    private void received(SipResponse response, Flow flow) {
        var top = top(response);
        var cseq = CSeq.read(response.header("CSeq").orElseThrow());
        String key = TransactionKey.client(top, cseq.method());
        var found = stack.findTransaction(key, false);
        boolean success = cseq.method().equals("INVITE") && response.status() >= 200 && response.status() < 300;
        if (success && !(found instanceof JainClientTransaction open && !open.over())) {
            listener.surplus(response);
            return;
        }
        if (!(found instanceof JainClientTransaction transaction)) {
            listener.dropped("stray-response");
            return;
        }
        var jain = new JainResponse(response, key, JainHeaders.cseq(cseq.number(), cseq.method()));
        var machine = stack.newSIPServerResponse(jain, (MessageChannel) transaction.getMessageChannel());
        if (machine == null) {
            listener.dropped("stray-response");
            return;
        }
        try {
            machine.processResponse(jain, (MessageChannel) transaction.getMessageChannel());
        } finally {
            release(machine);
        }
    }

    private static void release(Object machine) {
        if (machine instanceof SIPTransaction transaction) {
            transaction.releaseSem();
        }
    }

    @Override
    public ServerRequestInterface newSIPServerRequest(SIPRequest request, SIPTransaction transaction) {
        return (jain, channel) -> opened((JainRequest) jain, (JainServerTransaction) transaction);
    }

    private void opened(JainRequest jain, JainServerTransaction transaction) {
        stack.mapTransaction(transaction);
        if (stack.findTransaction(jain.getTransactionId(), true) != transaction) {
            listener.dropped("transaction-busy");       // the same request came on two connections at once
        } else if (again(jain.getTransactionId(), transaction.reply())) {
            stack.removeTransaction(transaction);       // it was answered, and its machine ended, since its copy was looked up
        } else {
            listener.request(new TransactionId(jain.getTransactionId()), jain.request(), transaction.source());
        }
    }

    @Override
    public ServerResponseInterface newSIPServerResponse(SIPResponse response, MessageChannel channel) {
        var found = stack.findTransaction(response.getTransactionId(), false);
        return found instanceof JainClientTransaction transaction ? transaction.user() : null;
    }
}
