package org.stox.camel.msrp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.camel.msrp.wire.MsrpNode;
import org.stox.status.Figure;
import org.stox.status.Figure.Now;
import org.stox.status.Figure.Total;
import org.stox.status.Status;

/** The counters of a node under the names of the meters. */
final class MsrpFigures {

    /** Before any route saw them; what cannot be read has its own name. */
    private static final List<Event> REJECTED = List.of(Event.ANSWERED_NO_SESSION, Event.ANSWERED_OTHER_CONNECTION, Event.ANSWERED_TYPE,
            Event.ANSWERED_TOO_LARGE, Event.ANSWERED_METHOD, Event.ANSWERED_BUSY, Event.DROPPED_REPORT, Event.DROPPED_RESPONSE,
            Event.CLOSED_TOO_MANY, Event.CLOSED_UNBOUND, Event.CLOSED_GUESSING, Event.CLOSED_SLOW, Event.CLOSED_BROKEN,
            Event.CLOSED_CERTIFICATE);

    private MsrpFigures() {
    }

    static Status of(MsrpNode node) {
        var details = new TreeMap<String, String>();
        node.settings().relay().ifPresent(r -> details.put("relay", r.uri().toString()));
        node.problem().ifPresent(p -> details.put("problem", p));
        node.port(true).ifPresent(p -> details.put("tls", Integer.toString(p)));
        return new Status("msrp", node.settings().host() + node.port(false).stream().mapToObj(p -> ":" + p).findFirst().orElse(""),
                node.isUp() ? "LISTENING" : "DOWN", node.isUp(), details, figures(node));
    }

    private static List<Figure> figures(MsrpNode node) {
        var counters = node.counters();
        var figures = new ArrayList<Figure>();
        messages(figures, node, "in", "taken", Event.IN_TAKEN);
        messages(figures, node, "in", "refused", Event.IN_REFUSED);
        messages(figures, node, "in", "failed", Event.IN_FAILED);
        messages(figures, node, "out", "sent", Event.OUT_SENT);
        messages(figures, node, "out", "failed", Event.OUT_FAILED);
        figures.add(new Total("stox.msrp.reports", Map.of("direction", "in"), counters.count(Event.REPORTS_IN)));
        figures.add(new Total("stox.msrp.reports", Map.of("direction", "out"), counters.count(Event.REPORTS_OUT)));
        figures.add(new Total("stox.msrp.octets", Map.of("direction", "in"), counters.count(Event.OCTETS_IN)));
        figures.add(new Total("stox.msrp.octets", Map.of("direction", "out"), counters.count(Event.OCTETS_OUT)));
        figures.add(new Now("stox.msrp.connections", Map.of(), node.connections()));
        figures.add(new Now("stox.msrp.sessions", Map.of(), node.sessions()));
        figures.add(new Total("stox.msrp.lost", Map.of(), counters.count(Event.LOST)));
        figures.add(new Now("stox.queue.fill", Map.of("queue", "routes"), node.fill()));
        figures.add(new Total("stox.parse.errors", Map.of("protocol", "msrp"), counters.count(Event.ANSWERED_MALFORMED)));
        REJECTED.forEach(e -> figures.add(new Total("stox.rejected",
                Map.of("reason", e.name().toLowerCase(Locale.ROOT).replace('_', '-')), counters.count(e))));
        return figures;
    }

    private static void messages(List<Figure> figures, MsrpNode node, String direction, String outcome, Event event) {
        figures.add(new Total("stox.msrp.messages", Map.of("direction", direction, "outcome", outcome), node.counters().count(event)));
    }
}
