package org.stox.address;

/** An address that is malformed, or that has no counterpart on the other side (RFC 7247 §6). */
public final class AddressException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public AddressException(String message) {
        super(message);
    }

    /** No trace: it is a verdict on foreign input, and senders must not make us pay for it. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
