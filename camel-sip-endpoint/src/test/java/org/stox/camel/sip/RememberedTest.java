package org.stox.camel.sip;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class RememberedTest {

    private final AtomicLong now = new AtomicLong(-5);
    private final Remembered<Integer> remembered = new Remembered<>(400, now::get);

    @Test
    void whatWasPutIsKnownForTheTimeAndAQuarterMoreAtMost() {
        remembered.put("one", 1);
        now.addAndGet(99);
        remembered.put("with it", 2);
        now.addAndGet(301);
        remembered.put("two", 3);
        now.addAndGet(99);
        assertEquals(Optional.of(1), remembered.get("one"));
        assertEquals(Optional.of(2), remembered.get("with it"));
        assertEquals(3, remembered.size());
        now.addAndGet(1);
        assertEquals(Optional.empty(), remembered.get("one"));
        assertEquals(Optional.empty(), remembered.get("with it"));
        assertEquals(Optional.of(3), remembered.get("two"));
        now.addAndGet(400);
        assertEquals(0, remembered.size());
    }

    @Test
    void theNewestCounts() {
        remembered.put("one", 1);
        remembered.put("one", 2);
        now.addAndGet(100);
        assertEquals(Optional.of(2), remembered.get("one"));
        remembered.put("one", 3);
        assertEquals(Optional.of(3), remembered.get("one"));
    }
}
