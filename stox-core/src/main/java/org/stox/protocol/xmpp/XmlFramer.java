package org.stox.protocol.xmpp;

/** Cuts the bytes of a stream into header, stanzas and end (RFC 6120 §4.2), wherever the reads were cut; skips what is over a limit. */
public final class XmlFramer {

    /** Takes what was found; the ranges are only good during the call. */
    public interface Frames {

        /** XML declaration, if there is one, and the open tag of the stream. */
        void header(byte[] bytes, int from, int to);

        /** One complete top-level element. */
        void stanza(byte[] bytes, int from, int to);

        /** A top-level element that was over a limit and is gone: the open tag that it began with. */
        void skipped(byte[] bytes, int from, int to);

        /** The end tag of the stream. */
        void end();
    }

    public XmlFramer(XmlLimits limits) {
        throw new UnsupportedOperationException("skeleton" + limits);
    }

    /** Throws {@link StreamException} where the stream cannot go on; what was complete before that has been handed out. */
    public void feed(byte[] bytes, int offset, int length, Frames frames) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Whether something has begun that more bytes must complete: a peer may not stay there for ever. */
    public boolean pending() {
        throw new UnsupportedOperationException("skeleton");
    }
}
