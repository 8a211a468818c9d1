package org.stox.camel.msrp;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultAsyncProducer;

import org.stox.camel.msrp.wire.Fate;
import org.stox.camel.msrp.wire.MsrpNode;
import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpTraffic;

/**
 * Hands the record in the body to the wire. A message is complete when it is written, with Failure-Report: yes when its last chunk is
 * answered too; the terms of a session, a REPORT and the end of a session at once.
 */
class MsrpProducer extends DefaultAsyncProducer {

    private final MsrpEndpoint endpoint;
    private volatile Optional<MsrpNode> node = Optional.empty();
    private MsrpHealthCheck health;

    MsrpProducer(MsrpEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        node = Optional.of(endpoint.getComponent().join(endpoint));
        health = new MsrpHealthCheck("msrp-producer:" + endpoint.getAddress(), () -> node);
        repository().ifPresent(r -> r.addHealthCheck(health));
    }

    private Optional<WritableHealthCheckRepository> repository() {
        if (!endpoint.getComponent().isHealthCheckProducerEnabled()) {
            return Optional.empty();
        }
        return Optional.ofNullable(HealthCheckHelper.getHealthCheckRepository(endpoint.getCamelContext(), "producers",
                WritableHealthCheckRepository.class));
    }

    @Override
    protected void doStop() throws Exception {
        var left = node;
        node = Optional.empty();
        left.ifPresent(n -> {
            repository().ifPresent(r -> r.removeHealthCheck(health));
            endpoint.getComponent().leave(n);
        });
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            var traffic = exchange.getMessage().getMandatoryBody(MsrpTraffic.class);
            node.orElseThrow(() -> Refusal.sip(503, "MSRP has stopped"))
                    .give(traffic, new Completion(exchange, callback, endpoint.getComponent().crew()));
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    /** Goes on in the pool: nothing of a route runs on the loop. */
    private record Completion(Exchange exchange, AsyncCallback callback, Executor pool) implements Fate {

        @Override
        public void done() {
            proceed();
        }

        @Override
        public void failed(Refusal refusal) {
            exchange.setException(refusal);
            proceed();
        }

        private void proceed() {
            try {
                pool.execute(() -> callback.done(false));
            } catch (RejectedExecutionException e) {
                callback.done(false);           // the component has stopped; the exchange must end all the same
            }
        }
    }
}
