package org.stox.camel.xmpp;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

import org.stox.camel.xmpp.stream.StanzaStream;

/** DOWN while the stream is not open: nothing comes in or goes out then. */
final class XmppStreamHealthCheck extends AbstractHealthCheck {

    private final Supplier<Optional<StanzaStream>> stream;

    /** @param stream of the consumer or producer, while it is started */
    XmppStreamHealthCheck(String id, Supplier<Optional<StanzaStream>> stream) {
        super("camel", id);
        this.stream = stream;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        var current = stream.get();
        var state = current.map(StanzaStream::state).orElse("UNUSED");
        builder.detail("stream", state);
        if (current.filter(StanzaStream::isOpen).isPresent()) {
            builder.up();
        } else {
            builder.down().message("The stream to the XMPP server is not open: " + current.flatMap(StanzaStream::problem).orElse(state));
        }
    }
}
