package org.stox.protocol.msrp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.stox.protocol.Mutation;
import org.stox.protocol.Octets;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Streams at random cuts and with octets changed: always the same events, never an exception, and what is taken can be written. {@code -Dstox.fuzz=} and {@code -Dstox.fuzz.seed=} give other runs.
 */
class MsrpFuzzTest {

    private static final int RUNS = Integer.getInteger("stox.fuzz", 100_000);
    private static final byte[][] PIECES = Stream.of("\r\n", "\r", "\n", "\u0000", "-------", "-------d93kswow$\r\n", "\r\n-------d93kswow", "$", "+",
            "#", ":", " ", ";", "/", "\u00c0\u00bc", "\u00ff", "MSRP ", "\r\n\r\n", "Byte-Range: 1-*/99999999999\r\n", "*", "999999999999999999999",
            "To-Path: ", "msrp://h:1/s;tcp ", "Failure-Report: no\r\n", "Content-Type: ", "[", "@", "%", "d93kswow", "200")
            .map(p -> p.getBytes(StandardCharsets.ISO_8859_1)).toArray(byte[][]::new);
    private static final String[] BODY = {"\r", "\n", "-", "-------", "d93kswow", "$", "+", "a", "\r\n-------", "\r\n-------d93kswow", "\r\n\r\n"};

    private final Random random = new Random(Long.getLong("stox.fuzz.seed", 4975));
    private final List<byte[]> seeds = Stream.of("rfc4975", "rfc7573").flatMap(d -> Vectors.table(d + "/index.tsv").stream())
            .map(r -> r.get(0)).filter(f -> f.endsWith(".msrp")).map(Vectors::octets).toList();

    @Test
    void aChangedStreamSaysTheSameInEveryCut() {
        int taken = 0;
        for (int i = 0; i < RUNS; i++) {
            var stream = mutated(join(seed(), seed()));
            var whole = Events.of(stream);
            assertEquals(whole.verdicts(), Events.cut(stream, random, i % 4 == 0 ? 3 : 60).verdicts());
            if (whole.requests.size() == 2) {
                taken++;
            }
            whole.requests.forEach(r -> assertEquals(List.of(r), Events.of(MsrpCodec.write(r)).requests));
        }
        assertTrue(taken > RUNS / 20 && taken < RUNS, taken + " of " + RUNS);
    }

    /** Bodies made of what looks like end-lines. */
    @Test
    void aBodyComesThroughWhateverItLooksLike() {
        var head = Events.of(Vectors.octets("rfc4975-11.1-4.msrp")).requests.get(0);
        int refused = 0;
        for (int i = 0; i < RUNS; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(6); n > 0; n--) {
                text.append(BODY[random.nextInt(BODY.length)]);
            }
            var body = Octets.utf8(text.toString());
            if (MsrpCodec.hasEndLine(body, 0, body.length(), head.transaction())) {
                refused++;
                continue;
            }
            var stream = MsrpCodec.write(head, body, Continuation.MORE);
            var events = Events.cut(stream, random, 1 + random.nextInt(40));
            assertEquals(List.of("body " + text, "end MORE"), events.said.subList(1, 3));
        }
        assertTrue(refused > 0 && refused < RUNS / 2, refused + " of " + RUNS);
    }

    private byte[] seed() {
        return seeds.get(random.nextInt(seeds.size()));
    }

    private static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var p : parts) {
            all.writeBytes(p);
        }
        return all.toByteArray();
    }

    private byte[] mutated(byte[] octets) {
        return Mutation.of(octets, random.nextInt(3), PIECES, random);
    }
}
