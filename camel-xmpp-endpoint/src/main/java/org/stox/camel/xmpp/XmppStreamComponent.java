package org.stox.camel.xmpp;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.HealthCheckComponent;
import org.apache.camel.util.concurrent.CamelThreadFactory;

import org.stox.camel.xmpp.stream.StanzaStream;
import org.stox.camel.xmpp.stream.StreamSettings;
import org.stox.protocol.Tap;
import org.stox.protocol.xmpp.EntityInfo;
import org.stox.service.IdSource;
import org.stox.settings.HostPort;
import org.stox.status.Reporting;
import org.stox.status.Status;
import org.stox.traffic.Crew;

/** {@code xmpp-component:}, with one stream for each domain and server, which all its endpoints share. */
@Component("xmpp-component")
public class XmppStreamComponent extends HealthCheckComponent implements ExtendedStartupListener, Reporting {

    private record Key(String domain, HostPort server) { }

    private static final int ID_LENGTH = 20;

    @Metadata(label = "common", description = "The options that endpoints start from")
    private XmppStreamConfiguration configuration = new XmppStreamConfiguration();
    @Metadata(label = "consumer,advanced", defaultValue = "10", description = "How many threads run the routes")
    private int workers = 10;

    private final Map<Key, SharedStream> streams = new HashMap<>();
    private ExecutorService pool;
    private ScheduledExecutorService clock;
    private Crew crew;
    private IdSource ids;
    private boolean started;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var endpoint = new XmppStreamEndpoint(uri, this, StreamOptions.domain(remaining), configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        var bound = CamelContextHelper.findSingleByType(getCamelContext(), IdSource.class);
        ids = bound == null ? IdSource.of(new SecureRandom()::nextBytes, ID_LENGTH) : bound;
        getCamelContext().addStartupListener(this);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        pool = WorkerPool.make(getCamelContext(), this, workers);
        clock = getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "xmpp-component-clock");
        crew = new Crew(pool, workers, clock, System::nanoTime);
    }

    /** Only now all routes are there: an earlier stanza would find nobody who takes it. */
    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        synchronized (streams) {
            started = true;
            streams.values().forEach(s -> s.stream().start());
        }
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        // the routes have not begun
    }

    /** The stream of an endpoint, for one user more. */
    StanzaStream join(StreamSettings settings) {
        synchronized (streams) {
            var key = new Key(settings.domain(), settings.server());
            var known = streams.get(key);
            if (known != null) {
                StreamOptions.checkSame(known.stream().settings(), settings);
                known.join();
                return known.stream();
            }
            var stream = new StanzaStream(settings, new EntityInfo(settings.domain(), "stox", Version.text()),
                    new CamelThreadFactory(getCamelContext().getExecutorServiceManager().getThreadNamePattern(),
                            "xmpp-component-" + settings.domain(), true),
                    crew, ids, Optional.ofNullable(CamelContextHelper.findSingleByType(getCamelContext(), Tap.class)));
            streams.put(key, new SharedStream(stream));
            if (started) {
                stream.start();
            }
            return stream;
        }
    }

    void leave(StanzaStream stream) {
        synchronized (streams) {
            var key = new Key(stream.settings().domain(), stream.settings().server());
            var shared = streams.get(key);
            if (shared == null || shared.stream() != stream || !shared.leave()) {
                return;
            }
            streams.remove(key);
        }
        stream.stop();
    }

    /** The stream of an endpoint while something uses it. */
    Optional<StanzaStream> running(XmppStreamEndpoint endpoint) {
        synchronized (streams) {
            return streams.values().stream().map(SharedStream::stream)
                    .filter(s -> s.settings().domain().equals(endpoint.getDomain())).findFirst();
        }
    }

    /** One for each stream that something uses. */
    @Override
    public List<Status> status() {
        synchronized (streams) {
            return streams.values().stream().map(SharedStream::stream).map(StreamFigures::of).toList();
        }
    }

    /** Where routes run, and go on. */
    Executor crew() {
        return crew;
    }

    @Override
    protected void doStop() throws Exception {
        var left = new ArrayList<SharedStream>();
        synchronized (streams) {
            left.addAll(streams.values());
            streams.clear();
        }
        left.forEach(s -> s.stream().stop());
        if (pool != null) {
            getCamelContext().getExecutorServiceManager().shutdownNow(clock);
            getCamelContext().getExecutorServiceManager().shutdownGraceful(pool);
            pool = null;
        }
        super.doStop();
    }

    public XmppStreamConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(XmppStreamConfiguration configuration) {
        this.configuration = configuration;
    }

    public int getWorkers() {
        return workers;
    }

    public void setWorkers(int workers) {
        this.workers = workers;
    }
}
