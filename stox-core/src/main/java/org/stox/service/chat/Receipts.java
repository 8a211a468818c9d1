package org.stox.service.chat;

import java.util.Optional;

import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;

/** Delivery receipts in stanzas (XEP-0184). */
final class Receipts {

    private Receipts() {
    }

    /** One without an id cannot be told of. */
    static boolean asks(MessageStanza message) {
        return message.id().isPresent() && child(message, "request").isPresent();
    }

    /** The id of the message that has arrived. */
    static Optional<String> received(MessageStanza message) {
        return child(message, "received").flatMap(e -> e.attribute("id")).filter(i -> !i.isEmpty());
    }

    private static Optional<XmlElement> child(MessageStanza message, String name) {
        return message.extensions().stream().filter(e -> e.is(ToUser.RECEIPTS, name)).findFirst();
    }
}
