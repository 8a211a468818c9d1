package org.stox.protocol.xml;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A stream as the tests feed it, and what came of it. */
public final class Streams {

    public static final String HEADER = "<?xml version='1.0'?><stream:stream xmlns:stream='http://etherx.jabber.org/streams' "
            + "xmlns='jabber:component:accept' from='sip.example' id='3BF96D32'>";

    private Streams() {
    }

    /** What a reader made of a stream: what it handed out, then how it ended. */
    public record Outcome(List<XmlElement> elements, List<XmlElement> skipped, List<StreamHeader> headers, String end, boolean pending) {

        boolean refused() {
            return !end.equals("closed") && !end.equals("open");
        }
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static Outcome whole(byte[] stream) {
        return read(stream, stream.length, new Random(0));
    }

    public static Outcome bytewise(byte[] stream) {
        return read(stream, 1, new Random(0));
    }

    /** In pieces of up to {@code most} bytes; of just one if that is 1, all at once if it is the length. */
    public static Outcome read(byte[] stream, int most, Random random) {
        var elements = new ArrayList<XmlElement>();
        var skipped = new ArrayList<XmlElement>();
        var headers = new ArrayList<StreamHeader>();
        var end = new ArrayList<String>(List.of("open"));
        var reader = new StreamReader(XmlLimits.READING);
        var sink = new StreamReader.Sink() {
            @Override
            public void header(StreamHeader header) {
                headers.add(header);
            }

            @Override
            public void element(XmlElement element) {
                elements.add(element);
            }

            @Override
            public void skipped(XmlElement openTag) {
                skipped.add(openTag);
            }

            @Override
            public void end() {
                end.set(0, "closed");
            }
        };
        try {
            for (var at = 0; at < stream.length;) {
                var length = Math.min(stream.length - at, most == stream.length ? most : 1 + random.nextInt(most));
                var piece = new byte[length + 2];           // as a read buffer is: the piece is somewhere in it
                System.arraycopy(stream, at, piece, 1, length);
                reader.feed(piece, 1, length, sink);
                at += length;
            }
        } catch (StreamException e) {
            end.set(0, e.error().condition().elementName());
        }
        return new Outcome(elements, skipped, headers, end.get(0), reader.pending());
    }

    /** Collects elements; anything else is a mistake. */
    public record Elements(List<XmlElement> seen) implements StreamReader.Sink {

        @Override
        public void header(StreamHeader header) {
            seen.clear();
        }

        @Override
        public void element(XmlElement element) {
            seen.add(element);
        }

        @Override
        public void skipped(XmlElement openTag) {
            throw new AssertionError(openTag);
        }

        @Override
        public void end() {
            throw new AssertionError("closed");
        }
    }
}
