package org.stox.camel;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.stox.service.chat.ChatMode;
import org.stox.settings.StoxSettings;

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

    /**
     * A service with a route that leads in must have one out of every leg that it needs, or what goes in would be stuck; and out of one that it
     * may have, if a route leads in there.
     */
    synchronized void check(ChatMode chat) {
        if (entered.isEmpty()) {
            return;
        }
        for (var leg : service.legs()) {
            demand(leg, entered.iterator().next());
        }
        for (var leg : service.optional()) {
            if (entered.contains(leg)) {
                demand(leg, leg);
            } else if (chat == ChatMode.MSRP && !exits.containsKey(leg)) {
                throw new IllegalArgumentException(StoxSettings.CHAT + "=msrp, but no route begins with " + uri(leg)
                        + ": add one and one that leads there, or set it to auto");
            }
        }
    }

    private void demand(String leg, String in) {
        if (!exits.containsKey(leg)) {
            throw new IllegalArgumentException("A route leads to " + uri(in) + ", but none begins with " + uri(leg)
                    + ": add one, so that what goes in comes out");
        }
    }

    private String uri(String leg) {
        return "stox:" + service + "/" + leg;
    }
}
