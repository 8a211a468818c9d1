package org.stox.protocol.xmpp;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.address.Jid;
import org.stox.protocol.xml.XmlElement;

/** An info/query stanza (RFC 6120 §8.2.3); a get or set has one payload element. */
public record IqStanza(Jid from, Jid to, Optional<String> id, Optional<String> type, Optional<XmlElement> payload,
        XmlElement xml) implements Stanza {

    /** RFC 6120 §8.2.3; there is no other. */
    static final Set<String> TYPES = Set.of("get", "set", "result", "error");

    public static IqStanza of(Jid from, Jid to, String id, String type, XmlElement... payload) {
        var attributes = StanzaCodec.attributes(from.toString(), to.toString(), Optional.of(id), Optional.of(type));
        return new IqStanza(from, to, Optional.of(id), Optional.of(type), List.of(payload).stream().findFirst(),
                new XmlElement(NAMESPACE, "iq", attributes, List.of(payload)));
    }

    /** The result that answers this request. */
    public IqStanza result(XmlElement... answer) {
        return of(to, from, id.orElse(""), "result", answer);
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
