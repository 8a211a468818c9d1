package org.stox.protocol.sdp;

import java.util.List;
import java.util.Optional;

import org.stox.protocol.msrp.MsrpPath;

/**
 * What we offer and agree to for message media.
 *
 * @param plain our path without TLS; absent where TLS is a must
 * @param secure our path with TLS; absent where there is no certificate
 * @param sends media types that we can produce
 */
public record MessageTerms(Optional<MsrpPath> plain, Optional<MsrpPath> secure, AcceptTypes accept, List<String> sends, Reach reach,
        Direction direction, Optional<List<String>> chatroom) {

    /**
     * @param reachable peers can connect to the address of our path: we offer {@code actpass}, else {@code active} (RFC 6135 §4.2.2)
     * @param cema RFC 6714 is offered
     * @param fingerprints of our certificate
     */
    public record Reach(boolean reachable, boolean cema, List<Fingerprint> fingerprints) {

        public Reach {
            fingerprints = List.copyOf(fingerprints);
        }
    }

    public MessageTerms {
        sends = List.copyOf(sends);
        if (plain.isEmpty() && secure.isEmpty()) {
            throw new IllegalArgumentException("no path");
        }
    }

    public Optional<MsrpPath> path(boolean tls) {
        return tls ? secure : plain;
    }

    /** The same, put on hold or taken off it. */
    public MessageTerms with(Direction other) {
        return new MessageTerms(plain, secure, accept, sends, reach, other, chatroom);
    }
}
