package org.stox.camel.msrp;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

import org.stox.camel.msrp.wire.MsrpNode;

/** DOWN while nobody listens, or the relay gives us no path: then no session can begin. */
final class MsrpHealthCheck extends AbstractHealthCheck {

    private final Supplier<Optional<MsrpNode>> node;

    /** @param node of the consumer or producer, while it is started */
    MsrpHealthCheck(String id, Supplier<Optional<MsrpNode>> node) {
        super("camel", id);
        this.node = node;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        var current = node.get();
        builder.detail("sessions", current.map(MsrpNode::sessions).orElse(0));
        if (current.filter(MsrpNode::isUp).isPresent()) {
            builder.up();
        } else {
            builder.down().message("No MSRP session can begin: " + current.flatMap(MsrpNode::problem).orElse("nobody listens"));
        }
    }
}
