package org.stox.camel.msrp.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.RelayClient;
import org.stox.protocol.sdp.MessageMedia.Target;

/**
 * Our relay (RFC 4976 §5.1): one connection, opened and authorized before any path is given away, authorized again before that ends, opened
 * again whenever it is lost. All sessions are on it. On the node's loop, but for {@code path}.
 */
final class RelayLink implements MsrpConnection.Answers {

    private static final Logger LOG = LoggerFactory.getLogger(RelayLink.class);
    private static final int PORT = 2855;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Wire wire;
    private final MsrpSettings.Relay relay;
    private final Connector connector;
    private final MsrpUri own;
    private Optional<MsrpConnection> connection = Optional.empty();
    private Optional<RelayClient> asking = Optional.empty();
    private String transaction = "";
    private Instant due;                // the next try, the next AUTH, or the end of patience
    private Duration pause = FIRST;
    private volatile Optional<MsrpPath> usePath = Optional.empty();
    private volatile String problem = "not authorized yet";

    RelayLink(Wire wire, MsrpSettings.Relay relay, Connector connector, int port) {
        this.wire = wire;
        this.relay = relay;
        this.connector = connector;
        this.own = MsrpUri.session(relay.uri().secure(), wire.settings().host(), port, wire.ids()::next);
        this.due = wire.now();
    }

    boolean secure() {
        return relay.uri().secure();
    }

    /** What stands before our URI in our path, while we may use it. */
    Optional<MsrpPath> path() {
        return usePath.map(MsrpPath::reversed);
    }

    /** Why it may not be used; empty if it may. */
    Optional<String> problem() {
        return usePath.isPresent() ? Optional.empty() : Optional.of("relay " + relay + ": " + problem);
    }

    /** Where its sessions are. */
    Optional<MsrpConnection> connection() {
        return connection.filter(c -> usePath.isPresent());
    }

    void tick(Instant now) {
        if (due.isAfter(now)) {
            return;
        }
        if (connection.isEmpty()) {
            open();
        } else if (asking.isPresent()) {
            connection.get().close("the relay does not answer");
        } else {
            ask();
        }
    }

    private void open() {
        var target = new Target(relay.uri().host(), relay.uri().port().orElse(PORT), relay.uri().secure());
        var made = connector.connection(target, List.of());
        made.keep(this);
        connection = Optional.of(made);
        due = wire.now().plus(wire.settings().timers().connect());
        ask();
        connector.open(made, target, address -> true, () -> lost(made));        // where it is, the operator has said
    }

    private void ask() {
        var client = RelayClient.of(MsrpPath.of(relay.uri()), own, relay.user(), relay.password(), relay.expires().toSeconds());
        ask(client, client.begin(wire.ids()::next));
    }

    private void ask(RelayClient client, MsrpRequest auth) {
        asking = Optional.of(client);
        transaction = auth.transaction();
        due = wire.now().plus(wire.settings().timers().connect());
        connection.ifPresent(c -> c.write(auth));
    }

    @Override
    public boolean takes(MsrpResponse response) {
        if (asking.isEmpty() || !response.transaction().equals(transaction)) {
            return false;
        }
        var next = asking.get().on(response, wire.ids()::next);
        if (next instanceof RelayClient.Next.Ask again) {
            ask(again.client(), again.request());
        } else if (next instanceof RelayClient.Next.Granted granted) {
            granted(granted);
        } else {
            var failed = (RelayClient.Next.Failed) next;
            problem = failed.status() + " " + failed.reason();
            LOG.warn("Relay {} gives us no path: {}", relay, problem);
            pause = LONGEST;            // the same password will be as wrong at once
            connection.ifPresent(c -> c.close(problem));
        }
        return true;
    }

    private void granted(RelayClient.Next.Granted granted) {
        if (usePath.isEmpty()) {
            LOG.info("Relay {} gives us the path {}", relay, granted.usePath());
        }
        asking = Optional.empty();
        pause = FIRST;
        usePath = Optional.of(granted.usePath());
        long seconds = granted.expires().orElse(relay.expires().toSeconds());
        due = wire.now().plusMillis(Math.max(1000, seconds * 1000 * 3 / 4));
    }

    private void lost(MsrpConnection which) {
        if (connection.filter(which::equals).isEmpty()) {
            return;
        }
        if (usePath.isPresent()) {
            problem = "the connection is lost";
            LOG.warn("Relay {}: {}", relay, problem);
        }
        connection = Optional.empty();
        asking = Optional.empty();
        usePath = Optional.empty();
        due = wire.now().plus(pause);
        pause = pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
    }
}
