package org.stox.protocol.msrp;

import java.util.Optional;

/**
 * Which connection a session belongs to (RFC 4975 §5.4, §7.3): the first request that names it binds it, and no other connection gets it.
 *
 * @param <C> what a connection is
 * @param own our URI of the session: what is looked up by the To-Path; none found is 481
 * @param peer the path that the peer gave in its description
 * @param connection once there is one
 */
public record SessionBinding<C>(MsrpUri own, MsrpPath peer, Optional<C> connection) {

    public static final int NO_SESSION = 481;
    public static final int OTHER_CONNECTION = 506;

    /** What a request on a connection is to this session. */
    public sealed interface Verdict<C> {

        /** It belongs to the session, which from now on is this. */
        record Bound<C>(SessionBinding<C> session) implements Verdict<C> { }

        /** It is answered by this code if it is owed, and does nothing else. */
        record Refused<C>(int code) implements Verdict<C> { }
    }

    /** Before there is a connection. */
    public static <C> SessionBinding<C> of(MsrpUri own, MsrpPath peer) {
        return new SessionBinding<>(own, peer, Optional.empty());
    }

    /** We have connected. */
    public SessionBinding<C> bound(C to) {
        return new SessionBinding<>(own, peer, Optional.of(to));
    }

    /** To-Path is our URI alone, From-Path ends with the peer's; behind a middlebox their session ids have to do (RFC 6714). */
    public Verdict<C> on(MsrpRequest request, C arrived) {
        if (request.to().uris().size() != 1 || !names(own, request.to().first()) || !names(peer.last(), request.from().last())) {
            return new Verdict.Refused<>(NO_SESSION);
        }
        if (connection.isPresent() && !connection.get().equals(arrived)) {
            return new Verdict.Refused<>(OTHER_CONNECTION);
        }
        return new Verdict.Bound<>(connection.isPresent() ? this : bound(arrived));
    }

    private static boolean names(MsrpUri session, MsrpUri written) {
        return session.equals(written) || session.sameSession(written);
    }
}
