package org.stox.protocol.xmpp;

/** Trees to stanzas and back (RFC 6120 §8, RFC 6121 §5). */
public final class StanzaCodec {

    private StanzaCodec() {
    }

    /** Reads a top-level element of the stream; malformed addresses and missing attributes throw {@link StanzaException}. */
    public static Stanza read(XmlElement element) {
        throw new UnsupportedOperationException("skeleton");
    }

    static XmlElement write(MessageStanza message) {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * The error stanza that answers {@code stanza}: same kind, addresses swapped, same id (RFC 6120 §8.3.1).
     * A stanza of type error, and an iq of type result, has none: it is never answered.
     */
    public static java.util.Optional<Stanza> error(Stanza stanza, StanzaError error) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The same for a stanza that could not be read, or whose open tag only is left: nothing but its attributes is looked at. */
    public static java.util.Optional<XmlElement> error(XmlElement stanza, StanzaError error) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The error that a stanza of type error carries; undefined-condition if it carries none. Empty for all other stanzas. */
    public static java.util.Optional<StanzaError> errorOf(Stanza stanza) {
        throw new UnsupportedOperationException("skeleton");
    }
}
