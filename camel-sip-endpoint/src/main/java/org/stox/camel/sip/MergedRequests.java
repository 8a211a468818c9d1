package org.stox.camel.sip;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;

/**
 * RFC 3261 §8.2.2.2: the same request that came by another way, as a proxy that forks may send it, is taken once. What was accepted is
 * remembered for T4, the longest that a copy stays in the net (§17.1.2.2); what was refused may be tried again.
 */
final class MergedRequests {

    private record Key(String from, String callId, String cseq) {

        static Key of(SipRequest request) {
            return new Key(request.header("From").orElse(""), request.header("Call-ID").orElse(""), request.header("CSeq").orElse(""));
        }
    }

    private final Map<Key, String> vias = new ConcurrentHashMap<>();
    private final Lapse lapse;

    /** @param lapse over after T4 */
    MergedRequests(Lapse lapse) {
        this.lapse = lapse;
    }

    /** Whether a request outside of dialogs is here already by another way; if not, this one is now. */
    boolean merges(SipRequest request) {
        if (inDialog(request)) {
            return false;
        }
        String via = request.header("Via").orElse("");
        var first = vias.putIfAbsent(Key.of(request), via);
        return first != null && !first.equals(via);
    }

    void answered(SipRequest request, int status) {
        if (inDialog(request)) {
            return;
        }
        var key = Key.of(request);
        if (status < 300) {
            lapse.add(() -> vias.remove(key));
        } else {
            vias.remove(key);
        }
    }

    /** Most requests have no tag in To at all, and need not be read for that. */
    private static boolean inDialog(SipRequest request) {
        return request.header("To").filter(to -> to.contains("tag")).isPresent() && SipDialog.tag(request, "To").isPresent();
    }

    int size() {
        return vias.size();
    }
}
