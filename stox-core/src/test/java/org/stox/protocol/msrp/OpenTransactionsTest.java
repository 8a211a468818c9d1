package org.stox.protocol.msrp;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class OpenTransactionsTest {

    private static final Instant NOW = Instant.EPOCH;
    private static final MsrpUri SESSION = MsrpUri.read("msrp://stox.example:2855/ours;tcp");
    private final OpenTransactions open = new OpenTransactions();

    @Test
    @Proves("RFC7573-7-06")
    void onlyFailureReportYesHasATimeout() {
        open.sent(sent("yes1", Reporting.Failure.YES), NOW);
        open.sent(sent("part1", Reporting.Failure.PARTIAL), NOW);
        open.sent(sent("none1", Reporting.Failure.NO), NOW);
        open.sent(sent("yes2", Reporting.Failure.YES), NOW.plusSeconds(1));
        assertTrue(open.inUse("yes1") && open.inUse("part1") && !open.inUse("none1"));
        assertEquals(Optional.of(NOW.plusSeconds(30)), open.next());
        assertEquals(List.of(), open.expire(NOW.plusSeconds(29)));
        assertEquals(List.of(sent("yes1", Reporting.Failure.YES)), open.expire(NOW.plusSeconds(30)));
        assertFalse(open.inUse("part1"));
        assertEquals(Optional.of(NOW.plusSeconds(31)), open.next());
        assertEquals(Optional.empty(), open.answered(response("yes1")), "too late");
    }

    @Test
    void aResponseIsForOneChunkOnce() {
        open.sent(sent("yes1", Reporting.Failure.YES), NOW);
        assertEquals(Optional.empty(), open.answered(response("other")));
        assertEquals(Optional.of(sent("yes1", Reporting.Failure.YES)), open.answered(response("yes1")));
        assertEquals(Optional.empty(), open.answered(response("yes1")));
        assertEquals(Optional.empty(), open.next());
    }

    @Test
    void theEndOfASessionEndsItsTransactions() {
        open.sent(sent("yes1", Reporting.Failure.YES), NOW);
        open.end(SESSION);
        assertEquals(List.of(), open.expire(NOW.plusSeconds(99)));
    }

    private static Chunker.Sent sent(String transaction, Reporting.Failure failure) {
        return new Chunker.Sent(transaction, "m123", SESSION, ByteRange.of(1, 1, 1), new Reporting(false, failure), true);
    }

    private static MsrpResponse response(String transaction) {
        return new MsrpResponse(transaction, 200, Optional.empty(), MsrpPath.of(SESSION), MsrpPath.of(SESSION), List.of());
    }
}
