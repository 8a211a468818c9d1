package org.stox.protocol.xmpp;

import java.util.Optional;

import org.stox.address.Jid;

/** An info/query stanza (RFC 6120 §8.2.3); a get or set has one payload element. */
public record IqStanza(Jid from, Jid to, Optional<String> id, Optional<String> type, Optional<XmlElement> payload,
        XmlElement xml) implements Stanza {

    @Override
    public XmlElement toXml() {
        return xml;
    }

    @Override
    public String toString() {
        return toXml().toString();
    }
}
