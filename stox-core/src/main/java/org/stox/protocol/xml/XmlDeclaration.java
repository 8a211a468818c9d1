package org.stox.protocol.xml;

import java.nio.charset.StandardCharsets;

import org.stox.protocol.xml.StreamError.Condition;

/** The XML declaration (XML 1.0 §2.8) as far as RFC 6120 §11.5, §11.6 and §11.8 let it vary: version 1.0, UTF-8. */
final class XmlDeclaration {

    private static final byte[] VERSION = ascii("version");
    private static final byte[] ENCODING = ascii("encoding");
    private static final byte[] STANDALONE = ascii("standalone");
    private static final byte[] END = ascii("?>");

    private XmlDeclaration() {
    }

    /** Reads from after {@code <?xml} to after its end. */
    static void check(XmlTokens in) {
        var space = in.space();
        require(space || in.peek() == '?', Condition.RESTRICTED_XML, "a processing instruction");
        XmlTokens.require(space && in.take(VERSION), "a declaration without version");
        require(value(in).equals("1.0"), Condition.UNSUPPORTED_VERSION, "only XML 1.0");
        space = in.space();
        if (space && in.take(ENCODING)) {
            require(value(in).equalsIgnoreCase("UTF-8"), Condition.UNSUPPORTED_ENCODING, "only UTF-8");
            space = in.space();
        }
        if (space && in.take(STANDALONE)) {
            var value = value(in);
            XmlTokens.require(value.equals("yes") || value.equals("no"), "standalone is yes or no");
            in.space();
        }
        XmlTokens.require(in.take(END), "a malformed declaration");
    }

    private static String value(XmlTokens in) {
        in.space();
        in.expect('=');
        in.space();
        var from = in.position();
        var value = in.value();
        XmlTokens.require(in.position() - from == value.length() + 2, "a reference in a declaration");
        return value;
    }

    private static void require(boolean holds, Condition condition, String otherwise) {
        if (!holds) {
            throw new StreamException(condition, otherwise);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
