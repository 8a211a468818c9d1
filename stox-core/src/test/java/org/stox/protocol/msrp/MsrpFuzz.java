package org.stox.protocol.msrp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.stox.protocol.msrp.MessageAssembly.Outcome;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** An MSRP stream: whatever its cut, the same events and the same messages of its chunks; what is taken can be written; never an exception. */
public final class MsrpFuzz {

    private static final AssemblyLimits SMALL = new AssemblyLimits(64, 128, 2, 3, 2);

    private MsrpFuzz() {
    }

    public static void check(byte[] stream) {
        var random = new Random(Arrays.hashCode(stream));
        var whole = Events.of(stream);
        assertEquals(whole.verdicts(), Events.cut(stream, random, 1).verdicts());
        assertEquals(whole.verdicts(), Events.cut(stream, random, 60).verdicts());
        whole.requests.forEach(r -> assertEquals(List.of(r), Events.of(MsrpCodec.write(r)).requests));
        for (var m : whole.malformed) {
            assertTrue(m.reason().length() < 200 && MsrpTokens.isText(m.reason()), m.reason());
            m.answer().ifPresent(a -> assertEquals(List.of("response " + a, "rest "), Events.of(MsrpCodec.write(a)).all()));
        }
        var messages = messages(stream, random, Integer.MAX_VALUE);
        assertEquals(messages, messages(stream, random, 1));
        assertEquals(messages, messages(stream, random, 60));
    }

    /** What an assembly makes of all SEND of the stream, its pieces at most so large: the last word on each chunk. */
    private static List<String> messages(byte[] stream, Random random, int most) {
        var said = new ArrayList<String>();
        var assembly = new MessageAssembly(SMALL);
        Events.cut(stream, random, most, new MsrpReader(MsrpLimits.DEFAULT), new MsrpReader.Sink() {

            private Outcome.Refused refused;
            private boolean send;

            @Override
            public void request(MsrpRequest head, boolean body) {
                send = head.is(MsrpRequest.SEND);
                refused = null;
                if (send) {
                    heard(assembly.begin(head, body, Instant.EPOCH));
                }
            }

            @Override
            public void body(byte[] octets, int from, int to) {
                if (send) {
                    heard(assembly.body(octets, from, to, Instant.EPOCH));
                }
            }

            @Override
            public void end(Continuation continuation) {
                if (send) {
                    var outcome = assembly.end(continuation);
                    heard(outcome);
                    said.add(refused != null ? "refused " + refused.code() : outcome.toString());
                    assertTrue(assembly.held() >= 0 && assembly.held() <= SMALL.session(), () -> assembly.held() + " held");
                }
            }

            private void heard(Outcome outcome) {
                if (outcome instanceof Outcome.Refused r) {
                    assertTrue(refused == null, "refused twice");
                    refused = r;
                }
            }

            @Override
            public void response(MsrpResponse response) {
            }

            @Override
            public void malformed(Malformed malformed) {
            }

            @Override
            public void broken(String reason) {
            }
        });
        return said;
    }
}
