package org.stox.camel.sip;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;

/**
 * RFC 3261 §8.2.2.2: the same request that came by another way, as a proxy that forks may send it, is taken once. What was accepted is
 * remembered for T4, the longest that a copy stays in the net (§17.1.2.2); what was refused may be tried again. What is over goes as
 * others come.
 */
final class MergedRequests {

    private record Accepted(String via, long since) { }

    private final Map<String, String> vias = new HashMap<>();
    private final Map<String, Accepted> accepted = new LinkedHashMap<>();       // in the order of their time
    private final long nanos;
    private final LongSupplier nanoTime;

    /** @param nanos T4 */
    MergedRequests(long nanos, LongSupplier nanoTime) {
        this.nanos = nanos;
        this.nanoTime = nanoTime;
    }

    /** Whether a request outside of dialogs is here already by another way; if not, this one is now. */
    boolean merges(SipRequest request) {
        return !SipDialog.isWithin(request) && merges(key(request), request.header("Via").orElse(""));
    }

    private synchronized boolean merges(String key, String via) {
        forget();
        var before = accepted.get(key);
        var first = before != null ? before.via() : vias.putIfAbsent(key, via);
        return first != null && !first.equals(via);
    }

    void answered(SipRequest request, int status) {
        if (!SipDialog.isWithin(request)) {
            answered(key(request), status);
        }
    }

    private synchronized void answered(String key, int status) {
        var via = vias.remove(key);
        if (via != null && status < 300) {
            accepted.put(key, new Accepted(via, nanoTime.getAsLong()));
        }
    }

    /** One text, as many of them are kept. */
    private static String key(SipRequest request) {
        return request.header("Call-ID").orElse("") + '\n' + request.header("CSeq").orElse("") + '\n' + request.header("From").orElse("");
    }

    synchronized int size() {
        forget();
        return vias.size() + accepted.size();
    }

    private void forget() {
        var oldest = accepted.values().iterator();
        while (oldest.hasNext() && nanoTime.getAsLong() - oldest.next().since() >= nanos) {
            oldest.remove();
        }
    }
}
