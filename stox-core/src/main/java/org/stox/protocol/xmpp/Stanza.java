package org.stox.protocol.xmpp;

import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.xml.XmlElement;

/** A stanza between two addresses (RFC 6120 §8); on a component stream both are always there. */
public sealed interface Stanza permits MessageStanza, PresenceStanza, IqStanza {

    /** The content namespace that stox uses inside: that of a component stream (XEP-0114). */
    String NAMESPACE = "jabber:component:accept";

    Jid from();

    Jid to();

    Optional<String> id();

    /** The type attribute as written; absent where it was absent. */
    Optional<String> type();

    XmlElement toXml();

    /** Of its element. */
    default String name() {
        return this instanceof MessageStanza ? "message" : this instanceof IqStanza ? "iq" : "presence";
    }

    default boolean isError() {
        return type().filter("error"::equals).isPresent();
    }
}
