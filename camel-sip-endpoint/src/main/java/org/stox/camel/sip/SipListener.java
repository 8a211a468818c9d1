package org.stox.camel.sip;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.address.SipUri;
import org.stox.camel.sip.jain.JainTransactions;
import org.stox.camel.sip.transport.TransportLimits;
import org.stox.protocol.Tap;
import org.stox.protocol.sip.RequestChecks;
import org.stox.protocol.sip.RequestChecks.Verdict;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.Via;
import org.stox.service.IdSource;
import org.stox.settings.HostPort;
import org.stox.traffic.ConversationQueue;
import org.stox.traffic.Crew;

/**
 * One host and port with its sockets, transactions and threads, shared by the consumers and producers of a component: it asks the
 * questions of RFC 3261 §8.2 before a route sees a request.
 */
final class SipListener implements SipTransactions.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(SipListener.class);
    private static final SipHeader RETRY_AFTER = new SipHeader("Retry-After", "5");
    private static final int MARK = 8;
    private static final int ID_LENGTH = 13;
    private static final int T4 = 10;                       // times T1, as 5 s are of 500 ms
    private static final int END = 64;                      // times T1: timers B, F, H, J, L, M
    private static final String INVITE = "INVITE";
    private static final String ACK = "ACK";

    private final CamelContext context;
    private final HostPort local;
    private final SipConfiguration options;
    private final SipCounters counters = new SipCounters();
    private final SipConsumers consumers;
    private final List<SipAttachment> attachments = new CopyOnWriteArrayList<>();
    private final List<SipAttachment> senders = new CopyOnWriteArrayList<>();
    private final IdSource ids = IdSource.of(new SecureRandom()::nextBytes, ID_LENGTH);
    /** Nobody can guess it: a request with such a Via was here before. */
    private final String mark = Via.COOKIE + ids.next().substring(0, MARK) + '.';
    private final Tap tap;
    private final MessageQueue queue;
    private final SubscribeRates rates;
    private final SlowRequests slow;
    private final MergedRequests merged;
    private final AnsweredInvites answered;
    private final SentInvites sentInvites;
    private final SipTransactions transactions;
    private ExecutorService pool;
    private Crew routes;
    private ConversationQueue<Labels.Pair> conversations;
    private ScheduledExecutorService clock;
    private volatile boolean running;
    private volatile TrustedSources trusted = TrustedSources.NOBODY;

    SipListener(CamelContext context, HostPort local, SipConfiguration options) throws IOException {
        this.context = context;
        this.local = local;
        this.consumers = new SipConsumers(local);
        this.options = options;
        var found = CamelContextHelper.findSingleByType(context, Tap.class);
        this.tap = found != null ? found : (side, incoming, message) -> { };
        this.queue = new MessageQueue(options.getWaiting(), options.getWaitingTime(), System::nanoTime);
        this.rates = new SubscribeRates(options.getSubscribeRate(), options.getPollRate(), System::nanoTime);
        this.slow = new SlowRequests(options.getT1().toNanos(), this::trying);
        var limits = TransportLimits.DEFAULT.with(options.getConnections(), options.getMessageTimeout(), options.getIdleTimeout(),
                options.getConnectTimeout());
        this.transactions = new JainTransactions(new InetSocketAddress(InetAddress.getByName(local.address()), local.port()), limits,
                (int) options.getT1().toMillis(), this);
        long t1 = options.getT1().toNanos();
        this.merged = new MergedRequests(T4 * t1, System::nanoTime);
        this.sentInvites = new SentInvites(this, new Lapse(END * t1, System::nanoTime));
        this.answered = new AnsweredInvites(transactions, t1, this::later, () -> dropped("unacknowledged"));
    }

    private void later(Runnable task, long nanos) {
        if (running) {
            clock.schedule(guarded(task), nanos, TimeUnit.NANOSECONDS);
        }
    }

    void start() throws IOException {
        int threads = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
        var manager = context.getExecutorServiceManager();
        // without a queue the thread that ended its work last is the next to work; the crew is never as large as the pool may be
        var profile = new ThreadPoolProfileBuilder("sip").poolSize(1).maxPoolSize(4 * threads).maxQueueSize(0)
                .rejectedPolicy(ThreadPoolRejectedPolicy.Abort).build();
        pool = manager.newThreadPool(this, "sip:" + local, profile);
        clock = manager.newScheduledThreadPool(this, "sip-clock:" + local, 2);
        routes = new Crew(pool, threads, clock, System::nanoTime);
        conversations = new ConversationQueue<>(routes, Integer.MAX_VALUE, Integer.MAX_VALUE);     // the consumers have the limits
        try {
            transactions.start(routes);
        } catch (IOException e) {
            stop();
            throw new IOException("sip:" + local + " cannot listen: " + e.getMessage(), e);
        }
        running = true;
        long t1 = options.getT1().toMillis();
        long lookup = options.getLookup().toMillis();
        clock.scheduleWithFixedDelay(guarded(this::tick), t1, t1, TimeUnit.MILLISECONDS);
        clock.scheduleWithFixedDelay(guarded(this::lookUp), lookup, lookup, TimeUnit.MILLISECONDS);
        LOG.info("SIP is taken on {}, UDP and TCP", local);
    }

    void stop() {
        boolean ran = running;
        running = false;
        context.getExecutorServiceManager().shutdownNow(clock);
        if (ran) {
            sentInvites.stop();
            transactions.stop();
            LOG.info("SIP is no longer taken on {}", local);
        }
        context.getExecutorServiceManager().shutdownGraceful(pool);
    }

    private static Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.error("A timer failed", e);
            }
        };
    }

    private void tick() {
        slow.tick();
        sentInvites.tick();
        queue.expire();
    }

    /** At the start and every minute, never on a socket's thread: it waits for the name service. */
    private void lookUp() {
        attachments.forEach(SipAttachment::lookUp);
        refresh();
    }

    private void refresh() {
        var all = TrustedSources.NOBODY;
        for (var attachment : attachments) {
            var more = attachment.trusted();
            all = all.and(more.ranges(), more.addresses());
        }
        trusted = all;
    }

    SipAttachment attach(SipSettings settings) {
        var attachment = new SipAttachment(settings, local);
        attachment.lookUp();
        attachments.add(attachment);
        refresh();
        return attachment;
    }

    /** Of one who sends. */
    SipAttachment attachSender(SipSettings settings) {
        var attachment = attach(settings);
        senders.add(attachment);
        return attachment;
    }

    void detach(SipAttachment attachment) {
        senders.remove(attachment);
        attachments.remove(attachment);
        refresh();
    }

    SipConsumers consumers() {
        return consumers;
    }

    @Override
    public boolean trusts(InetAddress address) {
        return trusted.contains(address);
    }

    @Override
    public Optional<SipResponse> screen(SipRequest request, Source source) {
        String tag = StatelessTag.of(request);
        if (!source.trusted()) {
            counters.dropped("untrusted");
            return Optional.of(Responses.to(request, 403, tag));
        }
        var consumer = consumers.of(request);
        var profile = consumer.map(consumers::profile).orElseGet(consumers::profile);
        if (RequestChecks.check(request, profile, mark, tag) instanceof Verdict.Answer answer) {
            return Optional.of(answer.response());
        }
        if (consumer.isEmpty()) {
            return Optional.of(Responses.to(request, 489, tag, consumers.profile().allowEvents().stream().toArray(SipHeader[]::new)));
        }
        if (!rates.allows(request)) {
            counters.dropped("rate");
            return Optional.of(Responses.to(request, 503, tag, RETRY_AFTER));
        }
        if (!context.getStatus().isStarted() || !consumer.get().open()) {
            counters.dropped("unavailable");
            return Optional.of(Responses.to(request, 503, tag, RETRY_AFTER));
        }
        if (merged.merges(request)) {
            counters.dropped("merged");
            return Optional.of(Responses.to(request, 482, tag));
        }
        return Optional.empty();
    }

    @Override
    public void request(TransactionId id, SipRequest request, Source source) {
        var incoming = new Incoming(id, request);
        boolean invite = request.method().equals(INVITE);
        if (invite) {
            trying(incoming);                               // at once, and before the route can answer
        }
        if (!consumers.of(request).filter(consumer -> consumer.take(incoming)).isPresent()) {
            counters.dropped("unavailable");
            respond(incoming, Responses.to(request, 503, StatelessTag.of(request), RETRY_AFTER));
        } else if (!invite) {
            slow.add(incoming);
        }
    }

    private void trying(Incoming incoming) {
        transactions.respond(incoming.id(), Responses.to(incoming.request(), 100, ""));
    }

    /** The one final answer; what comes after it is dropped, which is false. */
    boolean respond(Incoming incoming, SipResponse response) {
        if (!incoming.answer()) {
            return false;
        }
        merged.answered(incoming.request(), response.status());
        if (incoming.request().method().equals(INVITE) && response.status() < 300) {
            answered.answered(incoming.id(), response);
        }
        transactions.respond(incoming.id(), response);
        return true;
    }

    @Override
    public void cancel(TransactionId invite, SipRequest cancel) {
        consumers.all().forEach(consumer -> consumer.cancelled(invite, cancel));
    }

    /** One that was seen already is the answer to a copy of the 2xx. */
    @Override
    public void ack(SipRequest ack, Source source) {
        if (answered.acknowledged(ack) != AnsweredInvites.Ack.AGAIN) {
            consumers.taking(ACK).ifPresentOrElse(consumer -> consumer.tell(ack, Labels.of(ack)), () -> counters.dropped("ack"));
        }
    }

    @Override
    public void surplus(SipResponse response) {
        sentInvites.surplus(response);
    }

    @Override
    public void seen(boolean incoming, SipMessage message) {
        counters.seen(incoming, message);
        try {
            tap.message(Tap.Side.SIP, incoming, message);
        } catch (RuntimeException e) {
            LOG.warn("The tap failed", e);                  // who only looks on must not change anything
        }
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} {}", incoming ? "<-" : "->", MessageLine.of(message));
        }
    }

    @Override
    public void dropped(String reason) {
        counters.dropped(reason);
    }

    String branch() {
        return mark + ids.next();
    }

    boolean running() {
        return running;
    }

    HostPort address() {
        return local;
    }

    List<Peer> peers() {
        return attachments.stream().flatMap(attachment -> attachment.peer().stream()).toList();
    }

    /** Where peers reach us who get requests from here: as the top Via of these says it. */
    Optional<SipUri> contact() {
        return senders.stream().findFirst().map(SipAttachment::contact);
    }

    SentInvites sentInvites() {
        return sentInvites;
    }

    AnsweredInvites answered() {
        return answered;
    }

    SipTransactions transactions() {
        return transactions;
    }

    MessageQueue queue() {
        return queue;
    }

    /** What comes of one pair goes into its route in the order that it came. */
    ConversationQueue<Labels.Pair> conversations() {
        return conversations;
    }

    Executor routes() {
        return routes;
    }

    SipCounters counters() {
        return counters;
    }
}
