package org.stox.protocol.msrp;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.protocol.Octets;
import org.stox.protocol.msrp.SentMessages.Verdict;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who is told what, and what is made of what we are told. */
class ReportingTest {

    private static final Instant NOW = Instant.EPOCH;
    private static final MsrpUri OURS = MsrpUri.read("msrp://stox.example:2855/ours;tcp");
    private static final MsrpRequest.Route ROUTE = new MsrpRequest.Route(MsrpPath.of(OURS),
            MsrpPath.read("msrps://relay.example:2855/r;tcp msrp://alice.example:7777/theirs;tcp"));
    private static final Reporting SUCCESS = new Reporting(true, Reporting.Failure.NO);

    /** RFC 4975 §7.1.4, §7.2. */
    @ParameterizedTest
    @CsvSource({"YES, 200, true", "YES, 415, true", "PARTIAL, 200, false", "PARTIAL, 415, true", "NO, 200, false", "NO, 415, false"})
    @Proves("RFC7573-5-19")
    void aResponseIsSentIfItIsOwed(Reporting.Failure failure, int status, boolean owed) {
        var response = MsrpResponse.to(send(new Reporting(false, failure)), OURS, status);
        assertEquals(owed, response.isPresent());
        response.ifPresent(r -> {
            assertEquals(ROUTE.from().first(), r.to().first());
            assertEquals(1, r.to().uris().size(), "to the previous hop only");
            assertEquals(MsrpPath.of(OURS), r.from());
        });
    }

    @Test
    @Proves("BEYOND-MSRP-02")
    void withoutFailureReportA200IsOwedAndOtherMethodsAreAnsweredAllTheWay() {
        assertEquals("MSRP t1234 200 OK\r\nTo-Path: msrps://relay.example:2855/r;tcp\r\nFrom-Path: " + OURS + "\r\n-------t1234$\r\n",
                Octets.of(MsrpCodec.write(MsrpResponse.to(send(Reporting.DEFAULT), OURS, 200).orElseThrow())).text());
        var nickname = new MsrpRequest("t1234", "NICKNAME", ROUTE.to(), ROUTE.from(), List.of());
        assertEquals(ROUTE.from(), MsrpResponse.to(nickname, OURS, 501).orElseThrow().to());
    }

    /** M7. */
    @Test
    void aReportAsksForNothingAndGetsNoAnswer() {
        var report = whole(SUCCESS, "abc").report("t5678", OURS, 200).orElseThrow();
        assertTrue(report.header("Success-Report").isEmpty() && report.header("Failure-Report").isEmpty());
        assertEquals(Optional.empty(), MsrpResponse.to(report, OURS, 200));
        assertEquals(Optional.empty(), MsrpResponse.to(report, OURS, 501));
    }

    @Test
    @Proves("RFC7573-8-09")
    void aSuccessReportCoversTheWholeMessage() {
        var report = whole(SUCCESS, "f\u00fcr").report("t5678", OURS, 200).orElseThrow();
        assertEquals("MSRP t5678 REPORT\r\nTo-Path: " + ROUTE.from() + "\r\nFrom-Path: " + OURS
                + "\r\nMessage-ID: m1\r\nByte-Range: 1-4/4\r\nStatus: 000 200 OK\r\n-------t5678$\r\n", Octets.of(MsrpCodec.write(report)).text());
        assertEquals(report, Events.of(MsrpCodec.write(report)).requests.get(0));
    }

    @Test
    void nobodyIsToldWhatHeDidNotAskFor() {
        assertEquals(Optional.empty(), whole(Reporting.DEFAULT, "abc").report("t5678", OURS, 200));
        assertEquals(Optional.empty(), whole(SUCCESS, "abc").report("t5678", OURS, 404));
        assertEquals(404, whole(Reporting.DEFAULT, "abc").report("t5678", OURS, 404).orElseThrow().status().orElseThrow().code());
        assertEquals(404, whole(new Reporting(false, Reporting.Failure.PARTIAL), "abc").report("t5678", OURS, 404).orElseThrow()
                .status().orElseThrow().code());
    }

    @Test
    @Proves("RFC7573-4-08")
    void aReportIsOfTheMessageThatItsIdNames() {
        var sent = SentMessages.NONE.sent("other1", "s0", 9, SUCCESS, NOW)
                .sent("6187CF9B-317A-41DA-BB6A-5E48A9C794EF", "bf9m36d5", 22, SUCCESS, NOW);
        var told = sent.on(Events.of(Vectors.octets("rfc7573-ex25.msrp")).requests.get(0));
        assertEquals(Optional.of(new Verdict.Delivered("6187CF9B-317A-41DA-BB6A-5E48A9C794EF", "bf9m36d5")), told.verdict());
        assertEquals(List.of("other1"), List.copyOf(told.messages().open().keySet()));
    }

