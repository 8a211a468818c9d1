package org.stox.camel;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.builder.ThreadPoolProfileBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.SessionExits.Sender;
import org.stox.protocol.sip.SipResponse;
import org.stox.service.chat.ChatService;
import org.stox.service.pager.Pager;
import org.stox.service.presence.PresenceService;
import org.stox.session.Event;
import org.stox.session.SessionRepository;
import org.stox.status.Status;
import org.stox.traffic.Crew;

/**
 * The sessions of one context, from its start to its end: their store, the runner with its one thread, and the clock that wakes it.
 * Nothing is computed before all routes are up, so that what is sent finds its way out.
 */
final class Sessions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private static final String NAME = "stox-sessions";
    private static final String STATUS = "sessions";
    private static final int TICK_MILLIS = 100;
    /** So many messages a second leave by themselves after a start; with what jitters, no peer is hit by more than 500. */
    private static final int PACE = 400;
    /** The stream is looked at each half second; a start waits half a minute for it. */
    private static final int LOOK = 5;
    private static final int PATIENCE = 300;

    private final StoxComponent component;
    private final SessionRepository store;
    private final ChatService chat;
    private final Pager pager;
    private final SessionExits exits;
    private final ScheduledExecutorService timer;
    /** What it is given it always takes: the permits of the consumers bound what can be in it, and in the crew. */
    private final ExecutorService thread;
    private final ExecutorService pool;
    private final SessionRunner runner;
    private final CountDownLatch up = new CountDownLatch(1);
    private final XmppSide xmpp;
    private final SessionsHealthCheck health;
    private final AtomicBoolean ticking = new AtomicBoolean();
    private long ticks;
    private boolean begun;

    Sessions(StoxComponent component, SessionRepository store, PresenceService presence, ChatService chat, Pager pager) {
        this.component = component;
        this.store = store;
        this.chat = chat;
        this.pager = pager;
        var threads = component.getCamelContext().getExecutorServiceManager();
        int most = Math.max(4, Runtime.getRuntime().availableProcessors());
        this.timer = threads.newSingleThreadScheduledExecutor(component, NAME + "-clock");
        this.thread = threads.newThreadPool(component, NAME,
                new ThreadPoolProfileBuilder(NAME).poolSize(1).maxPoolSize(1).maxQueueSize(Integer.MAX_VALUE).build());
        // without a queue the thread that ended its work last is the next to work; the crew is never as large as the pool may be
        this.pool = threads.newThreadPool(component, NAME + "-out", new ThreadPoolProfileBuilder(NAME + "-out").poolSize(1)
                .maxPoolSize(4 * most).maxQueueSize(0).rejectedPolicy(ThreadPoolRejectedPolicy.Abort).build());
        this.exits = new DoorExits(component, new Crew(pool, most, timer, System::nanoTime), component.policy().errors());
        this.runner = new SessionRunner(List.of(presence, chat), store, exits, component.ids(), component.clock(), this::execute, PACE);
        this.xmpp = new XmppSide(component.getCamelContext(), component.policy().domain());
        this.health = new SessionsHealthCheck(store);
        checks().ifPresent(checks -> checks.register(health));
        thread.execute(this::awaitRoutes);
        runner.start();
    }

    private Optional<HealthCheckRegistry> checks() {
        return Optional.ofNullable(HealthCheckRegistry.get(component.getCamelContext()));
    }

    private void awaitRoutes() {
        try {
            up.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            LOG.debug("All has stopped; what came too late is as after a restart", e);
        }
    }

    /** How services with memory are. */
    Status status() {
        var details = new TreeMap<String, String>();
        store.trouble().ifPresent(trouble -> details.put("problem", trouble));
        return new Status("stox", STATUS, details.isEmpty() ? "READY" : "NOT_STORED", details.isEmpty(), details,
                runner.figures());
    }

    ChatService chat() {
        return chat;
    }

    Pager pager() {
        return pager;
    }

    SessionRepository store() {
        return store;
    }

    boolean isXmppAway() {
        return xmpp.isAway();
    }

    /** All routes are up. */
    void ready() {
        if (up.getCount() > 0) {
            up.countDown();
            timer.scheduleWithFixedDelay(this::nextTick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** One tick waits at most, however much else does. */
    private void nextTick() {
        if (ticking.compareAndSet(false, true)) {
            execute(this::tick);
        }
    }

    /** What was before a restart is gone through when its answers can come, or when it is clear that they do not. */
    private void tick() {
        ticking.set(false);
        if (component.getCamelContext().isStopping()) {
            return;
        }
        if (ticks++ % LOOK == 0) {
            look();
        }
        if (xmpp.isUp() || ticks > PATIENCE) {
            begun = true;
        }
        if (begun) {
            runner.tick();
        }
        if (ticks % LOOK == 0) {
            silent();
        }
    }

    /** Users are told of phones that have stopped to write without saying so (RFC 3994 §3.3). */
    private void silent() {
        pager.silent(component.clock().instant()).forEach(stanza -> exits.toXmpp(new Sender(ChatService.KIND, ""), stanza,
                reason -> LOG.debug("The end of a chat state was not told: {}", reason.text().orElse(""))));
    }

    /** The first begin of the stream is nobody's news, unless sessions have been told something without it. */
    private void look() {
        switch (xmpp.look()) {
            case LOST -> runner.xmppLost();
            case BACK -> {
                if (begun) {
                    runner.xmppBack();
                }
            }
            case AWAY_AND_BACK -> {
                runner.xmppLost();
                runner.xmppBack();
            }
            case NONE -> { }
        }
    }

    CompletionStage<Optional<SipResponse>> give(String kind, Event event) {
        return runner.give(kind, event);
    }

    /** What has been given is still computed and stored; the store goes last. */
    @Override
    public void close() {
        up.countDown();
        checks().ifPresent(checks -> checks.unregister(health));
        var threads = component.getCamelContext().getExecutorServiceManager();
        threads.shutdownNow(timer);
        threads.shutdownGraceful(thread);
        threads.shutdownGraceful(pool);
        store.close();
    }
}
