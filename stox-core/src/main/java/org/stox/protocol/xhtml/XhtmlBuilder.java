package org.stox.protocol.xhtml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

import org.stox.protocol.CleanText;
import org.stox.protocol.xml.XmlAttribute;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xml.XmlText;

/**
 * Builds the body of XHTML-IM while a tree of HTML is walked, so that it is well nested by the content models of XHTML: lines only in
 * blocks, no block in a line, only items in lists. Deeper than 16 elements the text goes on without markup.
 */
final class XhtmlBuilder implements NodeFilter {

    private static final int MAX_DEPTH = 16;

    /** An open element, and the node of HTML that closes it. */
    private record Frame(Node source, String name, List<XmlAttribute> attributes, List<XmlNode> content) { }

    private final Deque<Frame> open = new ArrayDeque<>();
    private Optional<XmlElement> body = Optional.empty();

    XmlElement body() {
        return body.orElseGet(() -> XmlElement.of(XhtmlIm.XHTML, "body"));
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (open.isEmpty()) {
            open.push(new Frame(node, "body", List.of(), new ArrayList<>()));
        } else if (node instanceof TextNode text) {
            text(text.getWholeText());
        } else if (node instanceof Element element) {
            return element(element);
        }
        return FilterResult.CONTINUE;
    }

    private FilterResult element(Element element) {
        var name = element.normalName();
        if (Markup.DROPPED.contains(name)) {
            return FilterResult.SKIP_ENTIRELY;
        }
        switch (name) {
            case "br" -> add(XmlElement.of(XhtmlIm.XHTML, "br"));
            case "img" -> text(element.attr("alt"));        // never the image: its address would tell who reads
            case "a" -> Markup.link(element.attr("href")).filter(l -> !isOpen("a"))
                    .ifPresent(link -> open(element, "a", List.of(new XmlAttribute("", "href", CleanText.forXml(link)))));
            default -> Markup.element(name).ifPresentOrElse(allowed -> open(element, allowed), () -> {
                if (Markup.LINE_ENDS.contains(name)) {
                    lineEnd();
                } else if (Markup.CELLS.contains(name) && lineHasBegun()) {
                    text(" ");
                }
            });
        }
        return FilterResult.CONTINUE;
    }

    private void open(Element element, String name) {
        boolean block = Markup.BLOCKS.contains(name);
        boolean fits = !block || Markup.HOLDS_BLOCKS.contains(open.element().name());
        boolean stray = name.equals("li") && !Markup.LISTS.contains(open.element().name());
        if (!fits || stray) {
            lineEnd();
            return;
        }
        var style = Markup.style(element.normalName().toLowerCase(Locale.ROOT), element.attr("style"));
        open(element, name, style.map(s -> List.of(new XmlAttribute("", "style", s))).orElse(List.of()));
    }

    private void open(Element element, String name, List<XmlAttribute> attributes) {
        if (open.size() < MAX_DEPTH) {
            open.push(new Frame(element, name, attributes, new ArrayList<>()));
        }
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        var frame = open.peek();
        if (frame != null && frame.source() == node) {
            open.pop();
            var content = holdsOnlyBlocks(frame.name()) ? paragraphs(frame.content()) : frame.content();
            var element = new XmlElement(XhtmlIm.XHTML, frame.name(), frame.attributes(), content);
            if (open.isEmpty()) {
                body = Optional.of(element);
            } else if (!content.isEmpty()) {
                add(element);
            }
        } else if (node instanceof Element e && (Markup.LINE_ENDS.contains(e.normalName()) || Markup.BLOCKS.contains(e.normalName()))) {
            lineEnd();
        }
        return FilterResult.CONTINUE;
    }

    private void text(String text) {
        var clean = CleanText.forXml(isOpen("pre") ? text : collapsed(text));
        if (!clean.isEmpty()) {
            add(new XmlText(clean));
        }
    }

    /** Ends the line inside of a paragraph, unless it has just begun. */
    private void lineEnd() {
        if (lineHasBegun()) {
            add(XmlElement.of(XhtmlIm.XHTML, "br"));
        }
    }

    private boolean lineHasBegun() {
        var content = open.element().content();
        return !content.isEmpty() && !(content.get(content.size() - 1) instanceof XmlElement e && isLineEnd(e));
    }

    private static boolean isLineEnd(XmlElement element) {
        return element.name().equals("br") || Markup.BLOCKS.contains(element.name());
    }

    private void add(XmlNode node) {
        var frame = open.element();
        boolean item = node instanceof XmlElement e && e.name().equals("li");
        if (Markup.LISTS.contains(frame.name()) && !item) {
            boolean nothing = node instanceof XmlText t ? t.value().isBlank() : ((XmlElement) node).name().equals("br");
            if (!nothing) {
                frame.content().add(XmlElement.of(XhtmlIm.XHTML, "li", node));
            }
        } else {
            frame.content().add(node);
        }
    }

    private boolean isOpen(String name) {
        return open.stream().anyMatch(f -> f.name().equals(name));
    }

    private static boolean holdsOnlyBlocks(String name) {
        return name.equals("body") || name.equals("blockquote");
    }

    /** Runs of text between blocks become paragraphs. */
    private static List<XmlNode> paragraphs(List<XmlNode> content) {
        var blocks = new ArrayList<XmlNode>();
        var line = new ArrayList<XmlNode>();
        for (var node : content) {
            if (node instanceof XmlElement e && Markup.BLOCKS.contains(e.name())) {
                paragraph(line, blocks);
                blocks.add(node);
            } else {
                line.add(node);
            }
        }
        paragraph(line, blocks);
        return blocks;
    }

    private static void paragraph(List<XmlNode> line, List<XmlNode> blocks) {
        while (!line.isEmpty() && line.get(line.size() - 1) instanceof XmlElement e && isLineEnd(e)) {
            line.remove(line.size() - 1);
        }
        boolean blank = line.stream().allMatch(n -> n instanceof XmlText t ? t.value().isBlank() : isLineEnd((XmlElement) n));
        if (!blank) {
            blocks.add(new XmlElement(XhtmlIm.XHTML, "p", List.of(), line));
        }
        line.clear();
    }

    /** White space of HTML is one space (a no-break space is none of it). */
    private static String collapsed(String text) {
        var collapsed = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean space = c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
            if (!space) {
                collapsed.append(c);
            } else if (collapsed.isEmpty() || collapsed.charAt(collapsed.length() - 1) != ' ') {
                collapsed.append(' ');
            }
        }
        return collapsed.toString();
    }
}
