package org.stox.protocol.composing;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody does who might be writing (RFC 3994 §3.4).
 *
 * @param lastActive when he last wrote something, RFC 3339, as written
 * @param contentType what he writes: a media type, or its first half
 * @param refresh when the sender will say again that he is active (RFC 3994 §3.2)
 */
public record IsComposing(State state, Optional<String> lastActive, Optional<String> contentType, Optional<Duration> refresh) {

    public static final String NAMESPACE = "urn:ietf:params:xml:ns:im-iscomposing";
    public static final String CONTENT_TYPE = "application/im-iscomposing+xml";

    /** How long a composer counts as active who said nothing about it (RFC 3994 §3.3). */
    public static final Duration DEFAULT_REFRESH = Duration.ofSeconds(120);

    public static final IsComposing ACTIVE = of(State.ACTIVE);
    public static final IsComposing IDLE = of(State.IDLE);

    /** RFC 3994 §3.1. */
    public enum State {
        ACTIVE, IDLE;

        /** RFC 3994 §3.5: a token other than the two means idle. */
        static State of(String token) {
            return token.equals(ACTIVE.toString()) ? ACTIVE : IDLE;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static IsComposing of(State state) {
        return new IsComposing(state, Optional.empty(), Optional.empty(), Optional.empty());
    }

    public IsComposing withContentType(String type) {
        return new IsComposing(state, lastActive, Optional.of(type), refresh);
    }

    public IsComposing withRefresh(Duration interval) {
        return new IsComposing(state, lastActive, contentType, Optional.of(interval));
    }
}
