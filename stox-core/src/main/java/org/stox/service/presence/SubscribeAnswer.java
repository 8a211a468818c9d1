package org.stox.service.presence;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.stox.protocol.sip.DeltaSeconds;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.Subscription;

/** What a final response to a SUBSCRIBE means (RFC 8048 §5.2.2, RFC 6665 §4.1.2.2). */
enum SubscribeAnswer {

    /** 2xx: the state stays as it is until a NOTIFY (RFC8048-5.2.1-06). */
    ACCEPTED,

    /** The authorization is cancelled for good. */
    REFUSED,

    /** The same again, for longer. */
    TOO_BRIEF,

    /** There is no such dialog: a new one. */
    UNKNOWN_DIALOG,

    /** The dialog is over, the authorization is not. */
    DIALOG_OVER,

    /** Nothing changes until the dialog expires. */
    LATER;

    /** Those that say more than that the dialog is over. */
    private static final Map<Integer, SubscribeAnswer> BY_STATUS = Map.of(
            403, REFUSED,
            423, TOO_BRIEF,
            481, UNKNOWN_DIALOG,
            489, REFUSED,
            603, REFUSED);

    /** The peer is away or at its limit (RFC 3261 §21.4.9, §21.5), or has no phone registered now, or a busy one (§21.4.18, 21.4.24, 21.6.1). */
    private static final Set<Integer> TRANSIENT = Set.of(408, 480, 486, 500, 502, 503, 504, 600);

    /** Whether the same request may be answered better later: one of these, or the peer says when (RFC 3261 §20.33). */
    static boolean isTransient(SipResponse response) {
        return TRANSIENT.contains(response.status()) || retryAfter(response).isPresent();
    }

    static Optional<Duration> retryAfter(SipResponse response) {
        return DeltaSeconds.of(response, "Retry-After").filter(s -> s > 0).map(Duration::ofSeconds);
    }

    static SubscribeAnswer of(int status) {
        return status < 300 ? ACCEPTED : BY_STATUS.getOrDefault(status, Subscription.ENDED_BY.contains(status) ? DIALOG_OVER : LATER);
    }
}
