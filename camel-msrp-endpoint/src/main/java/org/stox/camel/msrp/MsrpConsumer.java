package org.stox.camel.msrp;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.msrp.wire.Inbound;
import org.stox.camel.msrp.wire.MsrpNode;
import org.stox.error.ErrorMapping;
import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.WholeMessage;

/**
 * One exchange for each whole message, REPORT and end of a connection; those of one session begin in order. A message that fails is reported
 * to its sender, if he wants to know (RFC 4975 §7.1.4).
 */
class MsrpConsumer extends DefaultConsumer implements Inbound, Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(MsrpConsumer.class);

    private static final int TIMEOUT = 408;

    private final MsrpEndpoint endpoint;
    private volatile Optional<MsrpNode> node = Optional.empty();

    MsrpConsumer(MsrpEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (endpoint.getComponent().isHealthCheckConsumerEnabled()) {
            setHealthCheck(new MsrpHealthCheck("consumer:" + getRouteId(), () -> node));
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        var joined = endpoint.getComponent().join(endpoint);
        try {
            joined.add(this);
        } catch (IllegalArgumentException e) {
            endpoint.getComponent().leave(joined);
            throw new IllegalArgumentException("msrp:" + endpoint.getAddress() + ": " + e.getMessage(), e);
        }
        node = Optional.of(joined);
        endpoint.getComponent().serves(joined);
    }

    @Override
    protected void doStop() throws Exception {
        var left = node;
        node = Optional.empty();
        left.ifPresent(n -> {
            endpoint.getComponent().servesNoMore(n);
            n.remove(this);
            endpoint.getComponent().leave(n);
        });
        super.doStop();
    }

    @Override
    public boolean isOpen() {
        return isStarted();         // neither suspended nor stopping
    }

    @Override
    public void take(MsrpTraffic traffic, Ended ended) {
        var exchange = createExchange(false);
        exchange.setPattern(traffic instanceof WholeMessage ? ExchangePattern.InOut : ExchangePattern.InOnly);
        exchange.getIn().setBody(traffic);
        exchange.getIn().setHeader(MsrpConstants.METHOD, method(traffic));
        var finished = new AtomicBoolean();
        try {
            createUoW(exchange);
            getAsyncProcessor().process(exchange, doneSync -> {
                if (finished.compareAndSet(false, true)) {
                    finish(exchange, ended);
                }
            });
        } catch (Exception | StackOverflowError e) {        // else the session would wait for ever
            if (finished.compareAndSet(false, true)) {
                exchange.setException(e);
                finish(exchange, ended);
            }
        }
    }

    private static String method(MsrpTraffic traffic) {
        return traffic instanceof WholeMessage ? MsrpRequest.SEND : traffic instanceof MsrpReport ? MsrpRequest.REPORT : MsrpConstants.CLOSE;
    }

    private void finish(Exchange exchange, Ended ended) {
        var code = OptionalInt.empty();
        try {
            code = failure(exchange);
        } finally {
            doneUoW(exchange);
            releaseExchange(exchange, false);
            ended.ended(code);
        }
    }

    private OptionalInt failure(Exchange exchange) {
        var failure = exchange.getException();
        if (failure == null) {
            return OptionalInt.empty();
        }
        var refusal = exchange.getException(Refusal.class);
        if (refusal == null) {
            LOG.error("{}: a message could not be handled, and this is no refusal but a fault", exchange.getExchangeId(), failure);
            return OptionalInt.of(TIMEOUT);
        }
        LOG.debug("{}: {}", exchange.getExchangeId(), refusal.getMessage());
        return OptionalInt.of(ErrorMapping.DEFAULT.toMsrp(refusal.reason()));
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;           // it is suspended first, and stopped when what is in the route is done
    }

    @Override
    public int getPendingExchangesSize() {
        return node.map(MsrpNode::inRoutes).orElse(0);
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // the node closes when its last user leaves
    }
}
