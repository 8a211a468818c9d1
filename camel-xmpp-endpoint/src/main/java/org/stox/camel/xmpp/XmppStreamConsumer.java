package org.stox.camel.xmpp;

import java.util.Locale;
import java.util.Optional;
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

import org.stox.camel.xmpp.stream.Inbound;
import org.stox.camel.xmpp.stream.StanzaFilter;
import org.stox.camel.xmpp.stream.StanzaStream;
import org.stox.camel.xmpp.stream.StreamSettings;
import org.stox.error.ErrorMapping;
import org.stox.error.Refusal;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.IqStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;

/**
 * One exchange for each stanza that the filter takes. Silent when it succeeds, or an iq's result; when it fails, the error that
 * the refusal becomes by RFC 7247 §7.
 */
class XmppStreamConsumer extends DefaultConsumer implements Inbound, Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(XmppStreamConsumer.class);

    private final XmppStreamEndpoint endpoint;
    private volatile StanzaStream stream;
    private StreamSettings settings;
    private StanzaFilter filter;
    private ErrorMapping errors = ErrorMapping.DEFAULT;

    XmppStreamConsumer(XmppStreamEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        var options = endpoint.options();
        filter = options.filter();
        errors = options.errors();
        settings = options.settings();
        options.checkDomains(settings);
        if (endpoint.getComponent().isHealthCheckConsumerEnabled()) {
            setHealthCheck(new XmppStreamHealthCheck("consumer:" + getRouteId(), () -> Optional.ofNullable(stream)));
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        var joined = endpoint.getComponent().join(settings);
        try {
            joined.add(this);
        } catch (IllegalArgumentException e) {
            endpoint.getComponent().leave(joined);
            throw e;
        }
        stream = joined;
    }

    @Override
    protected void doStop() throws Exception {
        var left = stream;
        stream = null;
        if (left != null) {
            left.remove(this);
            endpoint.getComponent().leave(left);
        }
        super.doStop();
    }

    @Override
    public StanzaFilter filter() {
        return filter;
    }

    @Override
    public boolean isOpen() {
        return isStarted();         // neither suspended nor stopping
    }

    @Override
    public Optional<String> name() {
        return Optional.ofNullable(getRouteId());
    }

    @Override
    public void take(Stanza stanza, XmlElement xml, Runnable done) {
        var exchange = createExchange(false);
        exchange.setPattern(stanza.isError() ? ExchangePattern.InOnly : ExchangePattern.InOut);
        var message = exchange.getIn();
        message.setBody(stanza);
        var kind = StanzaFilter.Kind.of(stanza);
        message.setHeader(XmppStreamConstants.STANZA, kind.name().toLowerCase(Locale.ROOT));
        message.setHeader(XmppStreamConstants.TYPE, kind.type(stanza));
        message.setHeader(XmppStreamConstants.FROM, stanza.from().toString());
        message.setHeader(XmppStreamConstants.TO, stanza.to().toString());
        var finished = new AtomicBoolean();
        try {
            createUoW(exchange);
            getAsyncProcessor().process(exchange, doneSync -> {
                if (finished.compareAndSet(false, true)) {
                    finish(exchange, stanza, done);
                }
            });
        } catch (Exception | StackOverflowError e) {        // else the conversation would wait for ever
            if (finished.compareAndSet(false, true)) {
                exchange.setException(e);
                finish(exchange, stanza, done);
            }
        }
    }

    private void finish(Exchange exchange, Stanza stanza, Runnable done) {
        try {
            answer(exchange, stanza);
        } finally {
            doneUoW(exchange);
            releaseExchange(exchange, false);
            done.run();
        }
    }

    private void answer(Exchange exchange, Stanza stanza) {
        var to = stream;
        if (to == null) {
            return;
        }
        var failure = exchange.getException();
        if (failure != null) {
            StanzaCodec.error(stanza, error(exchange, failure)).ifPresent(e -> to.answer(e.toXml()));
        } else if (stanza instanceof IqStanza iq && isRequest(iq)) {
            to.reply(result(exchange, iq).toXml());
        }
    }

    private StanzaError error(Exchange exchange, Throwable failure) {
        var refusal = exchange.getException(Refusal.class);
        if (refusal != null) {
            LOG.debug("{}: {}", exchange.getExchangeId(), refusal.getMessage());
            return errors.toXmpp(refusal.reason());
        }
        LOG.error("{}: a stanza could not be handled, and this is no refusal but a fault", exchange.getExchangeId(), failure);
        return StanzaError.of(StanzaError.Type.CANCEL, Condition.INTERNAL_SERVER_ERROR);
    }

    private static boolean isRequest(IqStanza iq) {
        return iq.type().filter(t -> t.equals("get") || t.equals("set")).isPresent();
    }

    /** What the route made of it if that answers this request, else an empty result: an iq is always answered (RFC 6120 §8.2.3). */
    private static IqStanza result(Exchange exchange, IqStanza request) {
        return exchange.getMessage().getBody() instanceof IqStanza iq && !isRequest(iq) && iq.to().equals(request.from())
                && iq.id().equals(request.id()) ? iq : request.result();
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;           // it is suspended first, and stopped when what is in the route is done
    }

    @Override
    public int getPendingExchangesSize() {
        var current = stream;
        return current == null ? 0 : current.inRoutes();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        // the stream closes when its last user leaves
    }
}
