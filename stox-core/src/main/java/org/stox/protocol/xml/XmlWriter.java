package org.stox.protocol.xml;

import java.util.Arrays;
import java.util.List;

/**
 * Trees to XML, always one well-formed element if its names are names: a namespace is declared as the default one where it changes, and
 * what XML forbids becomes U+FFFD. No recursion. What may go on a stream is for the gate to say.
 */
public final class XmlWriter {

    private final XmlOutput out;
    private XmlElement[] elements = new XmlElement[8];      // open elements
    private String[] namespaces = new String[8];            // their default namespaces
    private int[] next = new int[8];                        // the next node in them
    private int depth;

    private XmlWriter(XmlOutput out) {
        this.out = out;
    }

    /** With the namespace of the root declared as the default one: for people, logs and {@code translate}. */
    public static String text(XmlElement element) {
        var out = new XmlOutput();
        write(element, "", out);
        return out.toString();
    }

    /** @param around the default namespace of where it is written to */
    public static void write(XmlElement root, String around, XmlOutput out) {
        new XmlWriter(out).write(root, around);
    }

    private void write(XmlElement root, String around) {
        open(root, around);
        while (depth > 0) {
            var content = elements[depth - 1].content();
            var i = next[depth - 1]++;
            if (i == content.size()) {
                close();
            } else if (content.get(i) instanceof XmlElement child) {
                open(child, namespaces[depth - 1]);
            } else if (content.get(i) instanceof XmlText text) {
                out.text(text.value());
            }
        }
    }

    private void open(XmlElement element, String around) {
        var start = out.length();
        out.raw('<').raw(element.name());
        if (!element.namespace().equals(around)) {
            out.raw(" xmlns='").value(element.namespace()).raw('\'');
        }
        attributes(element.attributes());
        if (isEmpty(element.content())) {
            out.raw("/>").tagEnds(start);
        } else {
            out.raw('>').tagEnds(start);
            push(element);
        }
    }

    private static boolean isEmpty(List<XmlNode> content) {
        return content.isEmpty() || content.size() == 1 && content.get(0) instanceof XmlText text && text.value().isEmpty();
    }

    private void attributes(List<XmlAttribute> attributes) {
        var prefixes = 0;
        for (var attribute : attributes) {
            out.raw(' ');
            if (attribute.namespace().equals(XmlAttribute.XML)) {
                out.raw("xml:");
            } else if (!attribute.namespace().isEmpty()) {
                var prefix = "n" + prefixes++;
                out.raw("xmlns:").raw(prefix).raw("='").value(attribute.namespace()).raw("' ").raw(prefix).raw(':');
            }
            out.raw(attribute.name()).raw("='").value(attribute.value()).raw('\'');
        }
    }

    private void push(XmlElement element) {
        if (depth == elements.length) {
            elements = Arrays.copyOf(elements, 2 * depth);
            namespaces = Arrays.copyOf(namespaces, 2 * depth);
            next = Arrays.copyOf(next, 2 * depth);
        }
        elements[depth] = element;
        namespaces[depth] = element.namespace();
        next[depth++] = 0;
    }

    private void close() {
        var start = out.length();
        out.raw("</").raw(elements[--depth].name()).raw('>').tagEnds(start);
    }
}
