package org.stox.protocol.xml;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import org.stox.protocol.Octets;

/**
 * An XML document that is a body of its own, not part of a stream: UTF-8, well-formed by XML 1.0 §2.1, without a document type. Comments
 * and processing instructions are allowed there, and passed over.
 */
public final class XmlDocument {

    private static final Pattern LATIN_1 = Pattern.compile("<\\?xml\\s+version\\s*=\\s*[\"']1\\.0[\"']\\s+encoding\\s*=\\s*[\"']"
            + "(?:ISO-8859-1|US-ASCII)[\"'][^?>]*\\?>", Pattern.CASE_INSENSITIVE);
    private static final String SECTION = "<![CDATA[";

    private XmlDocument() {
    }

    /** Throws {@link StreamException} where it is not well-formed. */
    public static XmlElement read(Octets body) {
        var text = text(body);
        var bare = withoutNotes(text.startsWith("\uFEFF") ? text.substring(1) : text);
        var bytes = bare.strip().getBytes(StandardCharsets.UTF_8);
        return new XmlReader().document(bytes, 0, bytes.length);
    }

    /** What says that it is Latin-1, as each document of Asterisk's chan_sip does, is read as that. */
    private static String text(Octets body) {
        var text = body.text();
        var declared = LATIN_1.matcher(text);
        return declared.lookingAt() ? new String(body.toArray(), StandardCharsets.ISO_8859_1).substring(declared.end()) : text;
    }

    /** Without comments, and without processing instructions but the declaration. */
    private static String withoutNotes(String text) {
        if (!text.contains("<!--") && text.indexOf("<?", 1) < 0) {
            return text;
        }
        var left = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = end(text, at);
            if (end > at) {
                at = end;
            } else {
                int next = text.startsWith(SECTION, at) ? text.indexOf("]]>", at) : at + 1;
                next = next < 0 ? text.length() : next;
                left.append(text, at, next);
                at = next;
            }
        }
        return left.toString();
    }

    /** The end of what is passed over, if it begins here; it must have one, so the text is searched once only. */
    private static int end(String text, int at) {
        boolean comment = text.startsWith("<!--", at);
        if (!comment && (!text.startsWith("<?", at) || text.startsWith("<?xml ", at))) {
            return at;
        }
        String closed = comment ? "-->" : "?>";
        int end = text.indexOf(closed, at + (comment ? 4 : 2));
        XmlTokens.require(end >= 0, comment ? "a comment without end" : "an instruction without end");
        return end + closed.length();
    }
}
