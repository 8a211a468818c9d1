package org.stox.service.chat;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.composing.IsComposing.State;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;

/** A chat state (XEP-0085 §3) and the isComposing state that is nearest to it (RFC 7573 §6). */
enum ChatState {
    ACTIVE, INACTIVE, COMPOSING, PAUSED, GONE;

    static final String NAMESPACE = "http://jabber.org/protocol/chatstates";

    /** RFC 7573 §6, Table 3. */
    private static final Map<State, ChatState> TABLE_3 = new EnumMap<>(Map.of(
            State.ACTIVE, COMPOSING,
            State.IDLE,   ACTIVE));

    /** RFC 7573 §6, Table 4. GONE has no row. */
    private static final Map<ChatState, State> TABLE_4 = new EnumMap<>(Map.of(
            ACTIVE,    State.IDLE,
            INACTIVE,  State.IDLE,
            COMPOSING, State.ACTIVE,
            PAUSED,    State.IDLE));

    static Optional<ChatState> of(MessageStanza message) {
        for (var extension : message.extensions()) {
            if (extension.namespace().equals(NAMESPACE)) {
                for (var state : values()) {
                    if (state.name().toLowerCase(Locale.ROOT).equals(extension.name())) {
                        return Optional.of(state);
                    }
                }
            }
        }
        return Optional.empty();
    }

    static ChatState of(IsComposing composing) {
        return TABLE_3.get(composing.state());
    }

    Optional<State> composing() {
        return Optional.ofNullable(TABLE_4.get(this));
    }

    XmlElement toXml() {
        return XmlElement.of(NAMESPACE, name().toLowerCase(Locale.ROOT));
    }
}
