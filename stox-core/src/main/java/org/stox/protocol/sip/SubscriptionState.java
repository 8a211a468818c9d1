package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Subscription-State header field (RFC 6665 §8.2.3, §4.1.3).
 *
 * @param state one that is not known counts as pending: the subscription is there, and gives nothing yet
 * @param reason in lower case; an open set
 * @param expires seconds
 * @param retryAfter seconds
 */
public record SubscriptionState(State state, Optional<String> reason, Optional<Integer> expires, Optional<Integer> retryAfter) {

    /** The three that RFC 6665 names. */
    public enum State {
        PENDING, ACTIVE, TERMINATED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static SubscriptionState pending(int expires) {
        return new SubscriptionState(State.PENDING, Optional.empty(), Optional.of(expires), Optional.empty());
    }

    public static SubscriptionState active(int expires) {
        return new SubscriptionState(State.ACTIVE, Optional.empty(), Optional.of(expires), Optional.empty());
    }

    public static SubscriptionState terminated(String reason) {
        return new SubscriptionState(State.TERMINATED, Optional.of(reason), Optional.empty(), Optional.empty());
    }

    public SubscriptionState retryAfter(int seconds) {
        return new SubscriptionState(state, reason, expires, Optional.of(seconds));
    }

    public static SubscriptionState read(String value) {
        var scan = new Scan(value);
        String state = scan.blank().token("Bad Subscription-State").toLowerCase(Locale.ROOT);
        var parameters = scan.parameters("Bad parameter in Subscription-State");
        scan.end("Subscription-State");
        return new SubscriptionState(state.equals("active") ? State.ACTIVE : state.equals("terminated") ? State.TERMINATED : State.PENDING,
                text(parameters, "reason").map(r -> r.toLowerCase(Locale.ROOT)),
                text(parameters, "expires").flatMap(DeltaSeconds::read), text(parameters, "retry-after").flatMap(DeltaSeconds::read));
    }

    private static Optional<String> text(List<HeaderParameter> parameters, String name) {
        return HeaderParameter.find(parameters, name).flatMap(HeaderParameter::text);
    }

    @Override
    public String toString() {
        var parts = new ArrayList<String>(4);
        parts.add(state.toString());
        reason.ifPresent(r -> parts.add("reason=" + r));
        expires.ifPresent(e -> parts.add("expires=" + e));
        retryAfter.ifPresent(r -> parts.add("retry-after=" + r));
        return String.join(";", parts);
    }
}
