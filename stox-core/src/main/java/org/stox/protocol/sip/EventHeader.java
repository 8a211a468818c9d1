package org.stox.protocol.sip;

import java.util.List;
import java.util.Optional;

/** The Event header field (RFC 6665 §8.2.1): an event package, and the id that tells subscriptions of one dialog apart. */
public record EventHeader(String type, List<HeaderParameter> parameters) {

    public EventHeader {
        if (!SipTokens.isToken(type)) {
            throw new SipSyntaxException("Bad Event");
        }
        parameters = List.copyOf(parameters);
    }

    public static EventHeader of(String type) {
        return new EventHeader(type, List.of());
    }

    public static EventHeader read(String value) {
        var scan = new Scan(value);
        String type = scan.blank().token("Bad Event");
        var parameters = scan.parameters("Bad parameter in Event");
        scan.end("Event");
        return new EventHeader(type, parameters);
    }

    public Optional<String> id() {
        return HeaderParameter.find(parameters, "id").flatMap(HeaderParameter::text);
    }

    /** Type and id are compared byte by byte, nothing else is (RFC 6665 §8.2.1). */
    public boolean matches(EventHeader other) {
        return type.equals(other.type) && id().equals(other.id());
    }

    @Override
    public String toString() {
        var text = new StringBuilder(type);
        parameters.forEach(p -> text.append(';').append(p));
        return text.toString();
    }
}