    @Test
    @Proves("RFC7573-7-07")
    void partialSuccessesAreAddedUp() {
        var sent = SentMessages.NONE.sent("m1", "s1", 30, SUCCESS, NOW);
        var told = sent.on(report("11-20/30", 200));
        assertEquals(Optional.empty(), told.verdict());
        told = told.messages().on(report("1-10/*", 200));
        assertEquals(Optional.empty(), told.verdict());
        told = told.messages().on(report("15-*/30", 200));
        assertEquals(Optional.empty(), told.verdict(), "who does not say up to where confirms nothing");
        told = told.messages().on(report("21-30/30", 200));
        assertEquals(Optional.of(new Verdict.Delivered("m1", "s1")), told.verdict());
        assertEquals(Optional.empty(), told.messages().on(report("1-30/30", 200)).verdict(), "once only");
    }

    @Test
    @Proves("RFC7573-7-08")
    void whatIsNoSuccessThatWasAskedForIsNone() {
        var sent = SentMessages.NONE.sent("m1", "s1", 3, SUCCESS, NOW);
        assertEquals(Optional.of(new Verdict.Failed("m1", "s1", 413)), sent.on(report("1-3/3", 413)).verdict());
        assertEquals(Optional.empty(), sent.on(report("1-3/3", 413)).messages().on(report("1-3/3", 200)).verdict());
        assertEquals(Optional.empty(), sent.on(new MsrpRequest("t1234", "REPORT", ROUTE.to(), ROUTE.from(),
                List.of(new MsrpHeader("Message-ID", "m1"), new MsrpHeader("Status", "001 200")))).verdict(), "another namespace");
        assertEquals(Optional.empty(), SentMessages.NONE.sent("m1", "s1", 3, Reporting.DEFAULT, NOW).on(report("1-3/3", 200)).verdict());
        assertEquals(Optional.empty(), SentMessages.NONE.on(report("1-3/3", 200)).verdict(), "unknown");
        assertEquals(SentMessages.NONE, SentMessages.NONE.sent("m1", "s1", 3, Reporting.NONE, NOW));
    }

    @Test
    @Proves("RFC7573-7-06")
    void withoutFailureReportNoResponseIsWaitedFor() {
        var silent = SentMessages.NONE.sent("m1", "s1", 3, SUCCESS, NOW);
        assertEquals(Optional.empty(), silent.timedOut("m1").verdict());
        var asking = SentMessages.NONE.sent("m1", "s1", 3, Reporting.DEFAULT, NOW);
        assertEquals(Optional.of(new Verdict.Failed("m1", "s1", 408)), asking.timedOut("m1").verdict());
        var response = MsrpResponse.to(send(Reporting.DEFAULT), OURS, 481).orElseThrow();
        assertEquals(Optional.of(new Verdict.Failed("m1", "s1", 481)), asking.on(response, "m1").verdict());
        assertEquals(Optional.empty(), asking.on(MsrpResponse.to(send(Reporting.DEFAULT), OURS, 200).orElseThrow(), "m1").verdict());
    }

    @Test
    @Proves("RFC7573-4-08")
    void aMessageIsKnownUntilItsTimeIsOverAndTheSessionsEndNamesTheRest() {
        var sent = SentMessages.NONE.sent("m1", "s1", 3, SUCCESS, NOW).sent("m2", "s2", 3, SUCCESS, NOW.plusSeconds(60))
                .sent("m3", "s3", 3, Reporting.DEFAULT, NOW.plusSeconds(60));
        assertEquals(List.of("m2", "m3"), List.copyOf(sent.expire(NOW.plusSeconds(1)).open().keySet()));
        assertEquals(List.of(new Verdict.Failed("m1", "s1", 481), new Verdict.Failed("m2", "s2", 481)), sent.end(481));
        for (int i = 0; i < 2000; i++) {
            sent = sent.sent("x" + i, "s", 3, SUCCESS, NOW);
        }
        assertEquals(1024, sent.open().size());
        assertFalse(sent.open().containsKey("m1"));
    }

    @Test
    void coverageIsWholeWhenEachOctetIsThere() {
        var random = new Random(7573);
        for (int run = 0; run < 100_000; run++) {
            int total = 1 + random.nextInt(12);
            var octets = new boolean[total + 1];
            var coverage = Coverage.NONE;
            for (int n = random.nextInt(6); n > 0; n--) {
                int first = 1 + random.nextInt(total);
                int last = first - 1 + random.nextInt(total - first + 2);
                coverage = coverage.with(first, last);
                Arrays.fill(octets, first, last + 1, true);
            }
            boolean whole = true;
            for (int i = 1; i <= total; i++) {
                whole &= octets[i];
            }
            assertEquals(whole, coverage.isWhole(total));
            for (int i = 1; i < coverage.ranges().size(); i++) {
                assertTrue(coverage.ranges().get(i - 1).last() + 1 < coverage.ranges().get(i).first());
            }
        }
        assertTrue(Coverage.NONE.isWhole(0));
    }

    private static MsrpRequest send(Reporting reporting) {
        return MsrpRequest.send("t1234", ROUTE, "m1", ByteRange.of(1, 3, 3), reporting, List.of(new MsrpHeader("Content-Type", "text/plain")));
    }

    private static WholeMessage whole(Reporting reporting, String text) {
        return new WholeMessage(send(reporting), Octets.utf8(text));
    }

    private static MsrpRequest report(String range, int code) {
        return MsrpRequest.report("t9876", ROUTE, "m1", ByteRange.read(range), MsrpStatus.of(code));
    }
}
