package org.stox.status;

import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** One number at one moment. Name and tags are those of the meter; no tag holds the address of a user. */
public sealed interface Figure {

    String name();

    Map<String, String> tags();

    /** How often something has happened: it only grows, and begins again at 0 when its listener or stream does. */
    record Total(String name, Map<String, String> tags, long count) implements Figure {
        public Total {
            tags = sorted(tags);
        }
    }

    /** How much there is now. */
    record Now(String name, Map<String, String> tags, double value) implements Figure {
        public Now {
            tags = sorted(tags);
        }
    }

    /** How often something has happened, and how long all of it took together. */
    record Spent(String name, Map<String, String> tags, long count, Duration time) implements Figure {
        public Spent {
            tags = sorted(tags);
        }
    }

    /** {@code stox.sip.requests{direction=in}}: names the series. */
    default String label() {
        return tags().isEmpty() ? name() : name() + tags();
    }

    private static Map<String, String> sorted(Map<String, String> tags) {
        return Collections.unmodifiableMap(new TreeMap<>(tags));
    }
}
