package org.stox.camel.xmpp.stream;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.IqStanza;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;

/**
 * Which stanzas a route takes. A message without a type, or with an unknown one, is {@code normal} (RFC 6121 §5.2.2); a presence
 * without a type is {@code available}.
 *
 * @param types none for all but the errors of messages and the answers to an iq, which must be named to be taken
 * @param payload the namespace of a child element
 */
public record StanzaFilter(Set<Kind> kinds, Set<String> types, Optional<String> payload) {

    /** RFC 6120 §8.2, with the types of each. */
    public enum Kind {
        MESSAGE("normal", "chat", "headline", "groupchat", "error"),
        PRESENCE("available", "unavailable", "subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "error"),
        IQ("get", "set", "result", "error");

        private final Set<String> types;

        Kind(String... types) {
            this.types = Set.of(types);
        }

        public static Kind of(Stanza stanza) {
            return stanza instanceof MessageStanza ? MESSAGE : stanza instanceof IqStanza ? IQ : PRESENCE;
        }

        /** The type as it acts. */
        public String type(Stanza stanza) {
            var type = stanza.type();
            return switch (this) {
                case MESSAGE -> type.filter(types::contains).orElse("normal");
                case PRESENCE -> type.orElse("available");
                case IQ -> type.orElse("");
            };
        }
    }

    private static final Set<String> NAMED = Set.of("error", "result");

    public StanzaFilter {
        kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        types = Set.copyOf(types);
    }

    /** Both lists with commas between; {@code types} may be blank. Throws what an operator can read. */
    public static StanzaFilter parse(String stanzas, String types, Optional<String> payload) {
        var kinds = EnumSet.noneOf(Kind.class);
        for (var stanza : list(stanzas)) {
            kinds.add(Arrays.stream(Kind.values()).filter(k -> k.name().toLowerCase(Locale.ROOT).equals(stanza)).findFirst()
                    .orElseThrow(() -> wrong("stanzas", stanza, "message, presence, iq")));
        }
        if (kinds.isEmpty()) {
            throw wrong("stanzas", stanzas, "message, presence, iq");
        }
        var known = kinds.stream().flatMap(k -> k.types.stream()).collect(Collectors.toCollection(TreeSet::new));
        for (var type : list(types)) {
            if (!known.contains(type)) {
                throw wrong("types", type, String.join(", ", known));
            }
        }
        return new StanzaFilter(kinds, list(types), payload);
    }

    private static Set<String> list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(s -> !s.isEmpty()).collect(Collectors.toSet());
    }

    private static IllegalArgumentException wrong(String option, String value, String right) {
        return new IllegalArgumentException(option + "=" + value + " is none of " + right);
    }

    /** @param xml the stanza as it came */
    public boolean takes(Stanza stanza, XmlElement xml) {
        var kind = Kind.of(stanza);
        return kinds.contains(kind) && takesType(kind, kind.type(stanza))
                && (payload.isEmpty() || xml.children().stream().anyMatch(c -> c.namespace().equals(payload.get())));
    }

    /** An error of presence is state like any other: it says that a subscription or a probe has come to nothing (RFC 6121 §3.1.3). */
    private boolean takesType(Kind kind, String type) {
        return types.isEmpty() ? kind == Kind.PRESENCE || !NAMED.contains(type) : types.contains(type);
    }

    /** Whether there is a stanza that both would take. */
    public boolean overlaps(StanzaFilter other) {
        var samePayload = payload.isEmpty() || other.payload.isEmpty() || payload.equals(other.payload);
        return samePayload && kinds.stream().filter(other.kinds::contains)
                .anyMatch(k -> k.types.stream().anyMatch(t -> takesType(k, t) && other.takesType(k, t)));
    }

    @Override
    public String toString() {
        return kinds.stream().map(k -> k.name().toLowerCase(Locale.ROOT)).collect(Collectors.joining(","))
                + (types.isEmpty() ? "" : " of type " + String.join(",", new TreeSet<>(types)))
                + payload.map(p -> " with " + p).orElse("");
    }
}
