package org.stox.protocol.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import org.stox.protocol.xml.StreamError.Condition;

/**
 * One complete frame to its tree, as strict as a validating server's parser: well-formed by XML 1.0 §2.1 and namespace-well-formed
 * (RFC 6120 §11.3), anything else throws {@link StreamException}. One for each stream, whose header binds the prefixes of all that
 * follows. No recursion: depth costs memory of the heap only.
 */
final class XmlReader {

    private static final byte[] DECLARATION = "<?xml".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END_TAG = "</".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EMPTY_END = "/>".getBytes(StandardCharsets.US_ASCII);

    private final XmlTokens in = new XmlTokens();
    private final NamespaceScope scope = new NamespaceScope();
    private final AttributeList attributes = new AttributeList();

    private int depth;                              // open elements
    private Open[] open = new Open[8];
    private XmlNode[] nodes = new XmlNode[16];      // content so far, of all open elements
    private int nodeCount;

    /** An element whose end has not come; reused. */
    private static final class Open {
        private int nameFrom;
        private int nameTo;
        private String namespace = "";
        private String name = "";
        private List<XmlAttribute> attributes = List.of();
        private int firstNode;
        private int scopeMark;
    }

    /** XML declaration, if there is one, and open tag of the stream. What it binds stays bound. */
    StreamHeader header(byte[] bytes, int from, int to) {
        begin(bytes, from, to);
        if (in.take(DECLARATION)) {
            XmlDeclaration.check(in);
        }
        in.space();
        var root = openTag();
        tagEnd();
        if (!root.namespace.equals(StreamError.STREAMS)) {
            throw new StreamException(Condition.INVALID_NAMESPACE, "not a stream");
        }
        if (!root.name.equals("stream")) {
            throw new StreamException(Condition.BAD_FORMAT, "not a stream");
        }
        end();
        var xml = new XmlElement(root.namespace, root.name, root.attributes, List.of());
        return new StreamHeader(xml.attribute("id"), xml.attribute("from"), scope.defaultNamespace(),
                xml.attribute(XmlAttribute.XML, "lang"));
    }

    XmlElement stanza(byte[] bytes, int from, int to) {
        begin(bytes, from, to);
        var element = element();
        end();
        return element;
    }

    /** A document of its own: perhaps with a declaration, and with white space around its element. */
    XmlElement document(byte[] bytes, int from, int to) {
        begin(bytes, from, to);
        if (in.take(DECLARATION)) {
            XmlDeclaration.check(in);
        }
        in.space();
        var element = element();
        in.space();
        end();
        return element;
    }

    private XmlElement element() {
        startElement();
        while (depth > 0) {
            if (in.peek() != '<') {
                text();
            } else if (in.section()) {
                in.sectionText();
            } else {
                flush();
                if (in.take(END_TAG)) {
                    endTag();
                } else {
                    startElement();
                }
            }
        }
        var element = (XmlElement) nodes[0];
        nodes[0] = null;            // lets it go
        return element;
    }

    /** An open tag without the rest of its element. */
    XmlElement openTag(byte[] bytes, int from, int to) {
        begin(bytes, from, to);
        var tag = openTag();
        tagEnd();
        scope.leave(tag.scopeMark);
        end();
        return new XmlElement(tag.namespace, tag.name, tag.attributes, List.of());
    }

    /** What is remembered from one stanza to the next. */
    List<String> words() {
        return in.words();
    }

    private void begin(byte[] bytes, int from, int to) {
        in.start(bytes, from, to);
        depth = 0;
        nodeCount = 0;
    }

    private void end() {
        XmlTokens.require(in.atEnd(), "bytes after the end");
        in.stop();
    }

    private void text() {
        XmlTokens.require(!in.atEnd(), "an element without end");
        var text = in.text();
        if (!text.isEmpty()) {
            add(new XmlText(text));
        }
    }

    private void flush() {
        if (in.hasScratch()) {
            add(new XmlText(in.take()));
        }
    }

    private void startElement() {
        openTag();
        if (tagEnd()) {
            close();
        }
    }

    /** Whether the element is empty. */
    private boolean tagEnd() {
        var empty = in.take(EMPTY_END);
        if (!empty) {
            in.expect('>');
        }
        return empty;
    }

    /** Reads to before the end of the tag, which is {@code >} or {@code />}. */
    private Open openTag() {
        var element = push();
        in.expect('<');
        element.nameFrom = in.position();
        in.name();
        var colon = in.position();
        if (in.peek() == ':') {
            in.expect(':');
            in.name();
        }
        element.nameTo = in.position();
        element.scopeMark = scope.mark();
        attributes.read(in, scope);
        if (element.nameTo == colon) {
            element.name = in.word(element.nameFrom, colon);
            element.namespace = scope.defaultNamespace();
        } else {
            element.name = in.word(colon + 1, element.nameTo);
            element.namespace = scope.namespace(in.word(element.nameFrom, colon));
        }
        element.attributes = attributes.resolve(scope);
        element.firstNode = nodeCount;
        return element;
    }

    /** A frame of a stream is not deeper than this, the framer sees to that; of a document nobody else does. */
    private Open push() {
        if (depth == XmlLimits.READING.maxDepth()) {
            throw new StreamException(Condition.POLICY_VIOLATION, "too many elements in each other");
        }
        if (depth == open.length) {
            open = Arrays.copyOf(open, 2 * depth);
        }
        if (open[depth] == null) {
            open[depth] = new Open();
        }
        return open[depth++];
    }

    private void endTag() {
        var element = open[depth - 1];
        var from = in.position();
        in.name();
        if (in.peek() == ':') {
            in.expect(':');
            in.name();
        }
        XmlTokens.require(in.same(from, in.position(), element.nameFrom, element.nameTo), "the end tag of another element");
        in.space();
        in.expect('>');
        close();
    }

    private void close() {
        var element = open[--depth];
        var content = content(element.firstNode);
        Arrays.fill(nodes, element.firstNode, nodeCount, null);
        nodeCount = element.firstNode;
        scope.leave(element.scopeMark);
        add(new XmlElement(element.namespace, element.name, element.attributes, content));
        element.attributes = List.of();
    }

    private void add(XmlNode node) {
        if (nodeCount == nodes.length) {
            nodes = Arrays.copyOf(nodes, 2 * nodeCount);
        }
        nodes[nodeCount++] = node;
    }

    /** Small sizes apart: {@code List.of} copies an array once more. */
    private List<XmlNode> content(int from) {
        return switch (nodeCount - from) {
            case 0 -> List.of();
            case 1 -> List.of(nodes[from]);
            case 2 -> List.of(nodes[from], nodes[from + 1]);
            case 3 -> List.of(nodes[from], nodes[from + 1], nodes[from + 2]);
            default -> List.of(Arrays.copyOfRange(nodes, from, nodeCount));
        };
    }
}
