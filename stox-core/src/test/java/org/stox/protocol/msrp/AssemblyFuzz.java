package org.stox.protocol.msrp;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.stox.protocol.msrp.MessageAssembly.Outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Chunks in any order, over each other, beyond all limits, expired and given up on the way, six octets of the input each: what becomes
 * complete is what was sent, once, and at once; what is held is never more than the limit, and counted.
 */
public final class AssemblyFuzz {

    private static final AssemblyLimits LIMITS = new AssemblyLimits(64, 128, 2, 3, 2);
    private static final MsrpPath PATH = MsrpPath.read("msrp://h.example:1/s;tcp");
    private static final Continuation[] FLAGS = {Continuation.END, Continuation.MORE, Continuation.ABORT};

    private final MessageAssembly assembly = new MessageAssembly(LIMITS);
    private final Map<String, TreeMap<Long, Byte>> unfinished = new HashMap<>();
    private final Map<String, Long> totals = new HashMap<>();
    private final Set<String> ended = new LinkedHashSet<>();
    private byte next;

    private AssemblyFuzz() {
    }

    public static void check(byte[] input) {
        var fuzz = new AssemblyFuzz();
        var in = ByteBuffer.wrap(input);
        for (int time = 0; in.remaining() >= 6; time++) {
            fuzz.chunk(in.get(), in.get() & 0xff, in.get() & 0xff, in.get() & 0xff, in.get() & 0xff, in.get() & 0xff, time);
            assertEquals(fuzz.unfinished.values().stream().mapToLong(TreeMap::size).sum(), fuzz.assembly.held());
            assertTrue(fuzz.assembly.held() <= LIMITS.session(), () -> fuzz.assembly.held() + " held");
        }
        assertEquals(fuzz.unfinished.keySet(), Set.copyOf(fuzz.assembly.discard()));
        assertEquals(0, fuzz.assembly.held());
    }

    /**
     * @param kind two bits for the Message-ID, two for the flag, then: with a total, without body, discarded, expired in the middle
     * @param piece how large the pieces of the body are
     * @param age what has had nothing since then expires
     */
    private void chunk(byte kind, int start, int length, int total, int piece, int age, int time) {
        var id = "id0" + (kind & 3);
        boolean body = (kind & 32) == 0;
        var range = (start % 80 + 1) + "-*/" + ((kind & 16) == 0 ? "*" : Integer.toString(total));
        var head = new MsrpRequest("tid1", MsrpRequest.SEND, PATH, PATH, List.of(new MsrpHeader(MsrpHeaders.MESSAGE_ID, id),
                new MsrpHeader(MsrpHeaders.BYTE_RANGE, range), new MsrpHeader(MsrpHeaders.CONTENT_TYPE, "text/plain")));
        var now = Instant.ofEpochSecond(time);
        boolean before = ended.contains(id);
        boolean refused = heard(id, assembly.begin(head, body, now), before);
        if (body && !refused && !before) {
            unfinished.computeIfAbsent(id, i -> new TreeMap<>());
        }
        var octets = new byte[body ? length % 100 : 0];
        for (int from = 0; from < octets.length; from += 1 + piece % 50) {
            int to = Math.min(octets.length, from + 1 + piece % 50);
            for (int i = from; i < to; i++) {
                octets[i] = next++;
            }
            var outcome = assembly.body(octets, from, to, now);
            if (outcome instanceof Outcome.Taken) {
                for (int i = from; i < to; i++) {
                    unfinished.get(id).put(start % 80L + i, octets[i]);
                }
            } else {
                assertFalse(refused && outcome instanceof Outcome.Refused, "refused twice");
                refused |= heard(id, outcome, before);
            }
            if ((kind & 128) != 0) {
                assembly.expire(now.minusSeconds(age)).forEach(this::ended);
            }
        }
        if ((kind & 64) != 0) {
            assertEquals(unfinished.keySet(), Set.copyOf(assembly.discard()));
            unfinished.clear();
            totals.clear();
        }
        end(id, FLAGS[(kind >> 2 & 3) % FLAGS.length], start % 80L + octets.length, body, refused, before);
    }

    private void end(String id, Continuation flag, long position, boolean body, boolean refused, boolean before) {
        var held = unfinished.get(id);
        var outcome = assembly.end(flag);
        if (outcome instanceof Outcome.Complete complete) {
            assertFalse(before, "shown twice");
            assertEquals(Continuation.END == flag ? position : totals.get(id), complete.message().body().length());
            assertEquals(held.size(), complete.message().body().length());
            held.forEach((at, octet) -> assertEquals(octet, complete.message().body().at(at.intValue())));
            ended(id);
        } else if (outcome instanceof Outcome.Nothing nothing && nothing.why() == Outcome.Why.ABORTED) {
            ended(id);
        } else if (outcome instanceof Outcome.Refused) {
            assertFalse(refused, "refused twice");
            if (held != null) {                 // else it has expired in the middle
                ended(id);
            }
        } else if (outcome instanceof Outcome.Taken) {
            if (flag == Continuation.END) {
                totals.put(id, position);
            }
            long total = totals.getOrDefault(id, Long.MAX_VALUE);
            assertFalse(held.size() == total && held.lastKey() == total - 1, "complete, and not shown");
        } else {
            assertTrue(!body || refused || before || held == null, () -> outcome + " of what is good");
        }
    }

    private boolean heard(String id, Outcome outcome, boolean before) {
        if (!(outcome instanceof Outcome.Refused refused)) {
            return false;
        }
        assertTrue(refused.code() == 400 || refused.code() == 413 || refused.code() == MsrpResponse.OK, () -> "refused by " + refused.code());
        if (!before) {
            ended(id);
        }
        return true;
    }

    private void ended(String id) {
        unfinished.remove(id);
        totals.remove(id);
        ended.add(id);
        if (ended.size() > LIMITS.remembered()) {
            ended.remove(ended.iterator().next());
        }
    }
}
