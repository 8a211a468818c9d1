package org.stox.camel.xmpp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.stox.camel.xmpp.stream.StanzaStream;
import org.stox.camel.xmpp.stream.StreamCounters.Event;
import org.stox.status.Figure;
import org.stox.status.Figure.Now;
import org.stox.status.Figure.Total;
import org.stox.status.Status;

/** The counters of a stream under the names of the meters. */
final class StreamFigures {

    /** Answered or dropped before any route saw it, or held back on its way out; what cannot be read has its own name. */
    private static final List<Event> REJECTED = List.of(Event.REFUSED, Event.ANSWERED_FORBIDDEN, Event.ANSWERED_NOT_FOUND,
            Event.ANSWERED_OVER_LIMIT, Event.ANSWERED_BUSY, Event.ANSWERED_NOT_SERVED, Event.DROPPED_ERROR, Event.DROPPED_RESULT,
            Event.DROPPED_FOREIGN, Event.DROPPED_NOT_SERVED, Event.DROPPED_ANSWER);

    private StreamFigures() {
    }

    static Status of(StanzaStream stream) {
        var settings = stream.settings();
        var details = new TreeMap<>(Map.of("server", settings.server().toString()));
        stream.problem().ifPresent(problem -> details.put("problem", problem));
        return new Status("xmpp-component", settings.domain(), stream.state(), stream.isOpen(), details, figures(stream));
    }

    private static List<Figure> figures(StanzaStream stream) {
        var counters = stream.counters();
        var figures = new ArrayList<Figure>();
        figures.add(new Total("stox.xmpp.stanzas", Map.of("direction", "in"), counters.count(Event.READ)));
        figures.add(new Total("stox.xmpp.stanzas", Map.of("direction", "out"), counters.count(Event.WRITTEN)));
        figures.add(new Now("stox.xmpp.stream.up", Map.of(), stream.isOpen() ? 1 : 0));
        figures.add(new Total("stox.xmpp.connects", Map.of(), counters.count(Event.CONNECTS)));
        figures.add(new Total("stox.xmpp.reconnects", Map.of(), Math.max(0, counters.count(Event.CONNECTS) - 1)));
        figures.add(new Total("stox.xmpp.lost", Map.of(), counters.count(Event.LOST)));
        figures.add(new Total("stox.xmpp.replaced.characters", Map.of(), counters.count(Event.REPLACED_CHARACTERS)));
        figures.add(new Now("stox.queue.fill", Map.of("queue", "socket"), socket(stream)));
        figures.add(new Now("stox.queue.fill", Map.of("queue", "routes"), routes(stream)));
        figures.add(new Total("stox.parse.errors", Map.of("protocol", "xmpp"), counters.count(Event.ANSWERED_MALFORMED)));
        REJECTED.forEach(event -> figures.add(new Total("stox.rejected", Map.of("reason", name(event)), counters.count(event))));
        return figures;
    }

    private static String name(Event event) {
        return event.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How full the fuller of its two queues is, from 0 to 1. */
    static double fill(StanzaStream stream) {
        return Math.max(socket(stream), routes(stream));
    }

    private static double socket(StanzaStream stream) {
        return Math.min(1, (double) stream.queueBytes() / stream.settings().queueBytes());
    }

    private static double routes(StanzaStream stream) {
        return Math.min(1, (double) stream.inRoutes() / stream.settings().total());
    }
}
