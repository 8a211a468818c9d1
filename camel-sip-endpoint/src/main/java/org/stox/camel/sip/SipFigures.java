package org.stox.camel.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.stox.status.Figure;
import org.stox.status.Figure.Now;
import org.stox.status.Figure.Total;
import org.stox.status.Status;

/** The counters of a listener under the names of the meters. */
final class SipFigures {

    private static final String MALFORMED = "malformed";

    private SipFigures() {
    }

    static Status of(SipListener listener) {
        var unknown = listener.peers().stream().filter(peer -> peer.address().isEmpty()).findFirst();
        var peers = listener.peers().stream().map(Peer::toString).distinct().collect(Collectors.joining(","));
        var details = peers.isEmpty() ? Map.<String, String>of() : Map.of("peer", peers);
        return new Status("sip", listener.address().toString(), state(listener, unknown), listener.running() && unknown.isEmpty(), details,
                figures(listener));
    }

    private static String state(SipListener listener, Optional<Peer> unknown) {
        if (!listener.running()) {
            return "CLOSED";
        }
        return unknown.isPresent() ? "PEER_UNKNOWN" : "LISTENING";
    }

    private static List<Figure> figures(SipListener listener) {
        var counters = listener.counters();
        var figures = new ArrayList<Figure>();
        figures.add(new Total("stox.sip.requests", Map.of("direction", "in"), counters.requestsIn()));
        figures.add(new Total("stox.sip.requests", Map.of("direction", "out"), counters.requestsOut()));
        counters.responses(true).forEach((code, count) -> figures.add(responses("in", code, count)));
        counters.responses(false).forEach((code, count) -> figures.add(responses("out", code, count)));
        figures.add(new Now("stox.sip.transactions", Map.of(), listener.transactions().open()));
        figures.add(new Now("stox.sip.invites", Map.of("direction", "in"), listener.consumers().invites() + listener.answered().waiting()));
        figures.add(new Now("stox.sip.invites", Map.of("direction", "out"), listener.sentInvites().pending()));
        figures.add(new Now("stox.sip.connections", Map.of(), listener.transactions().connections()));
        figures.add(new Now("stox.sip.waiting", Map.of(), listener.queue().size()));
        figures.add(new Now("stox.queue.fill", Map.of("queue", "routes"), listener.consumers().fill()));
        var dropped = counters.dropped();
        figures.add(new Total("stox.parse.errors", Map.of("protocol", "sip"), dropped.getOrDefault(MALFORMED, 0L)));
        SipCounters.REASONS.stream().filter(reason -> !reason.equals(MALFORMED)).forEach(reason ->
                figures.add(new Total("stox.rejected", Map.of("reason", reason), dropped.getOrDefault(reason, 0L))));
        return figures;
    }

    private static Figure responses(String direction, int code, long count) {
        return new Total("stox.sip.responses", Map.of("direction", direction, "code", code + "xx"), count);
    }
}
