package org.stox.camel;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultConsumer;
import org.apache.camel.support.DefaultEndpoint;

import org.stox.status.Figure;
import org.stox.status.Reporting;
import org.stox.status.Status;

/** A component with one stream that is open or not, as the test says. */
final class Played extends DefaultComponent implements Reporting {

    volatile boolean there = true;
    volatile boolean open = true;
    volatile long read;
    final CountDownLatch consumerStopped = new CountDownLatch(1);

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new DefaultEndpoint(uri, this) {

            @Override
            public Producer createProducer() {
                throw new UnsupportedOperationException(uri);
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                return new DefaultConsumer(this, processor) {

                    @Override
                    protected void doStop() {
                        consumerStopped.countDown();
                    }
                };
            }

            @Override
            protected String createEndpointUri() {
                return uri;
            }
        };
    }

    @Override
    public List<Status> status() {
        return !there ? List.of() : List.of(new Status("played", "sip.example.com", open ? "OPEN" : "WAITING", open,
                Map.of("server", "127.0.0.1:5347"), List.of(new Figure.Total("stox.xmpp.stanzas", Map.of("direction", "in"), read),
                        new Figure.Now("stox.queue.fill", Map.of("queue", "socket"), 0.25))));
    }
}
