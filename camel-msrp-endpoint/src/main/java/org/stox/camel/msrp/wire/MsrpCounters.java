package org.stox.camel.msrp.wire;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What happened at a node since it was made. */
public final class MsrpCounters {

    /** What is counted. */
    public enum Event {
        /** Messages from the wire that a route took, whole; those whose sender got a code; those that a route could not deliver. */
        IN_TAKEN, IN_REFUSED, IN_FAILED,
        /** Messages to the wire: written, and answered if that was asked for; not written, refused by the peer, or not answered. */
        OUT_SENT, OUT_FAILED,
        REPORTS_IN, REPORTS_OUT, OCTETS_IN, OCTETS_OUT,
        ACCEPTED, CONNECTED, CONNECT_FAILED, LOST,
        /** Connections that were closed, or not taken. */
        CLOSED_TOO_MANY, CLOSED_UNBOUND, CLOSED_GUESSING, CLOSED_SLOW, CLOSED_BROKEN, CLOSED_CERTIFICATE,
        /** Requests that were answered with a code, or dropped, before any route saw them. */
        ANSWERED_MALFORMED, ANSWERED_NO_SESSION, ANSWERED_OTHER_CONNECTION, ANSWERED_TYPE, ANSWERED_TOO_LARGE, ANSWERED_METHOD,
        ANSWERED_BUSY, DROPPED_REPORT, DROPPED_RESPONSE
    }

    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

    public MsrpCounters() {
        for (var event : Event.values()) {
            counts.put(event, new LongAdder());
        }
    }

    void add(Event event) {
        counts.get(event).increment();
    }

    void add(Event event, long number) {
        counts.get(event).add(number);
    }

    public long count(Event event) {
        return counts.get(event).sum();
    }

    /** Those whose name begins so and that are not zero, as text. */
    public String text(String prefix) {
        return Arrays.stream(Event.values()).filter(e -> e.name().startsWith(prefix) && count(e) > 0)
                .map(e -> e.name().substring(prefix.length()).toLowerCase(Locale.ROOT).replace('_', '-') + "=" + count(e))
                .collect(Collectors.joining(" "));
    }
}
