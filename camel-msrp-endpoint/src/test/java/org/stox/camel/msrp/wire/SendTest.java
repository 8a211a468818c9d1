package org.stox.camel.msrp.wire;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sdp.AcceptTypes;
import org.stox.protocol.sdp.Agreed;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A SEND each way, and what it is owed (RFC 4975 §5.4, §7.1, §7.2). */
class SendTest extends NodeFixture {

    @Test
    @Proves({"RFC7573-5-09", "RFC7573-5-18"})
    void theFirstSendOfAPeerBindsItsConnectionAndIsAnsweredAtOnce() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(send(session, "t001", "m001", "Wherefore"));
        var answer = peer.read();
        assertTrue(answer.startsWith("MSRP t001 200 OK\r\n"), answer);
        assertEquals(session.agreed().peer().last().toString(), RawPeer.field(answer, "To-Path"));
        assertEquals(session.session().toString(), RawPeer.field(answer, "From-Path"));
        assertEquals("Wherefore", next(WholeMessage.class).body().text());
        give(message(session, "Here", Reporting.NONE)).get(10, TimeUnit.SECONDS);
        assertEquals("Here", RawPeer.body(peer.read()), "what we send goes over the same connection");
    }

    @Test
    @Proves("RFC7573-4-19")
    void whoIsActiveConnectsAndSendsAtOnce() throws Exception {
        var server = listen();
        var session = given(active("s", server.getLocalPort()));
        var peer = accept(server);
        var empty = peer.read();
        assertTrue(empty.split("\r\n")[0].endsWith(" SEND"), empty);
        assertEquals(session.agreed().peer().toString(), RawPeer.field(empty, "To-Path"));
        assertEquals(session.session().toString(), RawPeer.field(empty, "From-Path"));
        assertFalse(empty.contains("Content-Type"));
        peer.ok(empty);
        var sent = give(message(session, "Wherefore", Reporting.DEFAULT));
        var send = peer.read();
        assertEquals("Wherefore", RawPeer.body(send));
        assertFalse(sent.isDone(), "Failure-Report: yes waits for the answer");
        peer.ok(send);
        sent.get(10, TimeUnit.SECONDS);
    }

    @Test
    @Proves({"RFC7573-7-05", "RFC7573-7-06"})
    void withFailureReportNoNobodyWaitsForAnAnswer() throws Exception {
        var server = listen();
        var session = given(active("s", server.getLocalPort()));
        var peer = accept(server);
        peer.ok(peer.read());
        give(message(session, "Wherefore", Reporting.NONE)).get(10, TimeUnit.SECONDS);
        assertEquals("no", RawPeer.field(peer.read(), "Failure-Report"));
    }

    @Test
    void whatIsHandedOverBeforeThereIsAConnectionWaitsForIt() throws Exception {
        var session = given(passive("s"));
        var one = give(message(session, "one", Reporting.NONE));
        var two = give(message(session, "two", Reporting.DEFAULT));
        var peer = connect().send(empty(session, "t001"));
        assertEquals("one", RawPeer.body(skipResponse(peer)));
        one.get(10, TimeUnit.SECONDS);
        peer.ok(peer.read());
        two.get(10, TimeUnit.SECONDS);
    }

    /** The 200 may come before or after what waited. */
    private static String skipResponse(RawPeer peer) throws Exception {
        var text = peer.read();
        return text.startsWith("MSRP t001 200") ? peer.read() : text;
    }

    @Test
    @Proves("RFC7573-5-19")
    void anAnswerIsGivenAsFailureReportSays() throws Exception {
        var session = given(passive("s"));
        var peer = connect();
        peer.send(send(session, "t001", "m001", "1-3/3", "Failure-Report: no\r\n", "one", '$'));
        peer.send(send(session, "t002", "m002", "1-3/3", "Failure-Report: partial\r\n", "two", '$'));
        peer.send(send(session, "t003", "m003", "1-3/3", "Failure-Report: no\r\n", "three", '$').replace("text/plain", "image/png"));
        peer.send(send(session, "t004", "m004", "1-3/3", "Failure-Report: partial\r\n", "four", '$').replace("text/plain", "image/png"));
        assertTrue(peer.read().startsWith("MSRP t004 415 "));
        peer.send(send(session, "t005", "m005", "five"));
        assertTrue(peer.read().startsWith("MSRP t005 200 "));
        assertEquals("one", next(WholeMessage.class).body().text());
        assertEquals("two", next(WholeMessage.class).body().text());
        assertEquals("five", next(WholeMessage.class).body().text());
    }

    @Test
    void aMessageThatIsRefusedFailsWithTheCode() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(empty(session, "t001"));
        peer.read();
        var sent = give(message(session, "Wherefore", Reporting.DEFAULT));
        peer.answer(peer.read(), 413);
        assertStatus(413, sent);
    }

    @Test
    void withFailureReportPartialAnErrorAfterTheLastOctetIsTold() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(empty(session, "t001"));
        peer.read();
        var asked = message(session, "Wherefore", new Reporting(false, Reporting.Failure.PARTIAL));
        give(asked).get(10, TimeUnit.SECONDS);
        peer.answer(peer.read(), 413);
        var told = next(MsrpReport.class);
        assertEquals(session.session(), told.session());
        assertEquals(asked.messageId(), told.request().messageId().orElseThrow());
        assertEquals(413, told.request().status().orElseThrow().code());
        peer.send(report(session, "r001", asked.messageId()));
        assertEquals(200, peer.send(empty(session, "t002")).status());
        assertTrue(arrived.isEmpty(), "once");
    }

    @Test
    void noAnswerIn30SecondsIsATimeout() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(empty(session, "t001"));
        peer.read();
        var sent = give(message(session, "Wherefore", Reporting.DEFAULT));
        peer.read();
        later(Duration.ofSeconds(31));
        assertStatus(408, sent);
    }

    @Test
    void aMessageOfNoSessionIsRefused() throws Exception {
        assertStatus(481, give(message(passive("nobody"), "Wherefore", Reporting.NONE)));
    }

    @Test
    @Proves("RFC7573-8-08")
    void whatIsLargerThanThePeerTakesIsNotSent() throws Exception {
        var peer = peer(9, "ps");
        var small = new AcceptTypes(List.of("*"), List.of(), OptionalLong.of(4));
        var agreed = passive("s").agreed();
        var session = given(new MsrpSession(new Agreed(agreed.own(), agreed.peer(), false,
                agreed.target(), small, agreed.direction(), List.of()), TEXT, LIMITS));
        assertStatus(413, give(message(session, "Wherefore", Reporting.NONE)));
        assertEquals("ps", peer.sessionId().orElseThrow());
    }

    @Test
    @Proves("RFC7573-7-11")
    void aReportIsPassedOnIfItWasAskedForAndNeverAnswered() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(empty(session, "t001"));
        peer.read();
        var asked = message(session, "Wherefore", new Reporting(true, Reporting.Failure.NO));
        give(asked).get(10, TimeUnit.SECONDS);
        peer.read();
        peer.send(report(session, "r001", "unknown0"));
        peer.send(report(session, "r002", asked.messageId()));
        peer.send(report(session, "r003", asked.messageId()));
        peer.send(empty(session, "t002"));
        assertTrue(peer.read().startsWith("MSRP t002 200"), "no answer to a REPORT");
        assertEquals(asked.messageId(), next(MsrpReport.class).request().messageId().orElseThrow());
        assertTrue(arrived.isEmpty(), "neither the one that nobody waits for nor the second of one message (M7)");
    }

    private static String report(MsrpSession session, String transaction, String messageId) {
        return "MSRP " + transaction + " REPORT\r\nTo-Path: " + session.session() + "\r\nFrom-Path: " + session.agreed().peer().last()
                + "\r\nMessage-ID: " + messageId + "\r\nByte-Range: 1-9/9\r\nStatus: 000 200 OK\r\n-------" + transaction + "$\r\n";
    }

    @Test
    @Proves("RFC7573-7-11")
    void aReportOfOursIsWrittenOverTheConnectionOfItsSession() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(send(session, "t001", "m001", "1-3/3", "Success-Report: yes\r\n", "Hey", '$'));
        peer.read();
        var whole = next(WholeMessage.class);
        MsrpRequest report = whole.report("r0001", session.session(), 200).orElseThrow();
        give(new MsrpReport(session.session(), report)).get(10, TimeUnit.SECONDS);
        var text = peer.read();
        assertTrue(text.startsWith("MSRP r0001 REPORT\r\n"), text);
        assertEquals("m001", RawPeer.field(text, "Message-ID"));
        assertEquals("000 200 OK", RawPeer.field(text, "Status"));
        assertFalse(text.contains("Success-Report") || text.contains("Failure-Report"));
    }

    @Test
    void theEndOfASessionFailsWhatIsUnwrittenAndTakesTheLastConnection() throws Exception {
        var session = given(passive("s"));
        var waiting = give(message(session, "one", Reporting.NONE));
        give(new MsrpClose(session.session(), "BYE")).get(10, TimeUnit.SECONDS);
        assertStatus(503, waiting);
        var other = given(passive("o"));
        var peer = connect().send(empty(other, "t001"));
        peer.read();
        give(new MsrpClose(other.session(), "BYE")).get(10, TimeUnit.SECONDS);
        later(Duration.ofSeconds(6));
        assertTrue(peer.isClosed());
        assertTrue(arrived.isEmpty(), "who ended it knows that");
    }

    @Test
    void unknownMethodsAndNicknameGet501() throws Exception {
        var session = given(passive("s"));
        var paths = "To-Path: " + session.session() + "\r\nFrom-Path: " + session.agreed().peer().last() + "\r\n";
        var peer = connect().send("MSRP t001 NICKNAME\r\n" + paths + "Use-Nickname: \"Romeo\"\r\n-------t001$\r\n");
        assertEquals(501, peer.status());
        assertEquals(501, peer.send("MSRP t002 DANCE\r\n" + paths + "-------t002$\r\n").status());
        assertEquals(501, peer.send("MSRP t003 AUTH\r\n" + paths + "-------t003$\r\n").status());
    }

    @Test
    void aMessageThatTheRouteCannotDeliverIsReportedIfItsSenderWantsToKnow() throws Exception {
        var second = node(settings());
        node = second;
        second.add(ending(OptionalInt.of(403)));
        var session = given(passive("s"));
        var peer = connect().send(send(session, "t001", "m001", "Hey"));
        assertEquals(200, peer.status());
        var report = peer.read();
        assertTrue(report.contains(" REPORT\r\n"), report);
        assertEquals("000 403 Forbidden", RawPeer.field(report, "Status"));
        assertEquals("1-3/3", RawPeer.field(report, "Byte-Range"));
        peer.send(send(session, "t002", "m002", "1-3/3", "Failure-Report: no\r\n", "Hey", '$'));
        peer.send(empty(session, "t003"));
        assertTrue(peer.read().startsWith("MSRP t003 200"), "nothing for who does not want to know");
    }
}
