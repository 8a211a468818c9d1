package org.stox.camel.sip.jain;

import java.io.IOException;
import java.net.InetAddress;

import gov.nist.core.HostPort;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.MessageProcessor;
import gov.nist.javax.sip.stack.SIPTransactionStack;

/** What the stack takes for a socket: a name for one transport. The real sockets are not its business. */
final class JainProcessor extends MessageProcessor {

    JainProcessor(JainStack stack, InetAddress address, int port, String transport) {
        super(address, port, transport, stack);
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return sipStack;
    }

    /** Never called: each transaction is made with its channel. */
    @Override
    public MessageChannel createMessageChannel(HostPort target) throws IOException {
        throw new IOException("No channel without a transaction");
    }

    @Override
    public MessageChannel createMessageChannel(InetAddress target, int port) throws IOException {
        throw new IOException("No channel without a transaction");
    }

    @Override
    public void start() {
        // the sockets are opened by JainTransactions
    }

    @Override
    public void stop() {
        // and closed there
    }

    @Override
    public int getDefaultTargetPort() {
        return 5060;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public int getMaximumMessageSize() {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean inUse() {
        return true;
    }
}
