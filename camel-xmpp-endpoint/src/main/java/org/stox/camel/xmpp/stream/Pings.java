package org.stox.camel.xmpp.stream;

import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.Stanza;

/** Pings to our own domain (XEP-0199): the server routes them back to us, after all that was written before. */
final class Pings {

    private static final XmlElement PING = XmlElement.of("urn:xmpp:ping", "ping");

    private Pings() {
    }

    static XmlElement of(String domain, String id) {
        return XmlElement.of(Stanza.NAMESPACE, "iq", PING)
                .with("type", "get").with("from", domain).with("to", domain).with("id", id);
    }

    /** Whether an iq can be one that came back, or the server's answer to one; whose it is its id says. */
    static boolean isOurs(XmlElement iq, String domain) {
        return iq.attribute("from").filter(domain::equals).isPresent() && iq.attribute("to").filter(domain::equals).isPresent();
    }
}
