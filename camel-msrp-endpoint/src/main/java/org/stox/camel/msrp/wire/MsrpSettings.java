package org.stox.camel.msrp.wire;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

import org.stox.protocol.msrp.MsrpUri;
import org.stox.settings.Egress;

/**
 * What a node is told.
 *
 * @param listen address of the sockets
 * @param host the same as peers reach it: it stands in our URIs
 * @param egress where it may connect to
 * @param cema RFC 6714 is offered
 */
public record MsrpSettings(Listen listen, String host, Optional<TlsIdentity> tls, Egress egress, boolean cema, Optional<Relay> relay,
        Timers timers, Limits limits) {

    /**
     * @param tcp port without TLS, zero for a free one; empty: none
     * @param tls port with TLS likewise
     */
    public record Listen(String host, OptionalInt tcp, OptionalInt tls) { }

    /** An account at a relay (RFC 4976). */
    public record Relay(MsrpUri uri, String user, String password, Duration expires) {

        /** Without the password. */
        @Override
        public String toString() {
            return uri + " as " + user;
        }
    }

    /**
     * @param connect for a connection, its TLS included, and for an answer to AUTH
     * @param bind without a session: a connection is closed, a session that waits for its peer is over
     * @param head for the rest of a head that has begun
     * @param message for the rest of a message of which a chunk has come
     * @param write without an octet that the peer takes
     */
    public record Timers(Duration connect, Duration bind, Duration head, Duration message, Duration write) {

        public static final Timers DEFAULT = new Timers(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30),
                Duration.ofSeconds(60), Duration.ofSeconds(30));
    }

    /**
     * @param connections all that were accepted
     * @param unbound those of one address that no session has yet
     * @param inRoutes messages of one connection in the routes, before it is not read any more
     * @param queued messages of one session that are not written
     * @param queuedOctets their octets; a connection may have four times as many
     * @param unfinishedOctets of all messages together that have come in part
     * @param guesses requests for sessions that there are not, on one connection
     */
    public record Limits(int connections, int unbound, int inRoutes, int queued, int queuedOctets, long unfinishedOctets, int guesses) {

        public static final Limits DEFAULT = new Limits(20_000, 256, 64, 1000, 4 << 20, 64 << 20, 16);
    }
}
