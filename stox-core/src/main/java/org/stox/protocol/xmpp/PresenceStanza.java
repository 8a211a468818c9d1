package org.stox.protocol.xmpp;

import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.xml.XmlElement;

/** A presence stanza (RFC 6121 §4), its children as they are until RFC 8048 is served. */
public record PresenceStanza(Jid from, Jid to, Optional<String> id, Optional<String> type, XmlElement xml) implements Stanza {

    @Override
    public XmlElement toXml() {
        return xml;
    }

    @Override
    public String toString() {
        return toXml().toString();
    }
}
