package org.stox.protocol.composing;

/** A body that is no isComposing document; the message says what is wrong. */
public final class ComposingException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public ComposingException(String message) {
        super(message);
    }

    /** No trace: it is a verdict on foreign input. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
