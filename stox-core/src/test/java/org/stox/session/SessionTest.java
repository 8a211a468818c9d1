package org.stox.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class SessionTest {

    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");

    private record Counter(int lease, String state, Set<SessionKey> keys) implements Machine {

        static Counter of(int lease, String state, String key) {
            return new Counter(lease, state, Set.of(new SessionKey("k", key)));
        }

        @Override
        public String kind() {
            return "counter";
        }
    }

    private final Session begun = Session.begin("s1", Step.to(Counter.of(1, "open", "a"), new Action.Start("x", Duration.ofSeconds(5)),
            new Action.Start("y", Duration.ofSeconds(3))), NOW);

    @Test
    void timersAreData() {
        assertEquals(1, begun.version());
        assertEquals(Map.of("x", NOW.plusSeconds(5), "y", NOW.plusSeconds(3)), begun.timers());
        assertEquals("y", begun.next().orElseThrow().getKey());
        var after = begun.after(Step.to(Counter.of(2, "open", "a"), new Action.Cancel("y"), new Action.Start("x", Duration.ofSeconds(9))),
                NOW.plusSeconds(1)).orElseThrow();
        assertEquals(2, after.version());
        assertEquals(Map.of("x", NOW.plusSeconds(10)), after.timers());
        assertEquals(Map.of("y", NOW.plusSeconds(3)), begun.without("x").timers());
    }

    @Test
    void onlyStateAndKeysMustBeKept() {
        assertFalse(begun.after(Step.to(Counter.of(2, "open", "a")), NOW).orElseThrow().mustBeKept(begun));
        assertTrue(begun.after(Step.to(Counter.of(1, "closed", "a")), NOW).orElseThrow().mustBeKept(begun));
        assertTrue(begun.after(Step.to(Counter.of(1, "open", "b")), NOW).orElseThrow().mustBeKept(begun));
        assertTrue(Change.begun(begun).mustBeKept());
        assertTrue(Change.ended(begun).mustBeKept());
    }

    @Test
    void aStepWithoutMachineIsTheEnd() {
        assertEquals(Optional.empty(), begun.after(Step.none(), NOW));
    }

    @Test
    void aChangeIsOfOneSessionByOneVersion() {
        var other = new Session("s2", 2, begun.keys(), Map.of(), begun.machine());
        assertThrows(IllegalArgumentException.class, () -> Change.of(begun, other));
        assertThrows(IllegalArgumentException.class, () -> Change.of(begun, begun));
        assertThrows(IllegalArgumentException.class, () -> new Change(Optional.empty(), Optional.empty()));
        assertEquals("s1", Change.ended(begun).id());
    }
}
