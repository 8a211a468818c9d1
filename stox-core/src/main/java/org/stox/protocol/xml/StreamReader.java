package org.stox.protocol.xml;

import java.util.List;
import java.util.Optional;

/** The bytes of one stream, in any cut, to its header and its top-level elements (RFC 6120 §4, §11); one for each connection. */
public final class StreamReader {

    /** Takes what was read, in order. */
    public interface Sink {

        void header(StreamHeader header);

        /** A complete top-level element: a stanza, the handshake, a stream error. */
        void element(XmlElement element);

        /**
         * A stanza over a limit, which is gone: its open tag with from, to, id and type, as far as it had them.
         * The codec of stanzas makes the answer to its sender from it.
         */
        void skipped(XmlElement openTag);

        /** The peer closed the stream. */
        void end();
    }

    private final XmlFramer framer;
    private final XmlReader reader = new XmlReader();
    private Optional<String> lang = Optional.empty();       // of the stream, which stanzas inherit (RFC 6120 §4.7.4)

    public StreamReader(XmlLimits limits) {
        framer = new XmlFramer(limits);
    }

    /** Throws {@link StreamException} where the stream cannot go on; what was complete before that has been handed out. */
    public void feed(byte[] bytes, int offset, int length, Sink sink) {
        framer.feed(bytes, offset, length, new Frames(sink));
    }

    /** Whether something has begun that more bytes must complete: a peer may stay there for 30 s, not for ever. */
    public boolean pending() {
        return framer.pending();
    }

    List<String> words() {
        return reader.words();
    }

    private final class Frames implements XmlFramer.Frames {

        private final Sink sink;

        Frames(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void header(byte[] bytes, int from, int to) {
            var header = reader.header(bytes, from, to);
            lang = header.lang();
            sink.header(header);
        }

        @Override
        public void stanza(byte[] bytes, int from, int to) {
            var element = reader.stanza(bytes, from, to);
            if (lang.isPresent() && element.attribute(XmlAttribute.XML, "lang").isEmpty()) {
                element = element.with(XmlAttribute.XML, "lang", lang.get());
            }
            sink.element(element);
        }

        @Override
        public void skipped(byte[] bytes, int from, int to) {
            sink.skipped(reader.openTag(bytes, from, to));
        }

        @Override
        public void end() {
            sink.end();
        }
    }
}
