package org.stox.camel.sip;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

import org.stox.protocol.sip.SipRequest;

/** A Camel context with one sip: route on a free port of 127.0.0.1. */
final class TestBed implements AutoCloseable {

    final DefaultCamelContext context = new DefaultCamelContext();
    final int port = Ports.free();
    final SipComponent component;

    TestBed() {
        context.getShutdownStrategy().setTimeout(10);
        component = context.getComponent("sip", SipComponent.class);
        component.getConfiguration().setT1(Duration.ofMillis(50));
        component.getConfiguration().setDomains("example.com");
    }

    /** Sets options of the component; T1 is 50 ms unless they say otherwise, so that Timer F is 3.2 s. */
    TestBed options(Consumer<SipConfiguration> options) {
        options.accept(component.getConfiguration());
        return this;
    }

    /** A route that takes requests of 127.0.0.1 and runs this. */
    TestBed consumer(String query, Processor processor) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("sip:127.0.0.1:" + port + "?" + trusting(query)).process(processor);
            }
        });
        return this;
    }

    private static String trusting(String query) {
        return query.contains("trusted=") ? query : "trusted=127.0.0.1" + (query.isEmpty() ? "" : "&" + query);
    }

    TestBed producer(String query) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:out").to("sip:127.0.0.1:" + port + "?" + query);
            }
        });
        return this;
    }

    TestBed start() {
        context.start();
        return this;
    }

    /** Sends through the producer's route; the exchange when it has ended. */
    CompletableFuture<Exchange> send(SipRequest request) {
        return context.createProducerTemplate().asyncSend("direct:out", exchange -> exchange.getIn().setBody(request));
    }

    @Override
    public void close() {
        context.stop();
    }
}
