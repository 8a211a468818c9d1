package org.stox.protocol.xmpp;

import java.time.Duration;
import java.util.Set;

import org.stox.protocol.xml.StreamError.Condition;

/** How long to wait before a stream is tried again (RFC 6120 §3.3: growing pauses, not the same for all). */
final class BackOff {

    private static final Duration FIRST = Duration.ofMillis(250);
    private static final Duration LONGEST = Duration.ofSeconds(4);
    private static final Duration FOR_OPERATOR = Duration.ofSeconds(30);
    private static final Duration PROVEN = Duration.ofSeconds(10);

    /** What another try at once cannot mend: somebody has to change a setting. */
    private static final Set<Condition> NEED_OPERATOR = Set.of(Condition.NOT_AUTHORIZED, Condition.HOST_UNKNOWN, Condition.CONFLICT);

    private BackOff() {
    }

    static boolean needsOperator(Condition condition) {
        return NEED_OPERATOR.contains(condition);
    }

    static Duration forOperator(double jitter) {
        return jittered(FOR_OPERATOR, jitter);
    }

    /** Whether a stream that was open so long shows that the server takes us. */
    static boolean isProven(Duration open) {
        return open.compareTo(PROVEN) >= 0;
    }

    /** Doubles with each failure up to the longest, which the jitter does not exceed: who waits for a server wants it back within 5 s. */
    static Duration pause(int failures, double jitter) {
        var doubled = FIRST.multipliedBy(1L << Math.min(failures, 10));
        return shorter(jittered(shorter(doubled, LONGEST), jitter), LONGEST);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** 50 % more or less. */
    private static Duration jittered(Duration pause, double jitter) {
        return Duration.ofMillis(Math.round(pause.toMillis() * (0.5 + jitter)));
    }
}
