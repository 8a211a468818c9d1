package org.stox.protocol.xmpp;

/** A stanza that cannot be taken; says which error answers it, if it can be answered (RFC 6120 §8.3). */
public final class StanzaException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;
    private final transient StanzaError error;

    public StanzaException(StanzaError error, String message) {
        super(message);
        this.error = error;
    }

    public StanzaError error() {
        return error;
    }
}
