package org.stox.protocol.xhtml;

import org.jsoup.Jsoup;

import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xml.XmlText;

/**
 * Formatted text as a stanza carries it (XEP-0071), and the same content as plain text, which always goes beside it.
 *
 * @param html the html element of XHTML-IM, with one body
 */
public record XhtmlIm(XmlElement html, String text) {

    public static final String NAMESPACE = "http://jabber.org/protocol/xhtml-im";

    /** The namespace of the elements inside. */
    public static final String XHTML = "http://www.w3.org/1999/xhtml";

    /** HTML of any kind, made of what is allowed in it; what is not is taken off, and its text stays unless it is a script or the like. */
    public static XhtmlIm ofHtml(String html) {
        var builder = new XhtmlBuilder();
        Jsoup.parse(html).body().filter(builder);
        var body = builder.body();
        return new XhtmlIm(XmlElement.of(NAMESPACE, "html", body), plain(body));
    }

    private static String plain(XmlElement body) {
        var text = new StringBuilder();
        append(body, text, false);
        return text.toString().strip();
    }

    private static void append(XmlElement element, StringBuilder text, boolean preformatted) {
        boolean block = Markup.BLOCKS.contains(element.name());
        if (element.name().equals("br")) {
            text.append('\n');
        }
        if (block) {
            newLine(text);
        }
        int from = text.length();
        for (XmlNode node : element.content()) {
            if (node instanceof XmlElement child) {
                append(child, text, preformatted || element.name().equals("pre"));
            } else if (node instanceof XmlText t) {
                boolean atStart = text.isEmpty() || text.charAt(text.length() - 1) == '\n';
                text.append(atStart && !preformatted && !element.name().equals("pre") ? t.value().stripLeading() : t.value());
            }
        }
        element.attribute("href").filter(link -> !text.substring(from).equals(link)).ifPresent(link ->
                text.append(" (").append(link).append(')'));
        if (block) {
            newLine(text);
        }
    }

    private static void newLine(StringBuilder text) {
        while (!text.isEmpty() && text.charAt(text.length() - 1) == ' ') {
            text.setLength(text.length() - 1);
        }
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
            text.append('\n');
        }
    }
}
