package org.stox.camel.sip;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.ShutdownRunningTask;
import org.apache.camel.Suspendable;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.error.ErrorMapping;
import org.stox.protocol.sip.EventHeader;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipProfile;
import org.stox.protocol.sip.SipRequest;
import org.stox.traffic.ConversationQueue;

/**
 * Gives each request of its methods to the route as one InOut exchange and answers it by what becomes of that: never on a socket's
 * thread, and only so many at a time.
 */
public class SipConsumer extends DefaultConsumer implements Suspendable, ShutdownAware {

    private static final Logger LOG = LoggerFactory.getLogger(SipConsumer.class);

    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<TransactionId, Incoming> invites = new ConcurrentHashMap<>();
    private final int most;
    private volatile boolean open;
    private SipSettings settings;
    private ErrorMapping errors;
    private Answers answers;
    private SipListener listener;
    private SipAttachment attachment;

    public SipConsumer(SipEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
        this.most = endpoint.getConfiguration().getInFlight();
    }

    @Override
    public SipEndpoint getEndpoint() {
        return (SipEndpoint) super.getEndpoint();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        var context = getEndpoint().getCamelContext();
        settings = SipSettings.of(getEndpoint().getConfiguration(), context);
        if (settings.trusted().isEmpty() && settings.peer().isEmpty()) {
            throw new IllegalArgumentException("sip:" + getEndpoint().address()
                    + " would take requests of nobody: set peer or trusted (stox.sip.peer, stox.sip.trusted)");
        }
        if (serves().methods().contains("INVITE") && !serves().methods().contains("ACK")) {
            throw new IllegalArgumentException("sip:" + getEndpoint().address() + " takes INVITE and not its ACK: methods="
                    + String.join(",", serves().methods()) + ",ACK");
        }
        errors = SipSettings.errors(context);
        if (getEndpoint().getComponent().isHealthCheckConsumerEnabled()) {
            setHealthCheck(new SipHealthCheck("sip-consumer", getEndpoint().address(), this::problem));
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        listener = getEndpoint().acquire();
        try {
            attachment = listener.attach(settings);
            var consumers = listener.consumers();
            answers = new Answers(settings.serves().accepted(), errors, attachment::contactHeader, () -> consumers.profile().allow());
            listener.consumers().add(this);
        } catch (RuntimeException e) {
            leave();
            throw e;
        }
        open = true;
    }

    @Override
    protected void doStop() throws Exception {
        open = false;
        if (listener != null) {
            invites.values().forEach(incoming -> listener.respond(incoming, Answers.stopped(incoming.request())));
            listener.consumers().remove(this);
            leave();
        }
        super.doStop();
    }

    private void leave() {
        if (attachment != null) {
            listener.detach(attachment);
            attachment = null;
        }
        listener = null;
        getEndpoint().release();
    }

    @Override
    protected void doSuspend() {
        open = false;
    }

    @Override
    protected void doResume() {
        open = true;
    }

    private Optional<String> problem() {
        var used = listener;
        return used != null && used.running() ? Optional.empty() : Optional.of("not listening");
    }

    SipSettings.Serves serves() {
        return settings.serves();
    }

    /** A method that two consumers would both take. */
    Optional<String> overlap(SipConsumer other) {
        boolean events = serves().events().isEmpty() || other.serves().events().isEmpty()
                || serves().events().stream().anyMatch(other.serves().events()::contains);
        return serves().methods().stream().filter(other.serves().methods()::contains)
                .filter(method -> events || !SipProfile.hasEvent(method)).findFirst();
    }

    boolean takes(SipRequest request) {
        return serves().methods().contains(request.method()) && (!SipProfile.hasEvent(request.method()) || serves().events().isEmpty()
                || request.header("Event").map(EventHeader::read).filter(event -> serves().events().contains(event.type())).isPresent());
    }

    boolean takesEvents() {
        return serves().methods().stream().anyMatch(SipProfile::hasEvent);
    }

    /** Whether one more may come now. */
    boolean open() {
        return open && inFlight.get() < most;
    }

    int invites() {
        return (int) invites.values().stream().filter(incoming -> !incoming.answered()).count();
    }

    /** How much of what may be in the route is there, from 0 to 1. */
    double fill() {
        return Math.min(1, (double) inFlight.get() / most);
    }

    /** Takes a request into the route, or not. On a socket's thread: only hands over. */
    boolean take(Incoming incoming) {
        if (!open || inFlight.incrementAndGet() > most) {
            inFlight.decrementAndGet();
            return false;
        }
        if (incoming.request().method().equals("INVITE")) {
            invites.put(incoming.id(), incoming);
        }
        var labels = Labels.of(incoming.request());
        return listener.conversations().offer(labels.line(), new ConversationQueue.Task() {
            @Override
            public void start(Runnable ended) {
                route(incoming, labels, ended);
            }

            @Override
            public void abandon() {
                inFlight.decrementAndGet();
            }
        });
    }

    private void route(Incoming incoming, Labels labels, Runnable ended) {
        var used = listener;
        if (used == null) {                                 // stopped in between; the listener's end is the transaction's
            inFlight.decrementAndGet();
            ended.run();
            return;
        }
        var exchange = exchange(incoming.request(), labels, ExchangePattern.InOut);
        try {
            getAsyncProcessor().process(exchange, synchronous -> done(used, incoming, exchange, ended));
        } catch (RuntimeException | Error e) {              // Camel reports failures; an Error goes through it
            exchange.setException(e);
            done(used, incoming, exchange, ended);
        }
    }

    private void done(SipListener used, Incoming incoming, Exchange exchange, Runnable ended) {
        if (!incoming.end()) {
            return;
        }
        try {
            used.respond(incoming, answers.of(incoming.request(), exchange));
        } catch (RuntimeException e) {
            LOG.error("No answer to {}", MessageLine.of(incoming.request()), e);
            used.respond(incoming, Answers.fault(incoming.request()));
        } finally {
            invites.remove(incoming.id());
            inFlight.decrementAndGet();
            ended.run();
            releaseExchange(exchange, false);
        }
    }

    /** What has no answer, ACK, CANCEL and provisional responses: an InOnly exchange, whose end nobody waits for. */
    void tell(SipMessage told, Labels labels) {
        var used = listener;
        if (used == null) {
            return;
        }
        used.conversations().offer(labels.line(), new ConversationQueue.Task() {
            @Override
            public void start(Runnable ended) {
                var exchange = exchange(told, labels, ExchangePattern.InOnly);
                getAsyncProcessor().process(exchange, synchronous -> {
                    if (exchange.getException() != null) {
                        getExceptionHandler().handleException(MessageLine.of(told), exchange, exchange.getException());
                    }
                    ended.run();
                    releaseExchange(exchange, false);
                });
            }

            @Override
            public void abandon() {
                // the pool has ended: so has the route
            }
        });
    }

    private Exchange exchange(SipMessage message, Labels labels, ExchangePattern pattern) {
        var exchange = createExchange(false);
        exchange.setPattern(pattern);
        exchange.getIn().setBody(message);
        labels.put(exchange.getIn());
        return exchange;
    }

    /** RFC 3261 §9.2: the INVITE ends with 487 now, which the route is told; what it says to it later is dropped. */
    void cancelled(TransactionId invite, SipRequest cancel) {
        var used = listener;
        var incoming = invites.get(invite);
        if (used != null && incoming != null && used.respond(incoming, Answers.cancelled(incoming.request()))) {
            tell(cancel, Labels.of(cancel));
        }
    }

    @Override
    public boolean deferShutdown(ShutdownRunningTask task) {
        return false;
    }

    @Override
    public int getPendingExchangesSize() {
        return inFlight.get();
    }

    @Override
    public void prepareShutdown(boolean suspendOnly, boolean forced) {
        open = false;
    }
}
