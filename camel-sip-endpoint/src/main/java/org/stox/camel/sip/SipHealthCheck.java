package org.stox.camel.sip;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

import org.stox.settings.HostPort;

/** UP while the listener has its sockets, and for a producer also the address of its peer. */
final class SipHealthCheck extends AbstractHealthCheck {

    private final HostPort address;
    private final Supplier<Optional<String>> problem;

    SipHealthCheck(String id, HostPort address, Supplier<Optional<String>> problem) {
        super("camel", id + ":" + address);
        this.address = address;
        this.problem = problem;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        builder.detail("address", address.toString());
        problem.get().ifPresentOrElse(text -> builder.message(text).down(), builder::up);
    }
}
