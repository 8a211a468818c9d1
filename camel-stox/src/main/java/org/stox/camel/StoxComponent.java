package org.stox.camel;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ExtendedStartupListener;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

import org.stox.address.Jid;
import org.stox.camel.Translations.Direction;
import org.stox.camel.Translations.Outcome;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;
import org.stox.service.Peers;
import org.stox.service.chat.ChatService;
import org.stox.service.pager.Pager;
import org.stox.service.pager.Receipts;
import org.stox.service.presence.PresenceService;
import org.stox.session.SessionRepository;
import org.stox.status.Reporting;
import org.stox.status.Status;

/** {@code stox:}: the mappings as steps of a route ({@code stox:im}) and as doors ({@code stox:gateway/sip}). */
@ManagedResource(description = "The mapping between SIP and XMPP")
@Component("stox")
public class StoxComponent extends DefaultComponent implements ExtendedStartupListener, Reporting {

    private static final int ID_LENGTH = 20;
    /** What was seen of a SIP user, such as that he takes no sessions, counts so long. */
    private static final Duration PEERS_KEPT = Duration.ofHours(1);

    @Metadata(label = "common", description = "The options that endpoints start from")
    private StoxConfiguration configuration = new StoxConfiguration();

    private final Map<StoxService, Doors> doors = new EnumMap<>(StoxService.class);
    private final Translations translations = new Translations();
    private volatile MappingPolicy policy;
    private final Peers peers = new Peers(PEERS_KEPT);
    private IdSource ids;
    private Clock clock;
    private Optional<AutoCloseable> meters = Optional.empty();
    private Optional<Sessions> sessions = Optional.empty();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        var slash = remaining.indexOf('/');
        var service = StoxService.of(slash < 0 ? remaining : remaining.substring(0, slash));
        var leg = slash < 0 ? "" : remaining.substring(slash + 1);
        service.check(leg);
        var endpoint = new StoxEndpoint(uri, this, service, leg, configuration.copy());
        setProperties(endpoint, parameters);
        endpoint.getConfiguration().checkShared(configuration, "stox:" + remaining);
        if (service != StoxService.IM) {
            endpoint.getConfiguration().checkDomains(configuration, "stox:" + remaining);
        }
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        var bound = CamelContextHelper.findSingleByType(getCamelContext(), IdSource.class);
        ids = bound == null ? IdSource.of(new SecureRandom()::nextBytes, ID_LENGTH) : bound;
        clock = Optional.ofNullable(CamelContextHelper.findSingleByType(getCamelContext(), Clock.class)).orElse(Clock.systemUTC());
        getCamelContext().addStartupListener(this);
    }

    /** All routes are made and none has begun: the doors are whole, or the start fails before anything came in. */
    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        if (!doors.isEmpty()) {
            var chat = configuration.chatMode(context);
            doors.values().forEach(door -> door.check(chat));
        }
    }

    @Override
    public void onCamelContextFullyStarted(CamelContext context, boolean alreadyStarted) {
        synchronized (doors) {
            sessions.ifPresent(Sessions::ready);
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (micrometer()) {
            meters = StoxMeters.of(getCamelContext());
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (meters.isPresent()) {
            meters.get().close();
            meters = Optional.empty();
        }
        Optional<Sessions> ended;
        synchronized (doors) {
            ended = sessions;
            sessions = Optional.empty();
        }
        ended.ifPresent(Sessions::close);
        super.doStop();
    }

    /** Whether the classes are there, which this module does not bring. */
    private static boolean micrometer() {
        try {
            Class.forName("io.micrometer.core.instrument.MeterRegistry", false, StoxComponent.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    Doors doors(StoxService service) {
        synchronized (doors) {
            return doors.computeIfAbsent(service, Doors::new);
        }
    }

    /** Nobody, while that cannot be looked up. */
    private boolean maySee(Jid watcher, Jid contact) {
        Optional<Sessions> known;
        synchronized (doors) {
            known = sessions;
        }
        try {
            return known.filter(s -> PresenceService.maySee(watcher, contact, s.store()::find)).isPresent();
        } catch (SessionRepository.Unavailable e) {
            return false;
        }
    }

    /** Of the services with memory; there when a door of theirs is entered. */
    Sessions sessions() {
        synchronized (doors) {
            if (sessions.isEmpty()) {
                var presence = new PresenceService(policy(), configuration.presence(getCamelContext()), ids);
                boolean all = configuration.receipts(getCamelContext()) == Receipts.ALL;
                var pager = new Pager(peers, (teller, asker) -> all || maySee(asker, teller), ids);
                var chat = new ChatService(policy(), configuration.chat(getCamelContext(), new ChatMedia(this)), peers, pager, ids);
                var store = StateSetting.open(getCamelContext(), List.of(presence, chat));
                sessions = Optional.of(new Sessions(this, store, presence, chat, pager));
                if (getCamelContext().isStarted()) {
                    sessions.get().ready();
                }
            }
            return sessions.get();
        }
    }

    /** What converters of this context go by; throws with one sentence a problem where settings are missing. */
    MappingPolicy policy() {
        var known = policy;
        if (known == null) {
            known = configuration.policy(getCamelContext());
            policy = known;
        }
        return known;
    }

    IdSource ids() {
        return ids;
    }

    /** By which the services go: that of the context's registry, if there is one. */
    Clock clock() {
        return clock;
    }

    @ManagedAttribute(description = "Messages from SIP that arrived in XMPP")
    public long getMessagesToXmpp() {
        return translations.count(Direction.S2X, Outcome.OK);
    }

    @ManagedAttribute(description = "Messages from XMPP that arrived in SIP")
    public long getMessagesToSip() {
        return translations.count(Direction.X2S, Outcome.OK);
    }

    @ManagedAttribute(description = "Messages of both directions that could not cross: by a rule, or by the word of the other side")
    public long getMessagesRefused() {
        return translations.count(Direction.S2X, Outcome.REFUSED) + translations.count(Direction.X2S, Outcome.REFUSED);
    }

    @ManagedAttribute(description = "Messages of both directions that were lost to a fault of a route or of this program")
    public long getMessagesFailed() {
        return translations.count(Direction.S2X, Outcome.FAILED) + translations.count(Direction.X2S, Outcome.FAILED);
    }

    Translations translations() {
        return translations;
    }

    /** The mapping itself, and the sessions where there can be some: there is one of each. */
    @Override
    public List<Status> status() {
        var all = new ArrayList<>(List.of(new Status("stox", StoxService.IM.toString(), "READY", true, Map.of(), translations.figures())));
        synchronized (doors) {
            sessions.map(Sessions::status).ifPresent(all::add);
        }
        return all;
    }

    public StoxConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(StoxConfiguration configuration) {
        this.configuration = configuration;
    }
}
