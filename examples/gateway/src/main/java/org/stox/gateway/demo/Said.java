package org.stox.gateway.demo;

import java.util.List;
import java.util.stream.Stream;

import org.stox.protocol.Octets;
import org.stox.protocol.composing.ComposingException;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.sip.SipSyntaxException;

/** What a message says, in a word or two for an arrow. */
final class Said {

    /** What a stanza without a body is about: chat states, receipts, markers. */
    private static final List<String> NAMESPACES = List.of("http://jabber.org/protocol/chatstates", "urn:xmpp:receipts", "urn:xmpp:chat-markers:0");

    /** Of an element. */
    record Name(String namespace, String name) { }

    private Said() {
    }

    /** The text; of a document who is typing, of another what it is. */
    static String of(String contentType, Octets body) {
        try {
            var type = ContentType.read(contentType).essence();
            return type.startsWith("text/") ? body.text()
                    : type.equals(IsComposing.CONTENT_TYPE) ? IsComposingCodec.read(body).state().toString() : type.substring(type.indexOf('/') + 1);
        } catch (SipSyntaxException | ComposingException e) {
            return body.text();
        }
    }

    /** Of a stanza without a body, by its children. */
    static String without(Stream<Name> children) {
        return children.filter(c -> NAMESPACES.contains(c.namespace())).map(Name::name).findFirst().orElse("");
    }
}
