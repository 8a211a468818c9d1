package org.stox.protocol.xmpp;

import java.util.Optional;

import org.stox.protocol.xml.AttributeList;
import org.stox.protocol.xml.XmlAttribute;
import org.stox.protocol.xml.XmlCharacters;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlLimits;
import org.stox.protocol.xml.XmlText;
import org.stox.protocol.xmpp.StanzaGate.Reason;
import org.stox.protocol.xmpp.StanzaGate.Refused;

/** What the gate asks of a stanza before it is written; each rule gives why the stanza may not pass. */
final class StanzaRules {

    /** Local-, domain- and resourcepart of 1023 octets each (RFC 7622 §3). */
    private static final int MAX_ADDRESS = 3 * 1023 + 2;

    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private final String domain;
    private final XmlLimits limits;

    StanzaRules(String domain, XmlLimits limits) {
        this.domain = domain;
        this.limits = limits;
    }

    Optional<Refused> check(XmlElement stanza) {
        return StanzaNamespace.isStanza(stanza)
                ? from(stanza.attribute("from").orElse(""))
                        .or(() -> to(stanza.attribute("to").orElse("")))
                        .or(() -> iq(stanza))
                        .or(() -> new Tree().check(stanza, 1))
                : bug("no stanza: " + shortened(stanza.name()));
    }

    /** XEP-0114 §3: anything but the very domain of the component, and the server closes the stream. */
    private Optional<Refused> from(String from) {
        return hasEmptyPart(from) || !domainpart(from).equals(domain) ? bug("from is not in " + domain + ": " + shortened(from))
                : Optional.empty();
    }

    private static Optional<Refused> to(String to) {
        return hasEmptyPart(to) || to.length() > MAX_ADDRESS || !XmlCharacters.clean(to).equals(to)
                ? refused(Reason.JID_MALFORMED, "not an address: " + shortened(XmlCharacters.clean(to))) : Optional.empty();
    }

    /** RFC 6120 §8.2.3; Prosody drops an iq without type and says nothing. */
    private static Optional<Refused> iq(XmlElement stanza) {
        var type = stanza.attribute("type").orElse("");
        return stanza.name().equals("iq")
                && (stanza.attribute("id").orElse("").isEmpty() || !IqStanza.TYPES.contains(type)) ? bug("an iq without id or type")
                : Optional.empty();
    }

    private static boolean hasEmptyPart(String address) {
        var slash = address.indexOf('/');
        return address.startsWith("@") || domainpart(address).isEmpty() || slash >= 0 && slash == address.length() - 1;
    }

    private static String domainpart(String address) {
        var slash = address.indexOf('/');
        var bare = slash < 0 ? address : address.substring(0, slash);
        return bare.substring(bare.indexOf('@') + 1);
    }

    /** Names, values, depth and size of the whole tree. */
    private final class Tree {

        private int size;

        Optional<Refused> check(XmlElement element, int depth) {
            if (depth > limits.maxDepth()) {
                return refused(Reason.POLICY_VIOLATION, "more than " + limits.maxDepth() + " elements deep");
            }
            var wrong = namespace(element.namespace());
            if (!XmlCharacters.isPlainName(element.name())) {
                return bug("not a name: " + shortened(XmlCharacters.clean(element.name())));
            }
            wrong = wrong.isPresent() ? wrong : attributes(element);
            for (var i = 0; i < element.content().size() && wrong.isEmpty(); i++) {
                var node = element.content().get(i);
                wrong = node instanceof XmlElement child ? check(child, depth + 1) : size(((XmlText) node).value().length());
            }
            return wrong;
        }

        private Optional<Refused> size(int more) {
            size += more;
            return size < 0 || size > limits.maxStanza() ? tooLarge() : Optional.empty();
        }

        private Optional<Refused> attributes(XmlElement element) {
            var all = element.attributes();
            if (all.size() > limits.maxAttributes()) {
                return refused(Reason.POLICY_VIOLATION, "more than " + limits.maxAttributes() + " attributes");
            }
            if (!AttributeList.distinct(all)) {
                return bug("an attribute twice");
            }
            var wrong = size(element.name().length());
            for (var i = 0; i < all.size() && wrong.isEmpty(); i++) {
                wrong = attribute(all.get(i));
            }
            return wrong;
        }

        private Optional<Refused> attribute(XmlAttribute attribute) {
            var name = attribute.name();
            if (!XmlCharacters.isPlainName(name) || name.equals("xmlns") && attribute.namespace().isEmpty()) {
                return bug("not a name of an attribute: " + shortened(XmlCharacters.clean(name)));
            }
            var plain = attribute.namespace().isEmpty() || attribute.namespace().equals(XmlAttribute.XML);
            var wrong = plain ? Optional.<Refused>empty() : namespace(attribute.namespace());
            return wrong.isPresent() ? wrong : value(attribute);
        }

        private Optional<Refused> value(XmlAttribute attribute) {
            var value = attribute.value();
            var bytes = 0;
            for (var i = 0; i < value.length();) {
                var c = value.codePointAt(i);
                if (!XmlCharacters.isCharacter(c)) {
                    return bug("a character that XML forbids in the attribute " + attribute.name());
                }
                bytes += XmlCharacters.utf8Length(c);
                i += Character.charCount(c);
            }
            return bytes > limits.maxAttribute()
                    ? refused(Reason.POLICY_VIOLATION, "the attribute " + shortened(attribute.name()) + " is too long") : size(bytes);
        }

        /** An empty one, as {@code xmlns=''}, makes servers close the stream; two can never be declared (Namespaces in XML §3). */
        private Optional<Refused> namespace(String namespace) {
            var wrong = namespace.isEmpty() || namespace.length() > limits.maxAttribute() || namespace.equals(XmlAttribute.XML)
                    || namespace.equals(XMLNS) || !XmlCharacters.clean(namespace).equals(namespace);
            return wrong ? bug("not a namespace: " + shortened(XmlCharacters.clean(namespace))) : Optional.empty();
        }
    }

    Optional<Refused> tooLarge() {
        return refused(Reason.POLICY_VIOLATION, "the stanza is larger than " + limits.maxStanza() + " bytes");
    }

    private static Optional<Refused> bug(String text) {
        return refused(Reason.BUG, text);
    }

    private static Optional<Refused> refused(Reason reason, String text) {
        return Optional.of(new Refused(reason, text));
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
