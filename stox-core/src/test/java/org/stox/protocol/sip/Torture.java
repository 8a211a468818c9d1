package org.stox.protocol.sip;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BiConsumer;

/** The messages of RFC 4475 and RFC 5118 with their verdicts, and what reader, framer and checks make of octets. */
final class Torture {

    static final SipProfile PROFILE = new SipProfile(List.of("MESSAGE", "SUBSCRIBE", "NOTIFY"),
            List.of("text/plain", "text/html", "message/cpim", "application/im-iscomposing+xml", "message/imdn+xml", "application/pidf+xml"),
            List.of("presence"),
            Set.of("example.com", "example.org"));

    private Torture() {
    }

    /** A row of verdicts.tsv. */
    record Vector(String folder, String file, String datagram, String stream) {

        byte[] octets() {
            return resource('/' + folder + '/' + file + ".dat");
        }

        @Override
        public String toString() {
            return folder + ' ' + file;
        }
    }

    static List<Vector> vectors(String folder) {
        return new String(resource('/' + folder + "/verdicts.tsv"), StandardCharsets.US_ASCII).lines().skip(1)
                .map(l -> l.split("\t")).map(c -> new Vector(folder, c[0], c[1], c[2])).toList();
    }

    static byte[] resource(String path) {
        try (var in = Torture.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static SipRequest request(String file) {
        var octets = resource("/rfc4475/" + file + ".dat");
        var reading = SipCodec.read(octets, 0, octets.length, SipLimits.DATAGRAM);
        if (reading instanceof SipCodec.Reading.Good good) {
            return (SipRequest) good.message();
        }
        throw new AssertionError(reading);
    }

    static String datagram(byte[] octets) {
        return verdict(SipCodec.read(octets, 0, octets.length, SipLimits.DATAGRAM));
    }

    static String verdict(SipCodec.Reading reading) {
        if (reading instanceof SipCodec.Reading.Bad bad) {
            return Responses.to(bad, "t").map(Torture::written).orElse("drop");
        }
        var message = ((SipCodec.Reading.Good) reading).message();
        if (message instanceof SipResponse) {
            return "response";
        }
        var verdict = RequestChecks.check((SipRequest) message, PROFILE, "z9hG4bK-ours", "t");
        if (verdict instanceof RequestChecks.Verdict.Answer answer) {
            return written(answer.response());
        }
        return verdict instanceof RequestChecks.Verdict.Pass ? "pass" : "drop";
    }

    /** The status of a response, which must survive being written and read. */
    private static String written(SipResponse response) {
        SipCodec.write(response);
        return Integer.toString(response.status());
    }

    /** What a stream says that is fed in pieces; the pieces are chosen by {@code cutter}. */
    static String stream(byte[] octets, BiConsumer<byte[], BiConsumer<Integer, Integer>> cutter) {
        var said = new ArrayList<String>();
        var framer = new SipFramer(SipLimits.STREAM);
        var sink = new SipFramer.Sink() {
            @Override
            public void message(byte[] held, int from, int to) {
                said.add(verdict(SipCodec.read(held, from, to, SipLimits.STREAM)));
            }

            @Override
            public void ping() {
                said.add("ping");
            }

            @Override
            public void broken(SipCodec.Reading.Bad bad) {
                said.add(verdict(bad));
                said.add("close");
            }
        };
        cutter.accept(octets, (from, to) -> {
            var copy = new byte[to - from + 2];         // not at zero, so that offsets are tested too
            System.arraycopy(octets, from, copy, 1, to - from);
            framer.feed(copy, 1, 1 + to - from, sink);
        });
        if (framer.pending()) {
            said.add("wait");
        }
        return String.join(",", said);
    }

    static void whole(byte[] octets, BiConsumer<Integer, Integer> feed) {
        feed.accept(0, octets.length);
    }

    static void bytewise(byte[] octets, BiConsumer<Integer, Integer> feed) {
        for (int i = 0; i < octets.length; i++) {
            feed.accept(i, i + 1);
        }
    }

    /** Cut in the middle of each CRLF and after it. */
    static void atLines(byte[] octets, BiConsumer<Integer, Integer> feed) {
        int from = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\r' || octets[i] == '\n') {
                feed.accept(from, i + 1);
                from = i + 1;
            }
        }
        feed.accept(from, octets.length);
    }

    static BiConsumer<byte[], BiConsumer<Integer, Integer>> atRandom(Random random) {
        return (octets, feed) -> {
            for (int from = 0; from < octets.length;) {
                int to = Math.min(octets.length, from + 1 + random.nextInt(60));
                feed.accept(from, to);
                from = to;
            }
        };
    }
}
