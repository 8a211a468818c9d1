package org.stox.protocol.msrp;

/** A field that the grammar of RFC 4975 §9 does not allow; the message says what is wrong, fit for a comment of a response. */
public final class MsrpSyntaxException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public MsrpSyntaxException(String message) {
        super(message);
    }

    /** No trace: it is a verdict on foreign input, and senders must not make us pay for it. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
