package org.stox.protocol.imdn;

import java.util.Locale;
import java.util.Optional;

/**
 * What became of a message (RFC 5438 §11.1).
 *
 * @param messageId the Message-ID of that message
 * @param dateTime when it was sent, as its DateTime had it
 * @param recipient whom it reached, a URI
 * @param kind which of the three it tells of
 * @param status what it tells, such as {@code delivered}: an open set
 */
public record Imdn(String messageId, String dateTime, Optional<String> recipient, Kind kind, String status) {

    public static final String CONTENT_TYPE = "message/imdn+xml";
    public static final String NAMESPACE = "urn:ietf:params:xml:ns:imdn";

    /** The namespace of its headers in message/cpim (RFC 5438 §6). */
    public static final String HEADERS = "urn:ietf:params:imdn";

    /** RFC 5438 §11.1.6. */
    public enum Kind {
        DELIVERY, DISPLAY, PROCESSING;

        String element() {
            return name().toLowerCase(Locale.ROOT) + "-notification";
        }
    }
}
