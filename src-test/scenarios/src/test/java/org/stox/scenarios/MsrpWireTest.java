package org.stox.scenarios;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sdp.Fingerprint;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.scenarios.peer.MsrpPhone;
import org.stox.scenarios.peer.MsrpRelay;
import org.stox.scenarios.peer.MsrpSide;
import org.stox.scenarios.peer.Stage;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The endpoint {@code msrp:} against an MSRP endpoint that is no kin of it, in all the odd ways in which a peer can behave. */
class MsrpWireTest {

    private static final long LARGEST = 100_000;
    private static final long SOON = 20;
    private static final Reporting BOTH = new Reporting(true, Reporting.Failure.YES);

    private MsrpSide ours;
    private MsrpPhone theirs;

    @AfterEach
    void close() {
        Stage.close(theirs, ours);
    }

    private MsrpSession passive(Map<String, Object> odd) {
        return agreed(odd, false);
    }

    private MsrpSession active(Map<String, Object> odd) {
        return agreed(odd, true);
    }

    /** A session with the peer, without TLS; who is active has connected. */
    private MsrpSession agreed(Map<String, Object> odd, boolean active) {
        assumeTrue(MsrpPhone.installed());
        ours = new MsrpSide("");
        theirs = MsrpPhone.withoutSip();
        return another("s", odd, active);
    }

    private MsrpSession another(String name, Map<String, Object> odd, boolean active) {
        theirs.does("session", "name", name, "odd", odd);
        String uri = theirs.hears("session").text("uri");
        var path = ours.path(false);
        theirs.does("path", "session", name, "path", List.of(path.toString()));
        theirs.hears("set");
        var session = ours.session(path, uri, active, LARGEST, List.of());
        if (active) {
            theirs.hears("bound", "session", name);
        } else {
            theirs.does("connect", "session", name);
            theirs.hears("response", "session", name, "code", 200);
        }
        return session;
    }

