package org.stox.protocol.xml;

/** The peer sent what ends the stream (RFC 6120 §4.9, §11): the error is to be sent, then the stream closed. */
public final class StreamException extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final transient StreamError error;

    public StreamException(StreamError error) {
        super(error.toString(), null, false, false);      // no stack: it is the peer's fault, found in bytes
        this.error = error;
    }

    public StreamException(StreamError.Condition condition, String text) {
        this(StreamError.of(condition, text));
    }

    public StreamError error() {
        return error;
    }
}
