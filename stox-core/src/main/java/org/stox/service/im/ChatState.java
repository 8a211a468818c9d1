package org.stox.service.im;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.composing.IsComposing.State;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;

/** A chat state (XEP-0085 §3) and the isComposing state that is nearest to it (RFC 7573 §6). */
public enum ChatState {
    ACTIVE, INACTIVE, COMPOSING, PAUSED, GONE;

    public static final String NAMESPACE = "http://jabber.org/protocol/chatstates";

    /** RFC 7573 §6, Table 3. */
    private static final Map<State, ChatState> TABLE_3 = Map.of(
            State.ACTIVE, COMPOSING,
            State.IDLE,   ACTIVE);

    /** RFC 7573 §6, Table 4. GONE has no row. */
    private static final Map<ChatState, State> TABLE_4 = Map.of(
            ACTIVE,    State.IDLE,
            INACTIVE,  State.IDLE,
            COMPOSING, State.ACTIVE,
            PAUSED,    State.IDLE);

    /** The state that a stanza carries; one that XEP-0085 does not know is none. */
    public static Optional<ChatState> of(MessageStanza message) {
        for (var extension : message.extensions()) {
            if (extension.namespace().equals(NAMESPACE)) {
                return named(extension.name());
            }
        }
        return Optional.empty();
    }

    private static Optional<ChatState> named(String name) {
        for (var state : values()) {
            if (state.elementName().equals(name)) {
                return Optional.of(state);
            }
        }
        return Optional.empty();
    }

    public static ChatState of(IsComposing composing) {
        return TABLE_3.get(composing.state());
    }

    /** What SIP hears of it: nothing of somebody who is gone. */
    public Optional<State> composing() {
        return Optional.ofNullable(TABLE_4.get(this));
    }

    public XmlElement toXml() {
        return XmlElement.of(NAMESPACE, elementName());
    }

    private String elementName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
