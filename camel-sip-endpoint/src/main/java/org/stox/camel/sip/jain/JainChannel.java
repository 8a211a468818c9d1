package org.stox.camel.sip.jain;

import java.net.InetAddress;
import java.net.InetSocketAddress;

import gov.nist.javax.sip.message.SIPMessage;
import gov.nist.javax.sip.stack.MessageChannel;
import gov.nist.javax.sip.stack.RawMessageChannel;
import gov.nist.javax.sip.stack.SIPTransactionStack;

/** The way to the peer of one transaction, made for it alone: the stack shares one among threads, with the peer in its fields. */
abstract class JainChannel extends MessageChannel implements RawMessageChannel {

    private final JainStack stack;
    private final boolean reliable;
    private final InetSocketAddress peer;

    JainChannel(JainStack stack, boolean reliable, InetSocketAddress peer) {
        this.stack = stack;
        this.reliable = reliable;
        this.peer = peer;
        this.messageProcessor = stack.processor(reliable);
    }

    /** Never throws: what cannot be sent is reported by other ways. */
    abstract void write(SIPMessage message);

    @Override
    public void sendMessage(SIPMessage message) {
        write(message);
    }

    @Override
    public void sendMessage(SIPMessage message, InetAddress address, int port) {
        write(message);
    }

    /** Responses are sent again by {@link JainServerTransaction}. */
    @Override
    protected void sendMessage(byte[] message, InetAddress address, int port, boolean reconnect) {
        throw new IllegalStateException("Octets without a message");
    }

    @Override
    public void processMessage(SIPMessage message) {
        throw new IllegalStateException("Nothing is routed to ourselves without a socket");
    }

    /** Matches no processor of the stack, so that it never takes a short way past the sockets. */
    @Override
    protected String getPeerProtocol() {
        return "";
    }

    @Override
    public void close() {
        // connections outlive transactions
    }

    @Override
    public SIPTransactionStack getSIPStack() {
        return stack;
    }

    @Override
    public String getTransport() {
        return messageProcessor.getTransport();
    }

    @Override
    public boolean isReliable() {
        return reliable;
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public String getPeerAddress() {
        return peer.getAddress().getHostAddress();
    }

    @Override
    protected InetAddress getPeerInetAddress() {
        return peer.getAddress();
    }

    @Override
    public int getPeerPort() {
        return peer.getPort();
    }

    @Override
    public int getPeerPacketSourcePort() {
        return peer.getPort();
    }

    @Override
    public InetAddress getPeerPacketSourceAddress() {
        return peer.getAddress();
    }

    @Override
    public String getKey() {
        return getKey(peer.getAddress(), peer.getPort(), getTransport());
    }

    @Override
    public String getViaHost() {
        return getHost();
    }

    @Override
    public int getViaPort() {
        return getPort();
    }
}
