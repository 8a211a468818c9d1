package org.stox.protocol.xml;

import java.util.Locale;
import java.util.Optional;

/** Why a stream is closed (RFC 6120 §4.9). */
public record StreamError(Condition condition, Optional<String> text) {

    /** The namespace of the stream's own elements. */
    public static final String STREAMS = "http://etherx.jabber.org/streams";

    /** The namespace of the conditions. */
    public static final String CONDITIONS = "urn:ietf:params:xml:ns:xmpp-streams";

    /** RFC 6120 §4.9.3; any other is treated as undefined-condition. */
    public enum Condition {
        BAD_FORMAT, BAD_NAMESPACE_PREFIX, CONFLICT, CONNECTION_TIMEOUT, HOST_GONE, HOST_UNKNOWN, IMPROPER_ADDRESSING,
        INTERNAL_SERVER_ERROR, INVALID_FROM, INVALID_NAMESPACE, INVALID_XML, NOT_AUTHORIZED, NOT_WELL_FORMED, POLICY_VIOLATION,
        REMOTE_CONNECTION_FAILED, RESET, RESOURCE_CONSTRAINT, RESTRICTED_XML, SEE_OTHER_HOST, SYSTEM_SHUTDOWN, UNDEFINED_CONDITION,
        UNSUPPORTED_ENCODING, UNSUPPORTED_FEATURE, UNSUPPORTED_STANZA_TYPE, UNSUPPORTED_VERSION;

        /** The element name, such as {@code not-well-formed}. */
        public String elementName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public static StreamError of(Condition condition) {
        return new StreamError(condition, Optional.empty());
    }

    public static StreamError of(Condition condition, String text) {
        return new StreamError(condition, Optional.of(text));
    }

    /** The peer's {@code <stream:error/>}; empty if the element is something else. */
    public static Optional<StreamError> read(XmlElement element) {
        if (!element.is(STREAMS, "error")) {
            return Optional.empty();
        }
        var condition = Condition.UNDEFINED_CONDITION;
        for (var known : Condition.values()) {
            if (element.child(CONDITIONS, known.elementName()).isPresent()) {
                condition = known;
            }
        }
        return Optional.of(new StreamError(condition, element.child(CONDITIONS, "text").map(XmlElement::text)));
    }

    /** As it is sent in an open stream, whose header declared the prefix {@code stream}. */
    public String toXml() {
        var text = new StringBuilder("<stream:error><").append(condition.elementName()).append(" xmlns='").append(CONDITIONS)
                .append("'/>");
        this.text.ifPresent(t -> text.append(XmlWriter.text(XmlElement.text(CONDITIONS, "text", t))));
        return text.append("</stream:error>").toString();
    }

    @Override
    public String toString() {
        return condition.elementName() + text.map(t -> " (" + t + ")").orElse("");
    }
}
