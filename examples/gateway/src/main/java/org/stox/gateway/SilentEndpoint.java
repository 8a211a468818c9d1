package org.stox.gateway;

import java.util.Set;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

/** Stands for an endpoint that was made, so its URI is right, but that must not open a socket: in a check of the routes. */
final class SilentEndpoint extends DefaultEndpoint {

    private static final Set<String> WITH_SOCKETS = Set.of("sip", "msrp", "xmpp-component", "xmpp");

    private SilentEndpoint(Endpoint endpoint) {
        super(endpoint.getEndpointUri(), endpoint.getCamelContext().getComponent(scheme(endpoint)));
    }

    static Endpoint of(Endpoint endpoint) {
        return opensSockets(endpoint) ? new SilentEndpoint(endpoint) : endpoint;
    }

    static boolean opensSockets(Endpoint endpoint) {
        return WITH_SOCKETS.contains(scheme(endpoint));
    }

    private static String scheme(Endpoint endpoint) {
        return endpoint.getEndpointUri().substring(0, endpoint.getEndpointUri().indexOf(':'));
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                throw new IllegalStateException("A check sends nothing");
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new DefaultConsumer(this, processor);
    }
}
