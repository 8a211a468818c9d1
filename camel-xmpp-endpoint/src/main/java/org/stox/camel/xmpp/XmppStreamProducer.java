package org.stox.camel.xmpp;

import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.health.HealthCheckHelper;
import org.apache.camel.health.WritableHealthCheckRepository;
import org.apache.camel.support.DefaultAsyncProducer;

import org.stox.camel.xmpp.stream.Fate;
import org.stox.camel.xmpp.stream.StanzaStream;
import org.stox.camel.xmpp.stream.StreamSettings;
import org.stox.error.Refusal;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.Stanza;

/**
 * Writes the stanza in the body; the exchange is complete when the server has taken it, or refused when it or the recipient did. Presence
 * that only tells something is complete when it is written: an error that comes back for it is a stanza like any other.
 */
class XmppStreamProducer extends DefaultAsyncProducer {

    private final XmppStreamEndpoint endpoint;
    private volatile StanzaStream stream;
    private StreamSettings settings;
    private XmppStreamHealthCheck health;
    private boolean fenced;

    XmppStreamProducer(XmppStreamEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        fenced = endpoint.options().fenced();
        settings = endpoint.options().settings();
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        stream = endpoint.getComponent().join(settings);
        health = new XmppStreamHealthCheck("xmpp-component-producer:" + endpoint.getDomain(), () -> Optional.ofNullable(stream));
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
        var left = stream;
        stream = null;
        if (left != null) {
            repository().ifPresent(r -> r.removeHealthCheck(health));
            endpoint.getComponent().leave(left);
        }
        super.doStop();
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        try {
            var fate = new Completion(exchange, callback, endpoint.getComponent().crew());
            var body = exchange.getMessage().getBody();
            if (body instanceof XmlElement xml) {
                stream.send(xml, fenced, fate);
            } else {
                var stanza = body instanceof Stanza given ? given : stanza(exchange);
                stream.send(stanza, fenced && !isState(stanza), fate);
            }
            return false;
        } catch (Exception e) {
            exchange.setException(e);
            callback.done(true);
            return true;
        }
    }

    /** Presence that tells something is true until the next: nobody waits for it, and whoever tells it can tell it again (RFC 6121 §4.2). */
    private static boolean isState(Stanza stanza) {
        return stanza instanceof PresenceStanza presence && presence.isNotification();
    }

    private static Stanza stanza(Exchange exchange) throws InvalidPayloadException {
        return exchange.getMessage().getMandatoryBody(Stanza.class);
    }

    /** Goes on in the pool: nothing of a route runs on the event loop. */
    private record Completion(Exchange exchange, AsyncCallback callback, Executor pool) implements Fate {

        @Override
        public void taken() {
            proceed();
        }

        @Override
        public void refused(Refusal refusal) {
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
