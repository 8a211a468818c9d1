package org.stox.protocol.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.stox.protocol.xmpp.Stanza;

/** Stanzas of which nothing good can be expected but their shape. */
public final class RandomTrees {

    private static final List<String> NASTY = List.of("</message>", "]]>", "<![CDATA[", "<!--", "&amp;", "&", "'", "\"", "\r\n", "\r", "\t", "\n",
            "</stream:stream>", "<?xml version='1.0'?>", "\uD83D\uDE00", "\u00FC", "\u4E2D", "\u2028", "\u0085", "\uFEFF", "\uFDD0", "\u007F", " ");
    private static final List<String> FORBIDDEN = List.of("\uD800", "\uDC00", "\uDE00\uD83D", "\u0000", "\u0001", "\u001F", "\uFFFE", "\uFFFF");
    private static final List<String> NAMES = List.of("body", "x", "a-b.c", "_q", "message", "error", "html");
    private static final List<String> NAMESPACES = List.of(Stanza.NAMESPACE, "urn:x:1", "http://www.w3.org/1999/xhtml", "a&b'<\"",
            StreamError.STREAMS, "urn:\u00FC");

    private final Random random;

    public RandomTrees(long seed) {
        random = new Random(seed);
    }

    /** With from and to as the gate wants them; in one of {@code clean} of them attributes may hold what XML forbids. */
    public XmlElement stanza(boolean clean) {
        var kind = List.of("message", "presence", "iq").get(random.nextInt(3));
        var stanza = new XmlElement(Stanza.NAMESPACE, kind, attributes(clean), content(3))
                .with("from", "romeo@sip.example/" + word(true)).with("to", "juliet@example.com");
        return stanza.with("id", "i" + word(true)).with("type", "get");
    }

    private List<XmlNode> content(int depth) {
        var content = new ArrayList<XmlNode>();
        for (var i = random.nextInt(4); i > 0; i--) {
            content.add(depth == 0 || random.nextBoolean() ? new XmlText(words())
                    : new XmlElement(one(NAMESPACES), one(NAMES), attributes(true), content(depth - 1)));
        }
        return content;
    }

    private List<XmlAttribute> attributes(boolean clean) {
        var attributes = new ArrayList<XmlAttribute>();
        for (var name : NAMES) {
            if (random.nextInt(6) == 0) {
                var namespace = random.nextInt(3) > 0 ? "" : random.nextBoolean() ? XmlAttribute.XML : one(NAMESPACES);
                attributes.add(new XmlAttribute(namespace, name, word(clean)));
            }
        }
        return attributes;
    }

    private String words() {
        var text = new StringBuilder();
        for (var i = random.nextInt(5); i > 0; i--) {
            text.append(word(random.nextInt(3) > 0));
        }
        return text.toString();
    }

    private String word(boolean clean) {
        return random.nextInt(3) == 0 ? "abc" : one(clean || random.nextInt(4) > 0 ? NASTY : FORBIDDEN);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** The tree as it must come back: character data in one node, cleaned, and none that is empty. */
    public static XmlElement asRead(XmlElement element) {
        var content = new ArrayList<XmlNode>();
        var text = new StringBuilder();
        for (var node : element.content()) {
            if (node instanceof XmlText run) {
                text.append(XmlCharacters.clean(run.value()));
            } else {
                addText(text, content);
                content.add(asRead((XmlElement) node));
            }
        }
        addText(text, content);
        return new XmlElement(element.namespace(), element.name(), element.attributes(), content);
    }

    private static void addText(StringBuilder text, List<XmlNode> content) {
        if (!text.isEmpty()) {
            content.add(new XmlText(text.toString()));
            text.setLength(0);
        }
    }
}
