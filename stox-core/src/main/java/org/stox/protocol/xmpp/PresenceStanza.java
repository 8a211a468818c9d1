package org.stox.protocol.xmpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.xml.XmlAttribute;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xml.XmlText;
import org.stox.protocol.xmpp.MessageStanza.LangText;

/** A presence stanza (RFC 6121 §4): its tree as it is, and what RFC 6121 §4.7 says of it. */
public record PresenceStanza(Jid from, Jid to, Optional<String> id, Optional<String> type, XmlElement xml) implements Stanza {

    /** The values of show (RFC 6121 §4.7.2.1), the most available first. */
    public enum Show {
        CHAT, AWAY, DND, XA;

        /** Empty for what is none of them, which counts as plain available. */
        public static Optional<Show> read(String text) {
            for (var show : values()) {
                if (show.toString().equals(text.strip())) {
                    return Optional.of(show);
                }
            }
            return Optional.empty();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Without a child; without a type it is available (RFC 6121 §4.7.1). */
    public static PresenceStanza of(Jid from, Jid to, Optional<String> type, XmlNode... children) {
        return of(from, to, type, Optional.empty(), List.of(children));
    }

    public static PresenceStanza of(Jid from, Jid to, String type, XmlNode... children) {
        return of(from, to, Optional.of(type), children);
    }

    public static PresenceStanza of(Jid from, Jid to, Optional<String> type, Optional<String> lang, List<XmlNode> children) {
        var attributes = new ArrayList<>(StanzaCodec.attributes(from.toString(), to.toString(), Optional.empty(), type));
        lang.ifPresent(l -> attributes.add(new XmlAttribute(XmlAttribute.XML, "lang", l)));
        return new PresenceStanza(from, to, Optional.empty(), type, new XmlElement(NAMESPACE, "presence", attributes, children));
    }

    /** An element of this namespace, such as status, with its language if it has one. */
    public static XmlElement element(String name, Optional<String> lang, String text) {
        return new XmlElement(NAMESPACE, name, lang.map(l -> List.of(new XmlAttribute(XmlAttribute.XML, "lang", l))).orElse(List.of()),
                List.of(new XmlText(text)));
    }

    public PresenceStanza withId(String newId) {
        return new PresenceStanza(from, to, Optional.of(newId), type, xml.with("id", newId));
    }

    public boolean is(String aType) {
        return type.filter(aType::equals).isPresent();
    }

    /** Whether it tells of a presence: no type, or unavailable (RFC 6121 §4.7.1). */
    public boolean isNotification() {
        return type.isEmpty() || is("unavailable");
    }

    public Optional<Show> show() {
        return xml.child(NAMESPACE, "show").map(XmlElement::text).flatMap(Show::read);
    }

    /** Each with the language of its own (RFC 6121 §4.7.2.2); one that is empty, as mcabber sends it, says nothing. */
    public List<LangText> statuses() {
        return xml.children().stream().filter(e -> e.is(NAMESPACE, "status") && !e.text().isEmpty())
                .map(e -> new LangText(e.attribute(XmlAttribute.XML, "lang"), e.text())).toList();
    }

    /** From -128 to 127 (RFC 6121 §4.7.2.3); empty where there is none, or no such number. */
    public Optional<Integer> priority() {
        return xml.child(NAMESPACE, "priority").map(e -> e.text().strip()).filter(t -> t.matches("[+-]?[0-9]{1,3}")).map(Integer::valueOf)
                .filter(p -> p >= -128 && p <= 127);
    }

    public Optional<String> lang() {
        return xml.attribute(XmlAttribute.XML, "lang");
    }

    @Override
    public XmlElement toXml() {
        return xml;
    }

    @Override
    public String toString() {
        return toXml().toString();
    }
}
