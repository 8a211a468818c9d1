package org.stox.protocol.sip;

/** A header field value that the grammar of RFC 3261 §25 does not allow; the message says what is wrong, for a reason phrase. */
public final class SipSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public SipSyntaxException(String message) {
        super(message);
    }

    /** No trace: it is a verdict on foreign input, and senders must not make us pay for it. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
