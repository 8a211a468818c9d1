package org.stox.protocol.xmpp;

/** The bytes of one stream, in any cut, to its header and its top-level elements (RFC 6120 §4, §11); one for each connection. */
public final class StreamReader {

    /** Takes what was read, in order. */
    public interface Sink {

        void header(StreamHeader header);

        /** A complete top-level element: a stanza, the handshake, a stream error. */
        void element(XmlElement element);

        /**
         * A stanza over a limit, which is gone: its open tag with from, to, id and type, as far as it had them.
         * {@link StanzaCodec#error(XmlElement, StanzaError)} makes the answer to its sender.
         */
        void skipped(XmlElement openTag);

        /** The peer closed the stream. */
        void end();
    }

    public StreamReader(XmlLimits limits) {
        throw new UnsupportedOperationException("skeleton" + limits);
    }

    /** Throws {@link StreamException} where the stream cannot go on; what was complete before that has been handed out. */
    public void feed(byte[] bytes, int offset, int length, Sink sink) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Whether something has begun that more bytes must complete: a peer may stay there for 30 s, not for ever. */
    public boolean pending() {
        throw new UnsupportedOperationException("skeleton");
    }
}
