package org.stox.protocol.xmpp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.stox.protocol.xml.StreamException;
import org.stox.protocol.xml.StreamHeader;
import org.stox.protocol.xml.StreamReader;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlLimits;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xml.XmlWriter;

/**
 * One stanza as text, as people paste it and as other libraries write it: in the namespace of a client or of a component stream, or in
 * none. Read by the strict reader of the stream.
 */
public final class StanzaText {

    /** The namespace of stanzas on a client's stream (RFC 6120 §4.8.3). */
    public static final String CLIENT = "jabber:client";

    private static final String HEADER = "<stream:stream xmlns='" + Stanza.NAMESPACE
            + "' xmlns:stream='http://etherx.jabber.org/streams' from='stox.invalid' id='1'>";

    private StanzaText() {
    }

    /** The element of the text, its stanza namespace that of a component stream; {@link StanzaException} if it is not exactly one. */
    public static XmlElement readElement(String text) {
        var found = new Found();
        var reader = new StreamReader(XmlLimits.READING);
        feed(reader, HEADER, found);
        try {
            feed(reader, bare(text), found);
        } catch (StreamException e) {
            throw malformed("The stanza is not well-formed: " + e.getMessage());
        }
        if (reader.pending() || found.elements.size() != 1) {
            throw malformed(found.elements.size() > 1 ? "There is more than one stanza" : "The stanza is not complete");
        }
        return renamed(found.elements.get(0), CLIENT, Stanza.NAMESPACE);
    }

    public static Stanza read(String text) {
        return StanzaCodec.read(readElement(text));
    }

    /** As a client's stream has it. */
    public static String client(XmlElement element) {
        return XmlWriter.text(renamed(element, Stanza.NAMESPACE, CLIENT));
    }

    private static void feed(StreamReader reader, String text, Found found) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        reader.feed(bytes, 0, bytes.length, found);
    }

    /** Without white space around it, and without an XML declaration. */
    private static String bare(String text) {
        var stripped = text.strip();
        return stripped.startsWith("<?xml ") && stripped.contains("?>")
                ? stripped.substring(stripped.indexOf("?>") + 2).strip() : stripped;
    }

    private static XmlElement renamed(XmlElement element, String from, String to) {
        var content = new ArrayList<XmlNode>(element.content().size());
        for (var node : element.content()) {
            content.add(node instanceof XmlElement child ? renamed(child, from, to) : node);
        }
        return new XmlElement(element.namespace().equals(from) ? to : element.namespace(), element.name(), element.attributes(), content);
    }

    private static StanzaException malformed(String message) {
        return new StanzaException(StanzaError.of(StanzaError.Condition.BAD_REQUEST), message);
    }

    private static final class Found implements StreamReader.Sink {

        private final List<XmlElement> elements = new ArrayList<>();

        @Override
        public void header(StreamHeader header) {
            // ours
        }

        @Override
        public void element(XmlElement element) {
            elements.add(element);
        }

        @Override
        public void skipped(XmlElement openTag) {
            throw malformed("The stanza is too large");
        }

        @Override
        public void end() {
            throw malformed("There is more than a stanza");
        }
    }
}
