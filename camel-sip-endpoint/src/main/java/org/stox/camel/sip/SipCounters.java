package org.stox.camel.sip;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;

/** How much went through a listener, and what was thrown away and why. */
final class SipCounters {

    private final LongAdder requestsIn = new LongAdder();
    private final LongAdder requestsOut = new LongAdder();
    private final LongAdder responsesIn = new LongAdder();
    private final LongAdder responsesOut = new LongAdder();
    private final Map<String, LongAdder> dropped = new ConcurrentHashMap<>();

    void seen(boolean incoming, SipMessage message) {
        if (message instanceof SipRequest) {
            (incoming ? requestsIn : requestsOut).increment();
        } else {
            (incoming ? responsesIn : responsesOut).increment();
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
        return responsesIn.sum();
    }

    long responsesOut() {
        return responsesOut.sum();
    }

    Map<String, Long> dropped() {
        var counts = new TreeMap<String, Long>();
        dropped.forEach((reason, count) -> counts.put(reason, count.sum()));
        return counts;
    }
}
