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
        BAD_REQUEST(Type.MODIFY), CONFLICT(Type.CANCEL), FEATURE_NOT_IMPLEMENTED(Type.CANCEL), FORBIDDEN(Type.AUTH), GONE(Type.CANCEL),
        INTERNAL_SERVER_ERROR(Type.CANCEL), ITEM_NOT_FOUND(Type.CANCEL), JID_MALFORMED(Type.MODIFY), NOT_ACCEPTABLE(Type.MODIFY),
        NOT_ALLOWED(Type.CANCEL), NOT_AUTHORIZED(Type.AUTH), POLICY_VIOLATION(Type.MODIFY), RECIPIENT_UNAVAILABLE(Type.WAIT),
        REDIRECT(Type.MODIFY), REGISTRATION_REQUIRED(Type.AUTH), REMOTE_SERVER_NOT_FOUND(Type.CANCEL), REMOTE_SERVER_TIMEOUT(Type.WAIT),
        RESOURCE_CONSTRAINT(Type.WAIT), SERVICE_UNAVAILABLE(Type.CANCEL), SUBSCRIPTION_REQUIRED(Type.AUTH),
        UNDEFINED_CONDITION(Type.CANCEL), UNEXPECTED_REQUEST(Type.WAIT);

        private final Type usualType;

        Condition(Type usualType) {
            this.usualType = usualType;
        }

        /** The type that RFC 6120 §8.3.3 associates with the condition; cancel for undefined-condition, where it names none. */
        public Type usualType() {
            return usualType;
        }

        /** The element name, such as {@code item-not-found}. */
        public String elementName() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** With the type that is usual for the condition. */
    public static StanzaError of(Condition condition) {
        return of(condition.usualType(), condition);
    }

    public static StanzaError of(Type type, Condition condition) {
        return new StanzaError(type, condition, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
