package org.stox.camel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

import org.stox.protocol.sip.SipRequest;
import org.stox.session.Action;
import org.stox.session.Change;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Service;
import org.stox.session.Session;
import org.stox.status.Figure;
import org.stox.status.Figure.Now;
import org.stox.status.Figure.Total;

/** Counts the sessions of a runner by what their machines say, the steps by their events, and the notifications both ways. */
final class SessionCounts {

    private static final String NOTIFY = "NOTIFY";
    private static final String NONE = "none";

    /** All tags that there are: a meter must always have the same. */
    private final Map<String, String> none = new TreeMap<>();
    private final Map<Map<String, String>, LongAdder> sessions = new ConcurrentHashMap<>();
    private final Map<Class<?>, LongAdder> steps = new ConcurrentHashMap<>();
    private final Map<String, LongAdder> notifications = new ConcurrentHashMap<>(Map.of("in", new LongAdder(), "out", new LongAdder()));

    SessionCounts(Collection<? extends Service> services) {
        services.forEach(service -> service.counted().forEach(tags -> tags.keySet().forEach(tag -> none.put(tag, NONE))));
        services.forEach(service -> service.counted().forEach(tags -> of(service.kind(), tags)));
        Arrays.stream(Event.class.getPermittedSubclasses()).forEach(this::steps);
    }

    /** Those that are stored are counted anew. */
    void clear() {
        sessions.values().forEach(LongAdder::reset);
    }

    void is(Machine machine) {
        of(machine).increment();
    }

    void changed(List<Change> changes) {
        for (var change : changes) {
            change.before().ifPresent(session -> of(session.machine()).decrement());
            change.after().ifPresent(session -> of(session.machine()).increment());
        }
    }

    /** Whether one of these sessions begins where there are as many of its kind as its service has. */
    boolean full(Service service, List<Change> changes) {
        return changes.stream().filter(change -> change.before().isEmpty()).flatMap(change -> change.after().stream()).map(Session::machine)
                .anyMatch(begun -> of(begun).sum() >= service.most(begun.counted()));
    }

    private LongAdder of(Machine machine) {
        return of(machine.kind(), machine.counted());
    }

    private LongAdder of(String kind, Map<String, String> counted) {
        var tags = new TreeMap<>(none);
        tags.putAll(counted);
        tags.put("service", kind);
        return sessions.computeIfAbsent(tags, t -> new LongAdder());
    }

    void event(Event event) {
        steps(event.getClass()).increment();
        if (event instanceof Event.FromSip sip) {
            count(sip.request(), "in");
        }
    }

    private LongAdder steps(Class<?> event) {
        return steps.computeIfAbsent(event, e -> new LongAdder());
    }

    void sent(Action action) {
        if (action instanceof Action.ToSip out) {
            count(out.request(), "out");
        }
    }

    private void count(SipRequest request, String direction) {
        if (request.method().equals(NOTIFY)) {
            notifications.get(direction).increment();
        }
    }

    /** {@code FromSip} as {@code from-sip}. */
    private static String name(Class<?> event) {
        return event.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    List<Figure> figures() {
        var figures = new ArrayList<Figure>();
        sessions.forEach((tags, number) -> figures.add(new Now("stox.sessions", tags, number.sum())));
        steps.forEach((event, number) -> figures.add(new Total("stox.sessions.steps", Map.of("event", name(event)), number.sum())));
        notifications.forEach((direction, number) -> figures.add(new Total("stox.notifications", Map.of("direction", direction), number.sum())));
        return figures;
    }
}
