package org.stox.protocol.xmpp;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FenceTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String JULIET = "juliet@example.com";

    private final Fence<String> fence = new Fence<>(Duration.ofSeconds(3));

    private void written(String... ids) {
        for (var id : ids) {
            fence.written(JULIET, id, id, NOW);
        }
    }

    @Test
    void aPongCompletesWhatWasWrittenBeforeItsPing() {
        assertFalse(fence.ping("p0"));
        written("1", "2");
        assertTrue(fence.ping("p1"));
        written("3");
        assertFalse(fence.ping("p2"));
        assertEquals(List.of("1", "2"), fence.pong("p1"));
        assertTrue(fence.ping("p3"));
        assertEquals(List.of("3"), fence.pong("p3"));
        assertFalse(fence.ping("p4"));
        assertEquals(0, fence.size());
    }

    @Test
    void onlyThePongOfThePingThatIsOutCounts() {
        written("1");
        assertEquals(List.of(), fence.pong("p1"));
        fence.ping("p1");
        assertEquals(List.of(), fence.pong("p2"));
        assertEquals(List.of("1"), fence.pong("p1"));
        assertEquals(List.of(), fence.pong("p1"));
    }

    @Test
    void anErrorWithTheSameIdFromTheSameAddressIsTheAnswer() {
        written("1", "2");
        fence.ping("p1");
        written("3");
        assertEquals(Optional.empty(), fence.refused(JULIET + "/balcony", "1"));
        assertEquals(Optional.empty(), fence.refused(JULIET, "4"));
        assertEquals(Optional.of("1"), fence.refused(JULIET, "1"));
        assertEquals(Optional.empty(), fence.refused(JULIET, "1"));
        assertEquals(Optional.of("3"), fence.refused(JULIET, "3"));
        assertEquals(List.of("2"), fence.pong("p1"));
        assertFalse(fence.ping("p2"));
    }

    @Test
    void twoWithOneIdAreRefusedInTheOrderOfWriting() {
        fence.written(JULIET, "1", "first", NOW);
        fence.written(JULIET, "1", "second", NOW);
        assertEquals(Optional.of("first"), fence.refused(JULIET, "1"));
        fence.ping("p1");
        assertEquals(List.of("second"), fence.pong("p1"));
    }

    @Test
    void whoWaitsTooLongWaitsNoMoreAndTheNextHasAPingOfItsOwn() {
        written("1");
        fence.ping("p1");
        fence.written(JULIET, "2", "2", NOW.plusSeconds(1));
        assertEquals(Optional.of(NOW.plusSeconds(3)), fence.deadline());
        assertEquals(List.of(), fence.expired(NOW.plusMillis(2_999)));
        assertFalse(fence.ping("p2"));
        assertEquals(List.of("1"), fence.expired(NOW.plusSeconds(3)));
        assertEquals(Optional.of(NOW.plusSeconds(4)), fence.deadline());
        assertTrue(fence.ping("p2"));
        assertEquals(List.of(), fence.pong("p1"));
        assertEquals(List.of("2"), fence.expired(NOW.plusSeconds(4)));
        assertEquals(Optional.empty(), fence.deadline());
        assertEquals(Optional.empty(), fence.refused(JULIET, "2"));
    }

    @Test
    void aLostStreamGivesBackAllThatWaited() {
        written("1");
        fence.ping("p1");
        written("2", "3");
        assertEquals(List.of("1", "2", "3"), fence.lost());
        assertEquals(0, fence.size());
        assertEquals(List.of(), fence.pong("p1"));
        written("4");
        assertTrue(fence.ping("p2"));
    }
}
