package org.stox.camel;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The doors of one service: which legs have a route that leads in, and the route that each leg leads out by. */
final class Doors {

    private final StoxService service;
    private final Set<String> entered = new TreeSet<>();
    private final Map<String, StoxConsumer> exits = new TreeMap<>();

    Doors(StoxService service) {
        this.service = service;
    }

    synchronized void enter(String leg) {
        entered.add(leg);
    }

    synchronized void open(String leg, StoxConsumer exit) {
        var other = exits.putIfAbsent(leg, exit);
        if (other != null && other != exit) {
            throw new IllegalArgumentException("Two routes begin with " + uri(leg) + ": what comes out of it can go one way only");
        }
    }

    synchronized void close(String leg, StoxConsumer exit) {
        exits.remove(leg, exit);
    }

    synchronized Optional<StoxConsumer> exit(String leg) {
        return Optional.ofNullable(exits.get(leg));
    }

    /** A service with a route that leads in must have one out of every leg, or what goes in would be stuck. */
    synchronized void check() {
        for (var leg : service.legs()) {
            if (!entered.isEmpty() && !exits.containsKey(leg)) {
                throw new IllegalArgumentException("A route leads to " + uri(entered.iterator().next()) + ", but none begins with "
                        + uri(leg) + ": add one, so that what goes in comes out");
            }
        }
    }

    private String uri(String leg) {
        return "stox:" + service + "/" + leg;
    }
}
