package org.stox.protocol.imdn;

/** A body that is no disposition notification; the message says what is wrong. */
public final class ImdnException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public ImdnException(String message) {
        super(message);
    }

    /** No trace: it is a verdict on foreign input. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
