package org.stox.protocol.cpim;

/** A body that is not message/cpim; the message says what is wrong. */
public final class CpimException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public CpimException(String message) {
        super(message);
    }

    /** No trace: it is a verdict on foreign input. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
