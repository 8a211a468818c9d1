package org.stox.service.presence;

import java.util.List;
import java.util.Optional;

import org.stox.protocol.CleanText;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xmpp.PresenceStanza;

/** The nickname that goes with a request for authorization (XEP-0172 §4.2), and the display name of From. */
final class Nickname {

    static final String NAMESPACE = "http://jabber.org/protocol/nick";

    private Nickname() {
    }

    /** One line of moderate length. */
    static Optional<String> displayName(PresenceStanza stanza) {
        return stanza.xml().child(NAMESPACE, "nick").map(e -> CleanText.name(e.text())).filter(n -> !n.isEmpty());
    }

    /** None where From has no display name. */
    static List<XmlNode> elements(SipRequest request) {
        return NameAddr.read(request.header("From").orElse("")).displayName().map(CleanText::name).filter(n -> !n.isEmpty())
                .<List<XmlNode>>map(n -> List.of(XmlElement.text(NAMESPACE, "nick", n))).orElse(List.of());
    }
}
