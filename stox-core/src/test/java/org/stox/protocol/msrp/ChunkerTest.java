package org.stox.protocol.msrp;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.stox.protocol.Octets;
import org.stox.service.IdSource;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ChunkerTest {

    private static final MsrpPath PEER = MsrpPath.read("msrp://s2x.example.net:12763/kjhd37s2s20w2a;tcp");
    private final Random random = new Random(4975);
    private final IdSource ids = IdSource.of(random::nextBytes, 13);
    private final Chunker chunker = new Chunker(ids::next, t -> t.equals("inuse123"));

    /** Example 5 of RFC 7573, its Byte-Range and the order of its paths corrected. */
    @Test
    @Proves("RFC7573-8-09")
    void theExampleIsWritten() {
        var printed = Vectors.text("rfc7573-ex05.msrp");
        var head = Events.of(printed).requests.get(0);
        chunker.add(new Outgoing(new MsrpRequest.Route(head.to(), head.from()), head.messageId().orElseThrow(), Optional.of("a786hjs2"),
                Reporting.DEFAULT, List.of(new MsrpHeader("Content-Type", "text/plain")), Octets.utf8("Art thou not Romeo, and a Montague?")));
        var lines = printed.replace("1-25/25", "1-35/35").split("\r\n");
        var from = lines[1];
        lines[1] = lines[2];
        lines[2] = from;
        assertEquals(String.join("\r\n", lines) + "\r\n", new String(all(), StandardCharsets.UTF_8));
    }

    @Test
    void whatTheSenderWantsToBeToldIsInTheHead() {
        chunker.add(message("s1", "f\u00fcr alle", new Reporting(true, Reporting.Failure.NO)).with(new MsrpHeader("Content-Language", "de")));
        var text = new String(all(), StandardCharsets.UTF_8);
        assertTrue(text.contains("\r\nByte-Range: 1-9/9\r\nSuccess-Report: yes\r\nFailure-Report: no\r\nContent-Language: de\r\n"
                + "Content-Type: text/plain\r\n\r\nf\u00fcr alle\r\n"), text);
    }

    @Test
    @Proves("RFC7573-4-07")
    void anIdThatWillNotDoIsReplaced() {
        for (var id : List.of("abc", "-abc", "a b c d", "x".repeat(33), "\u00e4bcd", "inuse123", "found123")) {
            chunker.add(message("s1", "a\r\n-------found123$", Reporting.NONE).withTransaction(id));
            var sent = chunker.next().orElseThrow().sent().orElseThrow();
            assertNotEquals(id, sent.transaction());
            assertTrue(MsrpTokens.isIdent(sent.transaction()) && sent.transaction().length() * 5 >= 64);
        }
        chunker.add(message("s1", "a", Reporting.NONE).withTransaction("good"));
        assertEquals("good", chunker.next().orElseThrow().sent().orElseThrow().transaction());
    }

    @Test
    @Proves("RFC7573-4-08")
    void eachMessageHasAnIdOfItsOwn() {
        assertNotEquals(message("s1", "a", Reporting.NONE).messageId(), message("s1", "a", Reporting.NONE).messageId());
    }

    @Test
    @Proves("RFC7573-8-07")
    void aloneALongMessageIsOneChunkThatCouldBeInterrupted() {
        chunker.add(message("s1", "x".repeat(100_000), Reporting.DEFAULT));
        var events = Events.of(all());
        assertEquals(1, events.requests.size());
        assertEquals("1-*/100000", events.requests.get(0).header("Byte-Range").orElseThrow());
        assertEquals("end END", events.said.get(2));
    }

    @Test
    @Proves("RFC7573-8-07")
    void othersInterruptItAfter2048Octets() {
        chunker.add(message("s1", "x".repeat(10_000), Reporting.DEFAULT).withTransaction("first"));
        var written = new ByteArrayOutputStream();
        written.writeBytes(chunker.next().orElseThrow().octets());
        chunker.add(message("s2", "short", Reporting.DEFAULT));
        chunker.add(MsrpRequest.report("report1", route("s3"), "m1", ByteRange.of(1, 1, 1), MsrpStatus.of(200)));
        chunker.add(message("s1", "after it", Reporting.DEFAULT));
        written.writeBytes(all());
        var said = Events.of(written.toByteArray()).said;
        var flags = said.stream().filter(s -> s.startsWith("end ")).toList();
        assertEquals(List.of("end MORE", "end END", "end END", "end END", "end END"), flags);
        assertTrue(said.get(3).contains("REPORT") && said.get(7).equals("body short") && said.get(13).equals("body after it"), said::toString);
        assertTrue(said.get(9).contains("value=2049-*/10000"), said::toString);
    }

    @Test
    void whatRemainsOfAMessageAndFits2048OctetsIsNotInterruptible() {
        chunker.add(message("s1", "x".repeat(2049), Reporting.DEFAULT));
        chunker.add(message("s2", "x".repeat(2048), Reporting.DEFAULT));
        assertEquals(List.of("1-*/2049", "1-2048/2048", "2049-2049/2049"),
                Events.of(all()).requests.stream().map(r -> r.header("Byte-Range").orElseThrow()).toList());
    }

    @Test
    void aCharacterIsNotCut() {
        chunker.add(message("s1", "a" + "\u20ac".repeat(2000), Reporting.DEFAULT));
        chunker.add(message("s2", "b", Reporting.DEFAULT));
        Events.of(all()).said.stream().filter(s -> s.startsWith("body ")).map(s -> s.substring(5).getBytes(StandardCharsets.ISO_8859_1))
                .forEach(b -> assertEquals(-1, new String(b, StandardCharsets.UTF_8).indexOf('\ufffd')));
    }

    /** 413: the chunk at hand is ended by #, and what is begun is said to be given up; what is not begun is not sent. */
    @Test
    void whatIsAbortedEndsAtOnce() {
        var first = message("s1", "x".repeat(10_000), Reporting.DEFAULT);
        var second = message("s1", "never", Reporting.DEFAULT);
        chunker.add(first);
        chunker.add(second);
        var written = new ByteArrayOutputStream();
        written.writeBytes(chunker.next().orElseThrow().octets());
        chunker.abort(first.messageId());
        chunker.abort(second.messageId());
        written.writeBytes(all());
        var said = Events.of(written.toByteArray()).said;
        assertEquals("end ABORT", said.get(said.size() - 1));
        assertEquals(3, said.size());
        assertTrue(chunker.isEmpty());
        assertEquals(0, chunker.waiting());

        chunker.add(first);
        written.reset();
        written.writeBytes(chunker.next().orElseThrow().octets());
        chunker.add(message("s2", "y", Reporting.DEFAULT));
        written.writeBytes(chunker.next().orElseThrow().octets());          // the end-line with +
        chunker.abort(first.messageId());
        written.writeBytes(all());
        said = Events.of(written.toByteArray()).said;
        assertEquals(List.of("end MORE", "end END", "end ABORT"), said.stream().filter(s -> s.startsWith("end")).toList());
    }

    @Test
    void theEndOfASessionSaysWhatWasNotSent() {
        var first = message("s1", "x".repeat(10_000), Reporting.DEFAULT);
        var second = message("s1", "y", Reporting.DEFAULT);
        chunker.add(first);
        chunker.add(second);
        chunker.add(message("s2", "z", Reporting.DEFAULT));
        chunker.next();
        assertEquals(Set.of(first.session(), MsrpUri.read("msrp://stox:1/s2;tcp")), chunker.sessions());
        assertEquals(List.of(first, second), chunker.end(first.session()));
        var rest = new String(all(), StandardCharsets.UTF_8);
        assertTrue(rest.contains("#\r\nMSRP ") && rest.contains("\r\nz\r\n"), rest);
        assertEquals(0, chunker.waiting());
        assertTrue(chunker.isEmpty());
    }

    @Test
    void aSendWithoutBodyBindsAConnection() {
        chunker.add(Outgoing.empty(route("s1"), ids::next));
        var said = Events.of(all()).said;
        assertTrue(said.get(0).endsWith("false") && said.get(0).contains("value=1-0/0"), said::toString);
    }

    /** Whatever is sent, and however the connections is shared, comes out whole and in order at the other end. */
    @Test
    @Proves({"RFC7573-8-07", "RFC7573-8-09"})
    void whatGoesInComesOut() {
        int messages = 0;
        while (messages < 100_000) {
            var expected = new HashMap<String, List<String>>();
            var written = new ByteArrayOutputStream();
            for (int n = 1 + random.nextInt(12); n > 0; n--) {
                var session = "s" + random.nextInt(3);
                var text = text();
                chunker.add(message(session, text, Reporting.DEFAULT).withTransaction("found123"));
                expected.computeIfAbsent(session, s -> new ArrayList<>()).add(text);
                messages++;
                for (int m = random.nextInt(3); m > 0; m--) {
                    chunker.next().ifPresent(p -> written.writeBytes(p.octets()));
                }
            }
            written.writeBytes(all());
            assertEquals(expected, received(written.toByteArray()));
            assertEquals(0, chunker.waiting());
        }
    }

    private String text() {
        int kind = random.nextInt(100);
        var text = kind == 0 ? "x".repeat(random.nextInt(9000)) : kind == 1 ? "-------found123$\r\n".repeat(random.nextInt(400))
                : kind == 2 ? "-".repeat(random.nextInt(5000)) : "message " + random.nextInt();
        return text;
    }

    private static Map<String, List<String>> received(byte[] octets) {
        var assemblies = new HashMap<String, MessageAssembly>();
        var whole = new HashMap<String, List<String>>();
        var lists = new HashMap<String, List<WholeMessage>>();
        new MsrpReader(MsrpLimits.DEFAULT).feed(octets, 0, octets.length, new WellFormedSink() {
            private AssemblySink sink;

            @Override
            public void request(MsrpRequest head, boolean body) {
                var session = head.from().last().sessionId().orElseThrow();
                sink = new AssemblySink(assemblies.computeIfAbsent(session, s -> new MessageAssembly(AssemblyLimits.DEFAULT)),
                        lists.computeIfAbsent(session, s -> new ArrayList<>()));
                var range = head.byteRange().orElseThrow();
                assertTrue(range.end().isEmpty() || range.end().getAsLong() - range.start() < Chunker.CHUNK);
                sink.request(head, body);
            }

            @Override
            public void body(byte[] o, int from, int to) {
                sink.body(o, from, to);
            }

            @Override
            public void end(Continuation continuation) {
                sink.end(continuation);
            }
        });
        lists.forEach((s, l) -> whole.put(s, l.stream().map(w -> w.body().text()).toList()));
        return whole;
    }

    @Test
    void aPieceIsSmallAndSaysWhatIsSentWithIt() {
        chunker.add(message("s1", "x".repeat(1_000_000), Reporting.DEFAULT).withTransaction("t1234"));
        var last = Optional.<Chunker.Piece>empty();
        var octets = new ByteArrayOutputStream();
        for (var piece = chunker.next(); piece.isPresent(); piece = chunker.next()) {
            assertTrue(piece.get().octets().length < 2 * Chunker.CHUNK);
            assertTrue(last.isEmpty() || last.get().sent().isEmpty());
            last = piece;
            octets.writeBytes(piece.get().octets());
        }
        var sent = last.orElseThrow().sent().orElseThrow();
        assertEquals(ByteRange.of(1, 1_000_000, 1_000_000), sent.range());
        assertTrue(sent.last());
        assertEquals("t1234", sent.transaction());
        assertArrayEquals("x".repeat(1_000_000).getBytes(StandardCharsets.US_ASCII),
                Events.of(octets.toByteArray()).said.get(1).substring(5).getBytes(StandardCharsets.US_ASCII));
    }

    private byte[] all() {
        var octets = new ByteArrayOutputStream();
        for (var piece = chunker.next(); piece.isPresent(); piece = chunker.next()) {
            octets.writeBytes(piece.get().octets());
        }
        return octets.toByteArray();
    }

    private static MsrpRequest.Route route(String session) {
        return new MsrpRequest.Route(PEER, MsrpPath.read("msrp://stox:1/" + session + ";tcp"));
    }

    private Outgoing message(String session, String text, Reporting reporting) {
        return Outgoing.of(route(session), "text/plain", Octets.utf8(text), reporting, ids::next);
    }
}
