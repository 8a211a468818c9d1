package org.stox.camel.sip;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;

/**
 * RFC 3261 §8.2.2.2: the same request that came by another way, as a proxy that forks may send it, is taken once. What was accepted is
 * remembered for T4, the longest that a copy stays in the net (§17.1.2.2); what was refused may be tried again.
 */
final class MergedRequests {

    /** By which way each came that is not answered yet. */
    private final Map<String, String> waiting = new HashMap<>();
    private final Remembered<String> accepted;

    /** @param nanos T4 */
    MergedRequests(long nanos, LongSupplier nanoTime) {
        this.accepted = new Remembered<>(nanos, nanoTime);
    }

    /** Whether a request outside of dialogs is here already by another way; if not, this one is now. */
    boolean merges(SipRequest request) {
        return !SipDialog.isWithin(request) && merges(key(request), request.header("Via").orElse(""));
    }

    private synchronized boolean merges(String key, String via) {
        return accepted.get(key).or(() -> Optional.ofNullable(waiting.putIfAbsent(key, via))).filter(first -> !first.equals(via)).isPresent();
    }

    void answered(SipRequest request, int status) {
        if (!SipDialog.isWithin(request)) {
            answered(key(request), status);
        }
    }

    private synchronized void answered(String key, int status) {
        var via = waiting.remove(key);
        if (via != null && status < 300) {
            accepted.put(key, via);
        }
    }

    /** One text, as many of them are kept. */
    private static String key(SipRequest request) {
        return request.header("Call-ID").orElse("") + '\n' + request.header("CSeq").orElse("") + '\n' + request.header("From").orElse("");
    }

    synchronized int size() {
        return waiting.size() + accepted.size();
    }
}
