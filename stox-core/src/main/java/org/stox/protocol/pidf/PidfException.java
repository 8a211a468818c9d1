package org.stox.protocol.pidf;

/** A body that is no PIDF document; the message says what is wrong. */
public final class PidfException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public PidfException(String message) {
        super(message);
    }

    /** No trace: it is a verdict on foreign input. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
