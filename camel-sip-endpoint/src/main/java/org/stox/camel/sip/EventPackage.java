package org.stox.camel.sip;

import java.util.Optional;
import java.util.Set;

import org.stox.protocol.sip.SipRequest;

/** The event package of a request (RFC 6665 §8.2.1, RFC 3903 §6): the token of Event, without its parameters. */
final class EventPackage {

    /** The methods that have one. */
    static final Set<String> METHODS = Set.of("SUBSCRIBE", "NOTIFY", "PUBLISH");

    private EventPackage() {
    }

    /** Empty for a method that has none. */
    static Optional<String> of(SipRequest request) {
        if (!METHODS.contains(request.method())) {
            return Optional.empty();
        }
        String event = request.header("Event").orElse("");
        int parameters = event.indexOf(';');
        return Optional.of((parameters < 0 ? event : event.substring(0, parameters)).strip());
    }
}
