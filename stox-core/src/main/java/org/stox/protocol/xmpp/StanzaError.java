package org.stox.protocol.xmpp;

import java.util.Optional;
import org.stox.address.Jid;

/**
 * The error element of a stanza (RFC 6120 §8.3.2).
 *
 * @param address the character data of gone or redirect: the new address, a URI
 * @param text the optional text, in whatever language it came
 * @param by the entity that found the error (RFC 6120 §8.3.2)
 */
public record StanzaError(Type type, Condition condition, Optional<String> address, Optional<String> text, Optional<Jid> by) {

    /** What the sender may do (RFC 6120 §8.3.2). */
    public enum Type { AUTH, CANCEL, CONTINUE, MODIFY, WAIT }

    /** The defined conditions (RFC 6120 §8.3.3); any other is treated as undefined-condition (§8.3.2). */
    public enum Condition {
        BAD_REQUEST, CONFLICT, FEATURE_NOT_IMPLEMENTED, FORBIDDEN, GONE, INTERNAL_SERVER_ERROR, ITEM_NOT_FOUND, JID_MALFORMED,
        NOT_ACCEPTABLE, NOT_ALLOWED, NOT_AUTHORIZED, POLICY_VIOLATION, RECIPIENT_UNAVAILABLE, REDIRECT, REGISTRATION_REQUIRED,
        REMOTE_SERVER_NOT_FOUND, REMOTE_SERVER_TIMEOUT, RESOURCE_CONSTRAINT, SERVICE_UNAVAILABLE, SUBSCRIPTION_REQUIRED,
        UNDEFINED_CONDITION, UNEXPECTED_REQUEST;

        /** The element name, such as {@code item-not-found}. */
        public String elementName() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    public static StanzaError of(Type type, Condition condition) {
        return new StanzaError(type, condition, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
