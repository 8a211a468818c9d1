package org.stox.protocol.xmpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.protocol.xml.XmlAttribute;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xml.XmlText;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.protocol.xmpp.StanzaError.Type;

/** The error element to its record and back (RFC 6120 §8.3.2). */
final class StanzaErrorCodec {

    private static final String CONDITIONS = "urn:ietf:params:xml:ns:xmpp-stanzas";

    private static final Map<String, Condition> BY_NAME = Stream.of(Condition.values())
            .collect(Collectors.toUnmodifiableMap(Condition::elementName, c -> c));

    private StanzaErrorCodec() {
    }

    /** A condition that is unknown or missing is undefined-condition (RFC 6120 §8.3.2), a type likewise the condition's usual one. */
    static StanzaError read(XmlElement error) {
        var element = error.children().stream().filter(e -> e.namespace().equals(CONDITIONS) && !e.name().equals("text")).findFirst();
        var condition = element.map(e -> BY_NAME.getOrDefault(e.name(), Condition.UNDEFINED_CONDITION))
                .orElse(Condition.UNDEFINED_CONDITION);
        var address = element.filter(e -> hasAddress(condition)).map(e -> e.text().strip()).filter(t -> !t.isEmpty());
        var text = error.child(CONDITIONS, "text").map(XmlElement::text).filter(t -> !t.isBlank());
        var by = error.attribute("by").flatMap(StanzaErrorCodec::address);
        return new StanzaError(type(error.attribute("type").orElse(""), condition), condition, address, text, by);
    }

    static XmlElement write(StanzaError error) {
        var attributes = new ArrayList<XmlAttribute>(2);
        error.by().ifPresent(by -> attributes.add(new XmlAttribute("", "by", by.toString())));
        attributes.add(new XmlAttribute("", "type", error.type().name().toLowerCase(Locale.ROOT)));
        var content = new ArrayList<XmlNode>(2);
        var name = error.condition().elementName();
        content.add(error.address().filter(a -> hasAddress(error.condition())).map(a -> XmlElement.text(CONDITIONS, name, a))
                .orElse(XmlElement.of(CONDITIONS, name)));
        error.text().ifPresent(text -> content.add(text(text)));
        return new XmlElement(Stanza.NAMESPACE, "error", attributes, content);
    }

    /** RFC 6120 §8.3.2 wants a language; ours is English, and reason phrases are as a rule. */
    private static XmlElement text(String text) {
        return new XmlElement(CONDITIONS, "text", List.of(new XmlAttribute(XmlAttribute.XML, "lang", "en")), List.of(new XmlText(text)));
    }

    /** RFC 6120 §8.3.3.5 and §8.3.3.14: character data that is an address. */
    private static boolean hasAddress(Condition condition) {
        return condition == Condition.GONE || condition == Condition.REDIRECT;
    }

    private static Type type(String type, Condition condition) {
        for (var known : Type.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(type)) {
                return known;
            }
        }
        return condition.usualType();
    }

    private static Optional<Jid> address(String by) {
        try {
            return Optional.of(Jid.parse(by));
        } catch (AddressException e) {
            return Optional.empty();            // the error counts without it
        }
    }
}
