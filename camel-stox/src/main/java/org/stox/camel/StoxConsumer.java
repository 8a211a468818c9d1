package org.stox.camel;

import java.util.function.Consumer;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;

/** The way out of a door: what the gateway sends begins a route here, as an exchange whose completion the sender waits for. */
public class StoxConsumer extends DefaultConsumer implements ShutdownAware, Suspendable {

    private static final SipHeader SOON = new SipHeader("Retry-After", "5");

    private final String leg;
    private final Doors doors;

    StoxConsumer(StoxEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.leg = endpoint.getLeg();
        this.doors = endpoint.doors();
    }

    /** Sends a message on, and completes {@code origin} as that ended: with its body, or with its failure. */
    boolean send(Object body, StoxService service, Exchange origin, AsyncCallback callback) {
        if (!isOpen()) {
            origin.setException(closed());
            callback.done(true);
            return true;
        }
        var exchange = exchange(body, service);
        return getAsyncProcessor().process(exchange, sync -> {
            if (exchange.getException() != null) {
                origin.setException(exchange.getException());
            } else {
                origin.getMessage().setBody(exchange.getMessage().getBody());
            }
            releaseExchange(exchange, false);
            callback.done(sync);
        });
    }

    /** Sends what has no exchange of its own to end with; {@code ended} sees how it went. */
    void send(Object body, StoxService service, Consumer<Exchange> ended) {
        var exchange = exchange(body, service);
        if (isOpen()) {
            run(exchange, ended);
        } else {
            exchange.setException(closed());
            ended.accept(exchange);
            releaseExchange(exchange, false);
        }
    }

    /** Sends what a session has to say; {@code ended} sees the exchange when it is over. */
    void send(Object body, StoxService service, String session, Consumer<Exchange> ended) {
        var exchange = exchange(body, service);
        exchange.getMessage().setHeader(StoxConstants.SESSION_ID, session);
        run(exchange, ended);
    }

    private void run(Exchange exchange, Consumer<Exchange> ended) {
        getAsyncProcessor().process(exchange, sync -> {
            ended.accept(exchange);
            releaseExchange(exchange, false);
        });
    }

    boolean isOpen() {
        return isRunAllowed() && isStarted();
    }

    private Exchange exchange(Object body, StoxService service) {
        var exchange = createExchange(false);
        exchange.setPattern(body instanceof SipRequest request && request.method().equals("ACK") ? ExchangePattern.InOnly
                : ExchangePattern.InOut);
        exchange.getMessage().setBody(body);
        Labels.put(exchange.getMessage(), body, service);
        return exchange;
    }

    /** The start refuses a door without a way out (see {@link Doors}), so the operator has stopped its route, and may start it again. */
    static Refusal closed() {
        return Refusal.both(503, StanzaError.of(Condition.RESOURCE_CONSTRAINT), "The way out is closed", SOON);
    }

    /** What is on its way to this door when all stops must still get out; nothing else begins here. */
    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return true;
    }

    @Override
    public int getPendingExchangesSize() {
        return 0;
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // nothing waits here
    }

    @Override
    protected void doStart() throws Exception {
        doors.open(leg, this);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        doors.close(leg, this);
    }
}
