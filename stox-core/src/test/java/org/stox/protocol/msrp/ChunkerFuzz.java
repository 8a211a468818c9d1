package org.stox.protocol.msrp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.stox.protocol.Octets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * Messages of two sessions on one connection, their bodies the input over and over, with end-lines in it perhaps: what the chunker writes
 * is what reader and assembly show, whoever interrupts whom.
 */
public final class ChunkerFuzz {

    private ChunkerFuzz() {
    }

    /** The first octets say how long the bodies are, the next which of them is given up and when. */
    public static void check(byte[] input) {
        if (input.length < 8) {
            return;
        }
        var count = new int[1];
        var chunker = new Chunker(() -> "tid" + count[0]++, id -> false);
        var text = Arrays.copyOfRange(input, 6, input.length);
        var sent = new HashMap<String, Octets>();
        for (int i = 0; i < 4; i++) {
            var message = message(i, text, (input[i] & 0xff) * 40);
            sent.put(message.messageId(), message.body());
            chunker.add(message);
        }
        assertEquals(written(chunker, "msg" + (input[4] & 7), input[5] & 0x3f, sent), sent);
    }

    private static Outgoing message(int i, byte[] text, int length) {
        var body = new byte[length];
        for (int at = 0; at < length; at++) {
            body[at] = text[at % text.length];
        }
        var own = MsrpPath.read("msrp://a.example:1/s" + i % 2 + ";tcp");
        return new Outgoing(MsrpRequest.Route.of(own, MsrpPath.read("msrp://b.example:1/t;tcp")), "msg" + i, Optional.empty(), Reporting.DEFAULT,
                List.of(new MsrpHeader(MsrpHeaders.CONTENT_TYPE, "text/plain")), Octets.of(body));
    }

    /** What the peer shows. The message that is given up before so many pieces are written is not missed if it is not there. */
    private static Map<String, Octets> written(Chunker chunker, String givenUp, int when, Map<String, Octets> sent) {
        var shown = new HashMap<String, Octets>();
        var assembly = new MessageAssembly(AssemblyLimits.DEFAULT);
        var events = new Received(assembly, shown);
        var reader = new MsrpReader(MsrpLimits.DEFAULT);
        for (int pieces = 0; !chunker.isEmpty(); pieces++) {
            if (pieces == when) {
                chunker.abort(givenUp);
            }
            chunker.next().map(Chunker.Piece::octets).ifPresent(octets -> {
                assertTrue(octets.length < 5000, () -> octets.length + " octets at once");
                reader.feed(octets, 0, octets.length, events);
            });
        }
        assertEquals(0, chunker.waiting());
        assertEquals(List.of(), events.wrong);
        assertEquals(0, assembly.held());
        if (!shown.containsKey(givenUp)) {
            sent.remove(givenUp);
        }
        return shown;
    }

    private static final class Received implements MsrpReader.Sink {

        private final MessageAssembly assembly;
        private final Map<String, Octets> shown;
        private final List<String> wrong = new ArrayList<>();

        Received(MessageAssembly assembly, Map<String, Octets> shown) {
            this.assembly = assembly;
            this.shown = shown;
        }

        @Override
        public void request(MsrpRequest head, boolean body) {
            heard(assembly.begin(head, body, Instant.EPOCH));
        }

        @Override
        public void body(byte[] octets, int from, int to) {
            heard(assembly.body(octets, from, to, Instant.EPOCH));
        }

        @Override
        public void end(Continuation continuation) {
            heard(assembly.end(continuation));
        }

        private void heard(MessageAssembly.Outcome outcome) {
            if (outcome instanceof MessageAssembly.Outcome.Complete complete) {
                shown.put(complete.message().messageId(), complete.message().body());
            } else if (outcome instanceof MessageAssembly.Outcome.Refused) {
                wrong.add(outcome.toString());
            }
        }

        @Override
        public void response(MsrpResponse response) {
            wrong.add(response.toString());
        }

        @Override
        public void malformed(Malformed malformed) {
            wrong.add(malformed.toString());
        }

        @Override
        public void broken(String reason) {
            wrong.add(reason);
        }
    }
}
