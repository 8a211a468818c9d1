package org.stox.protocol.sip;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.stox.protocol.Mutation;
import org.stox.protocol.sip.SipCodec.Reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The messages of RFC 4475 and 5118 with octets changed: always a verdict, the same in any cut, and what is taken can be written. */
class MutationTest {

    private static final int MUTATIONS = 400;
    private static final byte[][] PIECES = Stream.of("\r\n", "\r", "\n", "\u0000", "\"", "\\", "<", ">", ";", ",", ":", "?", "@", "=",
            " ", "\t", "[", "]",
            "%", "\u00c0\u00bc", "\u00ff", "Content-Length: 3\r\n", "l:9\r\n", "Via: ", "\r\n\r\n", "9999999999", "SIP/2.0",
                    "Max-Forwards: 0\r\n")
            .map(p -> p.getBytes(StandardCharsets.ISO_8859_1)).toArray(byte[][]::new);

    private final Random random = new Random(4475);

    @Test
    void aChangedMessageGetsAVerdictThatDoesNotDependOnTheCut() {
        int taken = 0;
        int all = 0;
        for (var vector : Stream.of("rfc4475", "rfc5118").flatMap(f -> Torture.vectors(f).stream()).toList()) {
            for (int i = 0; i < MUTATIONS; i++) {
                var octets = mutated(vector.octets());
                var reading = SipCodec.read(octets, 0, octets.length, SipLimits.DATAGRAM);
                if (reading instanceof Reading.Good good) {
                    SipFuzz.assertWrittenTheSame(good.message());
                    taken++;
                } else {
                    ((Reading.Bad) reading).request().ifPresent(r -> assertFalse(Via.of(r).isEmpty()));
                }
                all++;
                Torture.datagram(octets);
                String whole = Torture.stream(octets, Torture::whole);
                if (i % 10 == 0) {
                    assertEquals(whole, Torture.stream(octets, Torture::atLines));
                    assertEquals(whole, Torture.stream(octets, Torture::bytewise));
                }
            }
        }
        assertTrue(taken > all / 20 && taken < all, taken + " of " + all);
    }

    private byte[] mutated(byte[] octets) {
        return Mutation.of(octets, 1 + random.nextInt(3), PIECES, random);
    }
}