    private void nothingMalformed() {
        assertEquals(List.of(), theirs.complaints());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Proves({"RFC7573-4-19", "RFC7573-8-07", "RFC7573-8-09", "RFC7573-7-11"})
    void messagesAndReportsCrossBothWays(boolean active) {
        var session = agreed(Map.of(), active);
        assertEquals(200, MsrpSide.status(ours.says(session, "Good morrow \uD83C\uDF05", BOTH), SOON));
        assertEquals("yes", theirs.hears("message", "text", "Good morrow \uD83C\uDF05").text("success"));
        assertEquals(200, ours.next(MsrpReport.class).request().status().orElseThrow().code());
        theirs.does("send", "session", "s", "text", "Is the day so young?", "success", "yes", "failure", "partial");
        var message = ours.next(WholeMessage.class);
        assertEquals("Is the day so young?", message.body().text());
        assertTrue(message.reporting().success());
        assertEquals(200, MsrpSide.status(ours.gives(new MsrpReport(session.session(),
                message.report("reporting1", session.session(), 200).orElseThrow())), SOON));
        assertEquals("1-20/20", theirs.hears("report", "code", 200).text("range"));

        String text = "But new struck nine \u00E4 ".repeat(3000);
        assertEquals(200, MsrpSide.status(ours.says(session, text, Reporting.DEFAULT), SOON));
        theirs.hears("message", "sha256", Sha256.of(text));
        theirs.does("send", "session", "s", "size", 60_000);
        assertEquals(60_000, ours.next(WholeMessage.class).body().length());
        nothingMalformed();
    }

    @Test
    @Proves({"RFC7573-7-06"})
    void twoSessionsShareAConnectionAndOneOutlivesTheOther() {
        var one = active(Map.of());
        var two = another("t", Map.of(), true);
        assertEquals(1, theirs.heard("accepted").size(), "there is one connection");
        assertEquals(200, MsrpSide.status(ours.says(two, "two", Reporting.NONE), SOON));
        theirs.hears("message", "session", "t", "text", "two");
        assertEquals(200, MsrpSide.status(ours.gives(new MsrpClose(one.session(), "over")), SOON));
        assertEquals(200, MsrpSide.status(ours.says(two, "still there", Reporting.NONE), SOON));
        theirs.hears("message", "session", "t", "text", "still there");
        assertEquals(481, MsrpSide.status(ours.says(one, "gone", Reporting.NONE), SOON));
        nothingMalformed();
    }

    @Test
    @Proves({"RFC7573-5-09", "RFC7573-5-18", "RFC7573-5-19", "RFC7573-8-06"})
    void whatIsRefusedIsRefusedByItsCodeAndOnlyWhereThatIsAskedFor() {
        var session = passive(Map.of());
        theirs.does("send", "session", "s", "text", "who is that", "to_path",
                session.session().toString().replaceFirst("/[^/;]+;", "/0123456789abcdefghij;"));
        theirs.hears("response", "code", 481);
        theirs.does("send", "session", "s", "text", "second", "own_connection", true);
        theirs.hears("response", "code", 506);
        theirs.does("send", "session", "s", "text", "<html/>", "type", "text/html");
        theirs.hears("response", "code", 415);
        theirs.does("send", "session", "s", "text", "<html/>", "type", "text/html", "failure", "partial");
        theirs.hears("response", "code", 415);
        theirs.does("send", "session", "s", "size", LARGEST + 1, "chunk", LARGEST + 1);
        theirs.hears("response", "code", 413);
        theirs.does("send", "session", "s", "size", LARGEST + 1, "total", "*", "chunk", LARGEST + 1);
        theirs.hears("response", "code", 413);

        theirs.does("send", "session", "s", "text", "<html/>", "type", "text/html", "failure", "no");
        theirs.does("send", "session", "s", "text", "quiet", "failure", "no");
        theirs.does("send", "session", "s", "text", "partly", "failure", "partial");
        assertEquals("quiet", ours.next(WholeMessage.class).body().text());
        assertEquals("partly", ours.next(WholeMessage.class).body().text());
        theirs.does("send", "session", "s", "text", "end");
        theirs.hears("response", "code", 200);
        assertEquals("end", ours.next(WholeMessage.class).body().text());
        assertEquals(List.of(), theirs.heard("response"), "nothing for no, and no 200 for partial");
        nothingMalformed();
    }

    @Test
    @Proves({"RFC7573-8-01", "RFC7573-8-02", "RFC7573-8-09"})
    void chunksMayComeInAnyOrderOverlapAndBeOfOneOctet() {
        passive(Map.of());
        theirs.does("send", "session", "s", "text", "abcdefghijkl", "pieces", List.of(List.of(7, 12), List.of(1, 6)), "flags", Map.of("7", "$", "1", "+"));
        assertEquals("abcdefghijkl", ours.next(WholeMessage.class).body().text());
        theirs.does("send", "session", "s", "text", "abcdefghijkl", "pieces", List.of(List.of(1, 8), List.of(3, 12)));
        assertEquals("abcdefghijkl", ours.next(WholeMessage.class).body().text());
        theirs.does("send", "session", "s", "text", "one by one \uD83D\uDE00", "chunk", 1);
        assertEquals("one by one \uD83D\uDE00", ours.next(WholeMessage.class).body().text());
        theirs.does("send", "session", "s", "text", "byte after byte", "step", 1);
        assertEquals("byte after byte", ours.next(WholeMessage.class).body().text());
        theirs.does("send", "session", "s", "text", "given up", "flag", "#", "message_id", "aborted1");
        theirs.does("send", "session", "s", "text", "unknown total", "total", "*", "open", true);
        assertEquals("unknown total", ours.next(WholeMessage.class).body().text());
        nothingMalformed();
    }

    @Test
    void aBodyMayHaveWhatLooksLikeAnEndLine() {
        passive(Map.of());
        String text = "MSRP look SEND\r\n-------look1$\r\n-------like$\r\n\r\n-------abcd\r\n";
        theirs.does("send", "session", "s", "text", text, "tid", "look");
        assertEquals(text, ours.next(WholeMessage.class).body().text());
        nothingMalformed();
    }

    @Test
    @Proves("RFC7573-8-02")
    void aConnectionThatIsCutInAMessageEndsTheSessionAndLeavesNothing() {
        var session = passive(Map.of());
        theirs.does("send", "session", "s", "size", 50_000, "chunk", 50_000, "cut", 20_000);
        assertEquals(session.session(), ours.next(MsrpClose.class).session());
        assertEquals(List.of(), ours.rest());
        assertEquals(481, MsrpSide.status(ours.says(session, "too late", Reporting.NONE), SOON));
    }

    @Test
    void aWrongEndLineIsNoEnd() {
        var session = passive(Map.of());
        theirs.does("send", "session", "s", "text", "no end", "end_line", "-------wrong$", "failure", "no");
        theirs.does("send", "session", "s", "text", "is in the body of the first");
        theirs.does("cut", "session", "s");
        assertEquals(session.session(), ours.next(MsrpClose.class).session());
        assertEquals(List.of(), ours.rest());
    }

    @Test
    @Proves("RFC7573-8-03")
    void aMessageWithoutEndIsStopped() {
        passive(Map.of());
        theirs.does("endless", "session", "s", "octets", 100_000_000);
        var endless = theirs.hears("endless");
        assertTrue(endless.number("sent") < 100_000_000, "it was stopped: " + endless.values());
        ours.next(MsrpClose.class);
        assertEquals(List.of(), ours.rest());
    }

    @Test
    void whoNeverAnswersIsWaitedForOnlyIfAFailureIsAskedFor() {
        var session = active(Map.of("respond", "never"));
        assertEquals(200, MsrpSide.status(ours.says(session, "no answer wanted", Reporting.NONE), SOON));
        theirs.hears("message", "text", "no answer wanted");
        var given = ours.says(session, "and now", Reporting.DEFAULT);
        theirs.hears("message", "text", "and now");
        assertEquals(408, MsrpSide.status(given, 45));
    }

    @ParameterizedTest
    @ValueSource(ints = {413, 403, 415})
    void aRefusalOfThePeerIsTheFateOfTheMessage(int code) {
        var session = active(Map.of());
        theirs.does("odd", "session", "s", "odd", Map.of("respond", code));
        theirs.hears("set");
        assertEquals(code, MsrpSide.status(ours.says(session, "x".repeat(50_000), Reporting.DEFAULT), SOON));
        theirs.does("odd", "session", "s", "odd", Map.of("respond", 200));
        theirs.hears("set");
        assertEquals(200, MsrpSide.status(ours.says(session, "goes on", Reporting.DEFAULT), SOON));
        theirs.hears("message", "text", "goes on");
        nothingMalformed();
    }

    @Test
    void whoNeverReadsIsGivenUp() {
        var session = active(Map.of("read", false));
        int refused = 0;
        for (int i = 0; i < 200; i++) {
            var given = ours.says(session, "y".repeat(90_000), Reporting.NONE);
            if (given.isCompletedExceptionally() || i > 100 && MsrpSide.status(given, 60) != 200) {
                refused++;
            }
        }
        assertTrue(refused > 0, "it was not kept without end");
    }

    @Test
    @Proves({"RFC7573-10-01", "RFC7573-10-03"})
    void withTlsTheFingerprintHasToMatch() {
        assumeTrue(MsrpPhone.installed());
        ours = MsrpSide.secure("");
        theirs = MsrpPhone.withoutSip("--certificate", "certificate");
        var good = secure("good", theirs.fingerprint(), true);
        assertEquals(200, MsrpSide.status(ours.says(good, "sealed", BOTH), SOON));
        theirs.hears("message", "text", "sealed");
        assertEquals(200, ours.next(MsrpReport.class).request().status().orElseThrow().code());
        theirs.does("close", "session", "good");
        ours.next(MsrpClose.class);

        var bad = secure("bad", theirs.fingerprint().replaceAll("[0-9A-F]{2}$", "00").replaceAll("[0-9A-F]{2}:00$", "01:02"), true);
        var lost = ours.says(bad, "not to him", Reporting.DEFAULT);
        assertEquals(bad.session(), ours.next(MsrpClose.class).session());
        assertTrue(MsrpSide.status(lost, SOON) >= 400);
        assertEquals(List.of(), theirs.heard("message"));

        var waits = secure("waits", theirs.fingerprint(), false);
        var shown = ours.fingerprints().get(0);
        theirs.does("connect", "session", "waits", "fingerprint", shown.toString());
        theirs.hears("fingerprint", "matches", true);
        theirs.does("send", "session", "waits", "text", "from outside");
        assertEquals("from outside", ours.next(WholeMessage.class).body().text());
        assertEquals(waits.session(), waits.agreed().own().last());
        nothingMalformed();
    }

    private MsrpSession secure(String name, String fingerprint, boolean active) {
        theirs.does("session", "name", name);
        String uri = theirs.hears("session").text("uri");
        var path = ours.path(true);
        theirs.does("path", "session", name, "path", List.of(path.toString()));
        theirs.hears("set");
        return ours.session(path, uri, active, LARGEST, List.of(Fingerprint.read(fingerprint)));
    }

    @Test
    @Proves({"BEYOND-MSRP-01", "BEYOND-MSRP-02"})
    void aRelayOfKamailioCarriesBothWays() {
        assumeTrue(MsrpRelay.installed() && MsrpPhone.installed());
        try (var relay = new MsrpRelay()) {
            ours = new MsrpSide("relay=RAW(" + relay.plainUri() + ")&relayUser=" + MsrpRelay.USER + "&relayPassword=" + MsrpRelay.PASSWORD);
            theirs = MsrpPhone.withoutSip();
            theirs.does("session", "name", "s");
            String uri = theirs.hears("session").text("uri");
            var path = ours.path(false);
            assertEquals(2, path.uris().size());
            theirs.does("path", "session", "s", "path", path.uris().stream().map(Object::toString).toList());
            theirs.hears("set");
            var session = ours.session(path, uri, false, LARGEST, List.of());
            theirs.does("connect", "session", "s");
            theirs.does("send", "session", "s", "text", "by the relay", "success", "yes");
            var message = ours.next(WholeMessage.class);
            assertEquals("by the relay", message.body().text());
            ours.gives(new MsrpReport(session.session(), message.report("relayed123", session.session(), 200).orElseThrow()));
            theirs.hears("report", "code", 200);
            assertEquals(200, MsrpSide.status(ours.says(session, "and back", BOTH), SOON));
            theirs.hears("message", "text", "and back");
            assertEquals(200, ours.next(MsrpReport.class).request().status().orElseThrow().code());
            nothingMalformed();
        }
    }
}
