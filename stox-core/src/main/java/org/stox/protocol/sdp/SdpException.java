package org.stox.protocol.sdp;

/** A session description, or a line of it, that its grammar does not allow; the message says what is wrong, fit for a reason phrase. */
public final class SdpException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public SdpException(String message) {
        super(message);
    }

    /** No trace: it is a verdict on foreign input. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
