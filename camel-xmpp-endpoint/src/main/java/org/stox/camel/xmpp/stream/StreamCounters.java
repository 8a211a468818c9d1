package org.stox.camel.xmpp.stream;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What happened on a stream since it was made. */
public final class StreamCounters {

    /** What is counted. */
    public enum Event {
        READ, WRITTEN, REFUSED, REPLACED_CHARACTERS, CONNECTS, LOST,
        /** Stanzas that were answered with an error before any route saw them. */
        ANSWERED_FORBIDDEN, ANSWERED_MALFORMED, ANSWERED_NOT_FOUND, ANSWERED_OVER_LIMIT, ANSWERED_BUSY, ANSWERED_NOT_SERVED,
        /** An error stanza that answers nothing which still waits. */
        DROPPED_ERROR,
        /** A result, or a pong, that nobody asked for. */
        DROPPED_RESULT,
        /** An element that is neither a stanza nor the stream's own. */
        DROPPED_FOREIGN,
        /** A stanza that may not be answered and that no route takes. */
        DROPPED_NOT_SERVED,
        /** An answer that outlived its time, or that could not be written. */
        DROPPED_ANSWER
    }

    private final Map<Event, LongAdder> counts = new EnumMap<>(Event.class);

    public StreamCounters() {
        for (var event : Event.values()) {
            counts.put(event, new LongAdder());
        }
    }

    public void add(Event event) {
        counts.get(event).increment();
    }

    public void add(Event event, long number) {
        if (number != 0) {
            counts.get(event).add(number);
        }
    }

    public long count(Event event) {
        return counts.get(event).sum();
    }

    /** Those whose name begins so and that are not zero, as text. */
    public String text(String prefix) {
        return Arrays.stream(Event.values()).filter(e -> e.name().startsWith(prefix) && count(e) > 0)
                .map(e -> e.name().substring(prefix.length()).toLowerCase(java.util.Locale.ROOT).replace('_', '-') + "=" + count(e))
                .collect(Collectors.joining(" "));
    }
}
