package org.stox.session;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A machine as it is kept: named, numbered, findable, with its timers.
 *
 * @param version 1 at first, one more at each step
 * @param timers when each of them is due; data, so that they outlive a restart
 */
public record Session(String id, long version, Set<SessionKey> keys, Map<String, Instant> timers, Machine machine) {

    public Session {
        keys = Set.copyOf(keys);
        timers = Map.copyOf(timers);
    }

    /** The first version, without a timer yet: what a step without a session begins. */
    public static Session begin(String id, Step<? extends Machine> step, Instant now) {
        var machine = step.machine().orElseThrow();
        return new Session(id, 1, machine.keys(), timers(Map.of(), step, now), machine);
    }

    /** As it is after the step; empty where the step ends it. */
    public Optional<Session> after(Step<? extends Machine> step, Instant now) {
        return step.machine().map(m -> new Session(id, version + 1, m.keys(), timers(timers, step, now), m));
    }

    /** Without a timer that has fired; not yet a version of its own. */
    public Session without(String timer) {
        var left = new HashMap<>(timers);
        left.remove(timer);
        return new Session(id, version, keys, left, machine);
    }

    /** The earliest timer. */
    public Optional<Map.Entry<String, Instant>> next() {
        return timers.entrySet().stream().min(Comparator.comparing(Map.Entry<String, Instant>::getValue).thenComparing(Map.Entry::getKey));
    }

    /** Whether the change must be on disk before anything is sent for it. */
    public boolean mustBeKept(Session before) {
        return !keys.equals(before.keys) || !machine.state().equals(before.machine.state());
    }

    private static Map<String, Instant> timers(Map<String, Instant> before, Step<?> step, Instant now) {
        var timers = new HashMap<>(before);
        for (var action : step.actions()) {
            if (action instanceof Action.Start start) {
                timers.put(start.timer(), now.plus(start.delay()));
            } else if (action instanceof Action.Cancel cancel) {
                timers.remove(cancel.timer());
            }
        }
        return timers;
    }
}
