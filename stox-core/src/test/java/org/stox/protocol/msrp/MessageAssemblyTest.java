package org.stox.protocol.msrp;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.stox.protocol.msrp.MessageAssembly.Outcome;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class MessageAssemblyTest {

    private static final Instant NOW = Instant.EPOCH;
    private static final MsrpRequest.Route ROUTE = new MsrpRequest.Route(MsrpPath.read("msrp://stox.example:2855/ours;tcp"),
            MsrpPath.read("msrp://alice.example:7777/theirs;tcp"));
    private static final MsrpHeader TEXT = new MsrpHeader("Content-Type", "text/plain");

    private final MessageAssembly assembly = new MessageAssembly(AssemblyLimits.DEFAULT);
    private int transactions;

    @Test
    @Proves("RFC7573-8-01")
    void chunksInAnyOrderBecomeOneMessage() {
        taken("m1", "5-*/9", "efghi", Continuation.END);
        assertEquals("abcdefghi", complete("m1", "1-4/9", "abcd", Continuation.MORE).body().text());
        assertEquals(0, assembly.held());
    }

    @Test
    @Proves("RFC7573-8-01")
    void ofOctetsThatComeTwiceTheLaterCount() {
        taken("m1", "1-*/150", "a".repeat(100), Continuation.MORE);
        assertEquals("a".repeat(49) + "b".repeat(101), complete("m1", "50-150/150", "b".repeat(101), Continuation.END).body().text());
        taken("m2", "4-*/*", "defg", Continuation.MORE);
        taken("m2", "9-*/*", "ij", Continuation.END);
        assertEquals("ABCDEFGHij", complete("m2", "1-8/*", "ABCDEFGH", Continuation.MORE).body().text());
    }

    @Test
    void howLongAMessageIsSaysItsLastChunk() {
        assertEquals(35, complete("m1", "1-25/25", "Art thou not Romeo, and a Montague?", Continuation.END).body().length());
        taken("m2", "1-*/*", "ab", Continuation.MORE);
        assertEquals("abc", complete("m2", "3-*/*", "c", Continuation.END).body().text());
        taken("m3", "1-10/10", "0123456789", Continuation.MORE);
        assertEquals("0123456789", complete("m3", "11-10/10", "", Continuation.END).body().text());
        taken("m4", "1-9/9", "abc", Continuation.MORE);         // interrupted before the end that it named
        assertEquals("abcd", complete("m4", "4-9/9", "d", Continuation.END).body().text());
        assertEquals("", complete("m5", "1-0/0", "", Continuation.END).body().text());
        assertEquals("x", complete(request("m6", "", "text/plain"), "x", Continuation.END).body().text());
    }

    @Test
    void octetsBehindTheEndAreRefused() {
        taken("m1", "3-*/*", "cd", Continuation.MORE);
        assertEquals(400, refused("m1", "1-1/*", "a", Continuation.END).code());
        assertEquals(400, refused("m1", "2-*/*", "b", Continuation.MORE).code());
    }

    @Test
    @Proves("RFC7573-8-02")
    void whatItsSenderGivesUpIsDropped() {
        taken("m1", "1-*/9", "abc", Continuation.MORE);
        assertEquals(new Outcome.Nothing(Outcome.Why.ABORTED), chunk(request("m1", "4-*/9", "text/plain"), "def", Continuation.ABORT));
        assertEquals(new Outcome.Nothing(Outcome.Why.DUPLICATE), chunk(request("m1", "7-9/9", "text/plain"), "ghi", Continuation.END));
        assertEquals(0, assembly.held());
    }

    @Test
    @Proves("RFC7573-8-02")
    void whatIsNotCompletedInTimeOrWithItsSessionIsDropped() {
        taken("m1", "1-*/9", "abc", Continuation.MORE);
        assembly.begin(request("m2", "1-*/9", "text/plain"), true, NOW.plusSeconds(20));
        assertEquals(List.of("m1"), assembly.expire(NOW.plusSeconds(1)));
        assertEquals(413, refused("m1", "4-*/9", "def", Continuation.MORE).code());
        assertEquals(0, assembly.held());
        taken("m3", "1-*/9", "abc", Continuation.MORE);
        assertEquals(List.of("m2", "m3"), assembly.discard());
        assertEquals(0, assembly.held());
    }

    @Test
    void aChunkWhoseMessageExpiresMeanwhileIsDropped() {
        assembly.begin(request("m1", "1-*/9", "text/plain"), true, NOW);
        body("abc");
        assertEquals(List.of("m1"), assembly.expire(NOW.plusSeconds(31)));
        assertEquals(new Outcome.Nothing(Outcome.Why.DROPPED), body("def"));
        assertEquals(new Outcome.Refused(413, "Message took too long"), assembly.end(Continuation.END));
        assertEquals(0, assembly.held());
    }

    /** M5: the total that a sender names takes no memory. */
    @Test
    @Proves({"RFC7573-8-03", "RFC7573-8-06"})
    void aTotalOverTheLimitIsStoppedAtItsHead() {
        assertEquals(413, assertInstanceOf(Outcome.Refused.class,
                assembly.begin(request("m1", "1-*/99999999999", "text/plain"), true, NOW)).code());
        assertEquals(new Outcome.Nothing(Outcome.Why.DROPPED), body("dropped"));
        assertEquals(0, assembly.held());
        assertEquals(413, refused("m1", "8-*/99999999999", "more", Continuation.MORE).code());
        assertEquals(413, refused("m2", "99999999999-*/*", "far away", Continuation.MORE).code());
        assertEquals(0, assembly.held());
    }

    /** M5: the message that never ends. */
    @Test
    @Proves("RFC7573-8-06")
    void withoutATotalTheOctetsCount() {
        var limited = new MessageAssembly(AssemblyLimits.ofMessage(10));
        var piece = "12345".getBytes(StandardCharsets.UTF_8);
        limited.begin(request("m1", "1-*/*", "text/plain"), true, NOW);
        assertEquals(new Outcome.Taken(), limited.body(piece, 0, 5, NOW));
        assertEquals(new Outcome.Taken(), limited.body(piece, 0, 5, NOW));
        assertEquals(new Outcome.Refused(413, "Message too large"), limited.body(piece, 0, 1, NOW));
        for (int i = 0; i < 1000; i++) {
            assertEquals(new Outcome.Nothing(Outcome.Why.DROPPED), limited.body(piece, 0, 5, NOW));
        }
        assertEquals(new Outcome.Nothing(Outcome.Why.DROPPED), limited.end(Continuation.MORE));
        assertEquals(0, limited.held());
        assertEquals(413, ((Outcome.Refused) limited.begin(request("m1", "11-*/*", "text/plain"), true, NOW)).code());
    }

    /** M5: a million chunks of one octet. */
    @Test
    void tinyChunksAreTakenInOrderAndStoppedWhereTheyLeaveGaps() {
        for (int i = 1; i < 1_000_000; i++) {
            taken("m1", i + "-*/*", "x", Continuation.MORE);
        }
        assertEquals(1_000_000, complete("m1", "1000000-*/*", "x", Continuation.END).body().length());
        int i = 0;
        Outcome outcome;
        do {
            outcome = chunk(request("m2", (1_000_000 - 2 * i++) + "-*/*", "text/plain"), "x", Continuation.MORE);
        } while (outcome instanceof Outcome.Taken);
        assertEquals(new Outcome.Refused(413, "Too many gaps"), outcome);
        assertEquals(AssemblyLimits.DEFAULT.extents() + 1, i);
        assertEquals(0, assembly.held());
    }

    /** M5: 32 messages at once, 4 MiB in all. */
    @Test
    void aSessionHasALimitTooAndOthersDoNotSuffer() {
        for (int i = 0; i < 32; i++) {
            taken("m" + i, "1-*/*", "x", Continuation.MORE);
        }
        assertEquals(413, refused("m32", "1-*/*", "x", Continuation.MORE).code());
        complete("m0", "2-*/*", "x", Continuation.END);
        taken("m33", "1-*/*", "x", Continuation.MORE);
        var large = "x".repeat(1_000_000);
        for (int i = 1; i < 5; i++) {
            taken("m" + i, "2-*/*", large, Continuation.MORE);
        }
        assertEquals(new Outcome.Refused(413, "Too much at once"), chunk(request("m5", "2-*/*", "text/plain"), large, Continuation.MORE));
        assertTrue(assembly.held() <= AssemblyLimits.DEFAULT.session());
        assertEquals(1_000_002, complete("m1", "1000002-*/*", "x", Continuation.END).body().length());
    }

    /** Else the outcome would depend on how the octets were cut on their way. */
    @Test
    void whatComesTwiceCountsOnce() {
        var large = "x".repeat(1_000_000);
        for (int i = 0; i < 4; i++) {
            taken("m" + i, "1-*/*", large, Continuation.MORE);
        }
        taken("m0", "1-*/*", large, Continuation.MORE);
        assertEquals(4_000_000, assembly.held());
    }

    @Test
    void theSameMessageAgainIsNotShownAgain() {
        complete("m1", "1-3/3", "abc", Continuation.END);
        assertEquals(new Outcome.Nothing(Outcome.Why.DUPLICATE), chunk(request("m1", "1-3/3", "text/plain"), "abc", Continuation.END));
    }

    @Test
    void withoutABodyThereIsNothingToShow() {
        assertEquals(new Outcome.Taken(), assembly.begin(MsrpRequest.send("t123", ROUTE, "m1", ByteRange.of(1, 0, 0), Reporting.DEFAULT, List.of()),
                false, NOW));
        assertEquals(new Outcome.Nothing(Outcome.Why.NO_BODY), assembly.end(Continuation.END));
    }

    @Test
    void theFirstChunkNamesTheMessage() {
        taken("m1", "4-*/6", "def", Continuation.END);
        var first = request("m1", "1-*/6", "text/plain");
        assertEquals(first, complete(first, "abc", Continuation.MORE).first());
    }

    /** Example 14 and 15 of RFC 4975: the second chunk has one octet less than it says. */
    @Test
    void theExampleInTwoChunksIsRead() {
        var whole = new ArrayList<WholeMessage>();
        for (var file : List.of("rfc4975-11.4-chunk1.msrp", "rfc4975-11.4-chunk2.msrp")) {
            whole.addAll(read(Vectors.octets(file)));
        }
        assertEquals(1, whole.size());
        assertEquals(147, whole.get(0).body().length());
        assertEquals("message/cpim", whole.get(0).contentType());
        assertTrue(whole.get(0).body().text().endsWith("\r\n\r\nABCD1234567890"));
    }

    @Test
    void theExamplesOfTheGatewayAreReadAlthoughTheirRangesAreWrong() {
        assertEquals("Neither, fair saint, if either thee dislike.", read(Vectors.octets("rfc7573-ex06.msrp")).get(0).body().text());
        var taken = read(Vectors.octets("rfc7573-ex13.msrp")).get(0);
        assertEquals("I take thee at thy word ...", taken.body().text());
        assertEquals("ad49kswow", taken.first().transaction());
    }

    private List<WholeMessage> read(byte[] octets) {
        var whole = new ArrayList<WholeMessage>();
        new MsrpReader(MsrpLimits.DEFAULT).feed(octets, 0, octets.length, new AssemblySink(assembly, whole));
        return whole;
    }

    /** Any division into chunks, in any order, some twice, comes to the same message. */
    @Test
    @Proves("RFC7573-8-01")
    void anyDivisionInAnyOrderIsTheSameMessage() {
        var random = new Random(7573);
        for (int run = 0; run < 100_000; run++) {
            var text = random.ints(1 + random.nextInt(40), 'a', 'z' + 1).collect(StringBuilder::new, StringBuilder::appendCodePoint,
                    StringBuilder::append).toString();
            var cuts = new ArrayList<Integer>(List.of(0));
            for (int at = 0; at < text.length(); cuts.add(at)) {
                at = Math.min(text.length(), at + 1 + random.nextInt(10));
            }
            var order = new ArrayList<Integer>();
            for (int i = 0; i + 1 < cuts.size(); i++) {
                order.add(i);
                if (random.nextInt(4) == 0) {
                    order.add(i);
                }
            }
            Collections.shuffle(order, random);
            var shown = new ArrayList<String>();
            for (int i : order) {
                int back = random.nextInt(cuts.get(i) + 1) / 3;          // overlaps what goes before
                int from = cuts.get(i) - back;
                int to = cuts.get(i + 1);
                boolean last = to == text.length();
                var outcome = chunk(request("r" + run, (from + 1) + "-*/" + (random.nextBoolean() ? "*" : text.length()), "text/plain"),
                        text.substring(from, to), last ? Continuation.END : Continuation.MORE);
                if (outcome instanceof Outcome.Complete c) {
                    shown.add(c.message().body().text());
                }
            }
            assertEquals(List.of(text), shown);
            assertEquals(0, assembly.held());
        }
    }

    private MsrpRequest request(String id, String range, String type) {
        var headers = new ArrayList<MsrpHeader>();
        headers.add(new MsrpHeader("Message-ID", id));
        if (!range.isEmpty()) {
            headers.add(new MsrpHeader("Byte-Range", range));
        }
        headers.add(new MsrpHeader("Content-Type", type));
        return new MsrpRequest("t" + transactions++, MsrpRequest.SEND, ROUTE.to(), ROUTE.from(), headers);
    }

    private void taken(String id, String range, String text, Continuation continuation) {
        assertEquals(new Outcome.Taken(), chunk(request(id, range, TEXT.value()), text, continuation));
    }

    private WholeMessage complete(String id, String range, String text, Continuation continuation) {
        return complete(request(id, range, TEXT.value()), text, continuation);
    }

    private WholeMessage complete(MsrpRequest head, String text, Continuation continuation) {
        return assertInstanceOf(Outcome.Complete.class, chunk(head, text, continuation)).message();
    }

    private Outcome.Refused refused(String id, String range, String text, Continuation continuation) {
        return assertInstanceOf(Outcome.Refused.class, chunk(request(id, range, TEXT.value()), text, continuation));
    }

    /** The first that is neither taken nor dropped. */
    private Outcome chunk(MsrpRequest head, String text, Continuation continuation) {
        var begun = assembly.begin(head, true, NOW);
        if (begun instanceof Outcome.Refused) {
            assembly.end(continuation);
            return begun;
        }
        var there = body(text);
        var end = assembly.end(continuation);
        return there instanceof Outcome.Refused ? there : end;
    }

    private Outcome body(String text) {
        var octets = ('<' + text + '>').getBytes(StandardCharsets.UTF_8);
        return assembly.body(octets, 1, octets.length - 1, NOW);
    }
}
