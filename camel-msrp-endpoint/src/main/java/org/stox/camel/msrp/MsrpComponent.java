package org.stox.camel.msrp;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.concurrent.CamelThreadFactory;

import org.stox.camel.msrp.wire.MsrpNode;
import org.stox.protocol.Tap;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.sdp.MessageMedia;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.OwnMedia;
import org.stox.service.IdSource;
import org.stox.status.Reporting;
import org.stox.status.Status;
import org.stox.traffic.Crew;
import org.stox.traffic.SteadyClock;

/** {@code msrp:host:port}: takes MSRP connections on this address, and opens others, for the sessions that a service has agreed to (RFC 4975). */
@Component("msrp")
public class MsrpComponent extends HealthCheckComponent implements Reporting, OwnMedia {

    private static final int ID_LENGTH = 20;

    @Metadata(label = "common", description = "The options that endpoints start from")
    private MsrpConfiguration configuration = new MsrpConfiguration();
    @Metadata(label = "consumer,advanced", defaultValue = "10", description = "How many threads run the routes")
    private int workers = 10;

    private final Map<InetSocketAddress, Shared> nodes = new LinkedHashMap<>();
    private final List<MsrpNode> served = new ArrayList<>();        // those that a route begins with, the first first
    private final InstantSource time = new SteadyClock();
    private ExecutorService pool;
    private ScheduledExecutorService clock;
    private Crew crew;
    private IdSource ids;

    private static final class Shared {

        private final MsrpNode node;
        private final MsrpConfiguration options;
        private int users;

        private Shared(MsrpNode node, MsrpConfiguration options) {
            this.node = node;
            this.options = options;
        }
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var endpoint = new MsrpEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        var bound = CamelContextHelper.findSingleByType(getCamelContext(), IdSource.class);
        ids = bound == null ? IdSource.of(new SecureRandom()::nextBytes, ID_LENGTH) : bound;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        pool = WorkerPool.make(getCamelContext(), this, workers);
        clock = getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "msrp-clock");
        crew = new Crew(pool, workers, clock, System::nanoTime);
    }

    /** The node of an address, for one user more; the first opens it, with its timers and limits. */
    synchronized MsrpNode join(MsrpEndpoint endpoint) throws IOException, GeneralSecurityException {
        var options = endpoint.options();
        var shared = nodes.get(options.listen());
        if (shared == null) {
            var threads = new CamelThreadFactory(getCamelContext().getExecutorServiceManager().getThreadNamePattern(),
                    "msrp-" + endpoint.getAddress(), true);
            var node = new MsrpNode(options.settings(), threads, crew, ids,
                    Optional.ofNullable(CamelContextHelper.findSingleByType(getCamelContext(), Tap.class)), time);
            node.start();
            shared = new Shared(node, endpoint.getConfiguration());
            nodes.put(options.listen(), shared);
        }
        shared.users++;
        return shared.node;
    }

    /** The last who leaves closes it. */
    void leave(MsrpNode node) {
        Optional<MsrpNode> over = Optional.empty();
        synchronized (this) {
            for (var i = nodes.values().iterator(); i.hasNext();) {
                var shared = i.next();
                if (shared.node == node && --shared.users == 0) {
                    i.remove();
                    over = Optional.of(node);
                }
            }
        }
        over.ifPresent(MsrpNode::stop);
    }

    synchronized void serves(MsrpNode node) {
        served.add(node);
    }

    synchronized void servesNoMore(MsrpNode node) {
        served.remove(node);
    }

    private synchronized Optional<MsrpNode> first() {
        return served.stream().findFirst();
    }

    /** The node of an endpoint while something uses it. */
    synchronized Optional<MsrpNode> running(MsrpEndpoint endpoint) {
        return Optional.ofNullable(nodes.get(endpoint.options().listen())).map(s -> s.node);
    }

    @Override
    public Optional<MsrpPath> path(boolean tls, String sessionId) {
        return first().flatMap(n -> n.path(tls, sessionId));
    }

    @Override
    public void offered(String sessionId) {
        first().ifPresent(n -> n.offered(sessionId));
    }

    @Override
    public MessageTerms.Reach reach() {
        return first().map(MsrpNode::reach).orElse(new MessageTerms.Reach(false, false, List.of()));
    }

    @Override
    public boolean allows(MessageMedia.Target target) {
        return first().filter(n -> n.allows(target)).isPresent();
    }

    /** One for each address that is listened on. */
    @Override
    public List<Status> status() {
        return all().stream().map(MsrpFigures::of).toList();
    }

    private synchronized List<MsrpNode> all() {
        return nodes.values().stream().map(s -> s.node).toList();
    }

    /** Where routes run, and go on. */
    Executor crew() {
        return crew;
    }

    @Override
    protected void doStop() throws Exception {
        var left = all();
        synchronized (this) {
            nodes.clear();
            served.clear();
        }
        left.forEach(MsrpNode::stop);
        if (pool != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(clock);
            getCamelContext().getExecutorServiceManager().shutdownGraceful(pool);
            pool = null;
        }
        super.doStop();
    }

    public MsrpConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(MsrpConfiguration configuration) {
        this.configuration = configuration;
    }

    public int getWorkers() {
        return workers;
    }

    public void setWorkers(int workers) {
        this.workers = workers;
    }
}
