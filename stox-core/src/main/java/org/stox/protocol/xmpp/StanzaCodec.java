package org.stox.protocol.xmpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.protocol.xml.XmlAttribute;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.StanzaError.Condition;

/** Trees to stanzas and back (RFC 6120 §8, RFC 6121 §5). */
public final class StanzaCodec {

    private static final String ERROR = "error";

    private StanzaCodec() {
    }

    /**
     * Reads a top-level element in any of the content namespaces; malformed addresses, missing ones and an iq against RFC 6120 §8.2.3
     * throw {@link StanzaException}. Answer it by {@link #error(XmlElement, StanzaError)}.
     */
    public static Stanza read(XmlElement element) {
        var xml = StanzaNamespace.canonical(element);
        if (!StanzaNamespace.isStanza(xml)) {
            throw new StanzaException(StanzaError.of(Condition.FEATURE_NOT_IMPLEMENTED), "no stanza: " + shortened(element.name()));
        }
        var from = address(xml, "from");
        var to = address(xml, "to");
        return switch (xml.name()) {
            case "message" -> message(from, to, xml);
            case "presence" -> new PresenceStanza(from, to, xml.attribute("id"), xml.attribute("type"), xml);
            default -> iq(from, to, xml);
        };
    }

    private static Jid address(XmlElement xml, String attribute) {
        var text = xml.attribute(attribute)
                .orElseThrow(() -> new StanzaException(StanzaError.of(Condition.BAD_REQUEST), "no " + attribute));
        try {
            return Jid.parse(text);
        } catch (AddressException e) {
            throw new StanzaException(StanzaError.of(Condition.JID_MALFORMED), attribute + ": " + e.getMessage());
        }
    }

    private static MessageStanza message(Jid from, Jid to, XmlElement xml) {
        var type = xml.attribute("type");
        var isError = type.filter(ERROR::equals).isPresent();
        var subjects = new ArrayList<LangText>();
        var bodies = new ArrayList<LangText>();
        var thread = Optional.<String>empty();
        var error = Optional.<StanzaError>empty();
        var extensions = new ArrayList<XmlElement>();
        for (var child : xml.children()) {
            if (child.is(Stanza.NAMESPACE, "subject")) {
                subjects.add(langText(child));
            } else if (child.is(Stanza.NAMESPACE, "body")) {
                bodies.add(langText(child));
            } else if (child.is(Stanza.NAMESPACE, "thread") && thread.isEmpty()) {
                thread = Optional.of(child.text());
            } else if (child.is(Stanza.NAMESPACE, ERROR) && isError && error.isEmpty()) {
                error = Optional.of(StanzaErrorCodec.read(child));
            } else {
                extensions.add(child);
            }
        }
        return new MessageStanza(from, to, xml.attribute("id"), type, xml.attribute(XmlAttribute.XML, "lang"), subjects, bodies, thread,
                error, extensions);
    }

    private static LangText langText(XmlElement element) {
        return new LangText(element.attribute(XmlAttribute.XML, "lang"), element.text());
    }

    private static IqStanza iq(Jid from, Jid to, XmlElement xml) {
        var type = xml.attribute("type");
        var id = xml.attribute("id");
        if (id.filter(i -> !i.isEmpty()).isEmpty() || type.filter(IqStanza.TYPES::contains).isEmpty()) {
            throw new StanzaException(StanzaError.of(Condition.BAD_REQUEST), "an iq without id or type");
        }
        var payload = xml.children().stream().filter(e -> !e.is(Stanza.NAMESPACE, ERROR)).toList();
        var request = type.get().equals("get") || type.get().equals("set");
        if (request && payload.size() != 1) {
            throw new StanzaException(StanzaError.of(Condition.BAD_REQUEST), "an iq of type " + type.get() + " has one child");
        }
        return new IqStanza(from, to, id, type, payload.stream().findFirst(), xml);
    }

    static XmlElement write(MessageStanza message) {
        var content = new ArrayList<XmlNode>();
        message.subjects().forEach(s -> content.add(element("subject", s)));
        message.bodies().forEach(b -> content.add(element("body", b)));
        message.thread().ifPresent(t -> content.add(XmlElement.text(Stanza.NAMESPACE, "thread", t)));
        message.error().ifPresent(e -> content.add(StanzaErrorCodec.write(e)));
        content.addAll(message.extensions());
        var attributes = attributes(message.from().toString(), message.to().toString(), message.id(), message.type());
        message.lang().ifPresent(l -> attributes.add(new XmlAttribute(XmlAttribute.XML, "lang", l)));
        return new XmlElement(Stanza.NAMESPACE, "message", attributes, content);
    }

    private static XmlElement element(String name, LangText text) {
        var element = XmlElement.text(Stanza.NAMESPACE, name, text.text());
        return text.lang().map(l -> element.with(XmlAttribute.XML, "lang", l)).orElse(element);
    }

    static List<XmlAttribute> attributes(String from, String to, Optional<String> id, Optional<String> type) {
        var attributes = new ArrayList<XmlAttribute>(5);
        attributes.add(new XmlAttribute("", "from", from));
        attributes.add(new XmlAttribute("", "to", to));
        id.ifPresent(i -> attributes.add(new XmlAttribute("", "id", i)));
        type.ifPresent(t -> attributes.add(new XmlAttribute("", "type", t)));
        return attributes;
    }

    /**
     * The error stanza that answers {@code stanza}: same kind, addresses swapped, same id (RFC 6120 §8.3.1).
     * A stanza of type error, and an iq of type result, has none: it is never answered.
     */
    public static Optional<Stanza> error(Stanza stanza, StanzaError error) {
        return error(stanza.toXml(), error).map(xml -> answer(stanza, error, xml));
    }

    private static Stanza answer(Stanza stanza, StanzaError error, XmlElement xml) {
        var type = Optional.of(ERROR);
        if (stanza instanceof IqStanza) {
            return new IqStanza(stanza.to(), stanza.from(), stanza.id(), type, Optional.empty(), xml);
        }
        if (stanza instanceof PresenceStanza) {
            return new PresenceStanza(stanza.to(), stanza.from(), stanza.id(), type, xml);
        }
        return new MessageStanza(stanza.to(), stanza.from(), stanza.id(), type, Optional.empty(), List.of(), List.of(), Optional.empty(),
                Optional.of(error), List.of());
    }

    /** The same for a stanza that could not be read, or whose open tag only is left: nothing but its attributes is looked at. */
    public static Optional<XmlElement> error(XmlElement stanza, StanzaError error) {
        var type = stanza.attribute("type").orElse("");
        var answered = StanzaNamespace.isStanza(stanza) && stanza.attribute("from").isPresent() && stanza.attribute("to").isPresent()
                && !type.equals(ERROR) && !(type.equals("result") && stanza.name().equals("iq"));
        return answered ? Optional.of(new XmlElement(Stanza.NAMESPACE, stanza.name(),
                attributes(stanza.attribute("to").get(), stanza.attribute("from").get(), stanza.attribute("id"), Optional.of(ERROR)),
                List.of(StanzaErrorCodec.write(error)))) : Optional.empty();
    }

    /** The error that a stanza of type error carries; undefined-condition if it carries none. Empty for all other stanzas. */
    public static Optional<StanzaError> errorOf(Stanza stanza) {
        if (!stanza.isError()) {
            return Optional.empty();
        }
        var carried = stanza instanceof MessageStanza message ? message.error()
                : stanza.toXml().child(Stanza.NAMESPACE, ERROR).map(StanzaErrorCodec::read);
        return carried.or(() -> Optional.of(StanzaError.of(Condition.UNDEFINED_CONDITION)));
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }
}
