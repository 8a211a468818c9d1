package org.stox.camel.sip;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

/** How much went through a listener, and what was thrown away and why. */
final class SipCounters {

    /** All that {@link #dropped} is told: known before it happens, so that each is a series that begins at 0. */
    static final List<String> REASONS = List.of("ack", "ack-unsent", "fault", "late-response", "malformed", "merged", "rate",
            "request-unsent", "response-unsent", "stray-response", "tcp-too-many-connections", "transaction-busy", "udp-buffer-full", "udp-unsent",
            "unacknowledged", "unavailable", "untrusted");
    /** The classes of status codes, 1xx to 6xx. */
    static final int CLASSES = 6;

    private final LongAdder requestsIn = new LongAdder();
    private final LongAdder requestsOut = new LongAdder();
    private final List<LongAdder> responsesIn = adders();
    private final List<LongAdder> responsesOut = adders();
    private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();

    private static List<LongAdder> adders() {
        return Stream.generate(LongAdder::new).limit(CLASSES).toList();
    }

    void seen(boolean incoming, SipMessage message) {
        if (message instanceof SipRequest) {
            (incoming ? requestsIn : requestsOut).increment();
        } else if (message instanceof SipResponse response) {
            int index = Math.min(CLASSES, Math.max(1, response.status() / 100)) - 1;
            (incoming ? responsesIn : responsesOut).get(index).increment();
        }
    }

    void dropped(String reason) {
        dropped.computeIfAbsent(reason, r -> new LongAdder()).increment();
    }

    long requestsIn() {
        return requestsIn.sum();
    }

    long requestsOut() {
        return requestsOut.sum();
    }

    long responsesIn() {
        return responsesIn.stream().mapToLong(LongAdder::sum).sum();
    }

    long responsesOut() {
        return responsesOut.stream().mapToLong(LongAdder::sum).sum();
    }

    /** By class: the key 4 is 4xx. */
    Map<Integer, Long> responses(boolean incoming) {
        var counts = new TreeMap<Integer, Long>();
        var adders = incoming ? responsesIn : responsesOut;
        IntStream.range(0, CLASSES).forEach(i -> counts.put(i + 1, adders.get(i).sum()));
        return counts;
    }

    /** What has happened, and nothing that is 0. */
    Map<String, Long> dropped() {
        var counts = new TreeMap<String, Long>();
        dropped.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
