package org.stox.gateway;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;

import org.stox.error.Refusal;

/** An end of a route that the test plays: it begins exchanges, and keeps what it is given. */
final class PlayedEndpoint extends DefaultEndpoint {

    private final List<Object> sent = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Object> unseen = new LinkedBlockingQueue<>();
    private boolean led;
    private Processor route;
    private boolean failing;

    PlayedEndpoint(Endpoint endpoint) {
        super(endpoint.getEndpointUri(), endpoint.getCamelContext().getComponent(scheme(endpoint)));
    }

    static String scheme(Endpoint endpoint) {
        return endpoint.getEndpointUri().substring(0, endpoint.getEndpointUri().indexOf(':'));
    }

    /** Something came in here; how that ended. */
    Exchange receive(Object body) throws Exception {
        var exchange = createExchange(ExchangePattern.InOut);
        exchange.getMessage().setBody(body);
        if (body instanceof org.jivesoftware.smack.packet.Message message) {
            exchange.getMessage().setHeader("CamelXmppFrom", message.getFrom());        // as camel-xmpp does
        }
        route.process(exchange);
        return exchange;
    }

    void fails(boolean now) {
        failing = now;
    }

    /** Whether a route leads to it. */
    boolean ends() {
        return led;
    }

    /** What was sent next, also by nobody's exchange. */
    Object awaits() throws InterruptedException {
        return Optional.ofNullable(unseen.poll(20, TimeUnit.SECONDS)).orElseThrow(() -> new AssertionError("nothing was sent to " + this));
    }

    boolean begins() {
        return route != null;
    }

    List<Object> sent() {
        return sent;
    }

    @Override
    public Producer createProducer() {
        led = true;
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) {
                if (failing) {
                    throw Refusal.sip(404, "Not Found");
                }
                sent.add(exchange.getMessage().getBody());
                unseen.add(exchange.getMessage().getBody());
            }
        };
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        route = processor;
        return new DefaultConsumer(this, processor);
    }
}
