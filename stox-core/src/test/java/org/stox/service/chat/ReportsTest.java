package org.stox.service.chat;

import org.junit.jupiter.api.Test;

import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 7573 §7: receipts and REPORTs; and §5: errors as REPORTs. */
class ReportsTest {

    private static final String REQUEST = "<request xmlns='urn:xmpp:receipts'/>";

    private final ChatStage stage = new ChatStage();

    private void receipt(String id) {
        stage.says("r1", "", "<received xmlns='urn:xmpp:receipts' id='" + id + "'/>");
    }

    private static String header(MsrpReport report, String name) {
        return report.request().header(name).orElse("");
    }

    @Test
    @Proves({"RFC7573-7-01", "RFC7573-7-04", "RFC7573-4-08", "RFC7573-7-05", "BEYOND-POL-01"})
    void aReceiptIsAskedForAndComes() {
        stage.settled();
        stage.says("bf9m36d5", "What man art thou ...?", REQUEST);
        var send = stage.send();
        assertTrue(send.reporting().success());
        assertFalse(send.reporting().owesReport(413));
        assertNotEquals("bf9m36d5", send.messageId());
        stage.quiet();
        stage.msrp(ChatPeer.report(stage, send.messageId(), "1-22/22", "000 200 OK"));
        assertEquals("<message from='romeo@example.net/dr4hcr0st3lup4c' to='juliet@example.com/balcony' id='hx74g336' type='chat'>"
                + "<received xmlns='urn:xmpp:receipts' id='bf9m36d5'/><no-store xmlns='urn:xmpp:hints'/></message>", stage.stanza());
        stage.msrp(ChatPeer.report(stage, send.messageId(), "1-22/22", "000 200 OK"));
        stage.quiet();
    }

    @Test
    @Proves({"RFC7573-7-07", "RFC7573-7-08"})
    void partsAreAddedUpAndAFailureIsNoReceipt() {
        stage.settled();
        stage.says("bf9m36d5", "What man art thou ...?", REQUEST);
        var send = stage.send();
        stage.msrp(ChatPeer.report(stage, send.messageId(), "11-22/22", "000 200 OK"));
        stage.quiet();
        stage.msrp(ChatPeer.report(stage, send.messageId(), "1-10/22", "000 200 OK"));
        assertTrue(stage.stanza().contains("<received "));
        stage.says("bf9m36d6", "And thou?", REQUEST);
        stage.msrp(ChatPeer.report(stage, stage.send().messageId(), "1-9/9", "000 413 Too big"));
        var error = stage.stanza();
        assertTrue(error.contains("type='error'") && error.contains("id='bf9m36d6'") && error.contains("policy-violation"), error);
        stage.quiet();
    }

    @Test
    @Proves({"RFC7573-7-02", "RFC7573-7-03", "RFC7573-7-09", "RFC7573-7-11"})
    void theReceiptOfTheUserBecomesAReport() {
        stage.settled();
        stage.msrp(ChatPeer.send(stage, "ad49kswow", "word", "Success-Report: yes"));
        assertTrue(stage.stanza().contains(REQUEST));
        receipt("unknown");
        stage.quiet();
        receipt("ad49kswow");
        var report = stage.report();
        assertEquals("REPORT", report.request().method());
        assertEquals("Mad49kswow", header(report, "Message-ID"));
        assertEquals("1-4/4", header(report, "Byte-Range"));
        assertEquals("000 200 OK", header(report, "Status"));
        assertEquals("", header(report, "Success-Report") + header(report, "Failure-Report"));
        assertEquals(ChatPeer.PATH, report.request().to().toString());
        receipt("ad49kswow");
        stage.quiet();
    }

    private static final String MARKABLE = "<markable xmlns='urn:xmpp:chat-markers:0'/>";

    /** With a peer that takes notices of RFC 5438 in its sessions. */
    private void settledWithNotices() {
        stage.talking(ChatPeer.sdp("text/plain message/cpim", "a=accept-wrapped-types:text/plain message/imdn+xml\n"), "");
    }

    private static String imdn(String id, String kind, String status) {
        return "From: <sip:romeo@example.net>\r\nTo: <sip:juliet@example.com>\r\n\r\nContent-Type: message/imdn+xml\r\n\r\n"
                + "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>" + id + "</message-id><datetime>2026-01-01T00:00:00Z</datetime><" + kind
                + "-notification><status><" + status + "/></status></" + kind + "-notification></imdn>";
    }

    private void says(String id, String cpim, String... headers) {
        stage.msrp(ChatPeer.message(stage.talking().media().uri(), id, "message/cpim", cpim, headers));
    }

    @Test
    @Proves({"BEYOND-IMDN-05", "BEYOND-MARK-01", "BEYOND-MARK-02"})
    void aMarkerIsAskedForByTheWrapperAndAReceiptByMsrp() {
        settledWithNotices();
        stage.says("bf9m36d5", "What man art thou ...?", REQUEST + MARKABLE);
        var send = stage.send();
        assertTrue(send.reporting().success());
        assertTrue(send.body().text().contains("imdn.Message-ID: bf9m36d5\r\nimdn.Disposition-Notification: display\r\n"), send.body()::text);
        stage.msrp(ChatPeer.report(stage, send.messageId(), "1-" + send.body().length() + "/" + send.body().length(), "000 200 OK"));
        assertTrue(stage.stanza().contains("<received xmlns='urn:xmpp:receipts' id='bf9m36d5'/>"));
        says("n1", imdn("bf9m36d5", "delivery", "delivered"));
        stage.quiet();
        says("n2", imdn("bf9m36d5", "display", "displayed"));
        var seen = stage.stanza();
        assertTrue(seen.contains("<displayed xmlns='urn:xmpp:chat-markers:0' id='bf9m36d5'/>"), seen);
        says("n3", imdn("bf9m36d5", "display", "displayed"));
        stage.quiet();
    }

    @Test
    @Proves({"BEYOND-IMDN-05", "BEYOND-MARK-02"})
    void theMarkerOfTheUserBecomesANoticeInTheSession() {
        settledWithNotices();
        says("ad49kswow", "From: <sip:romeo@example.net>\r\nTo: <sip:juliet@example.com>\r\nDateTime: 2026-01-01T00:00:00Z\r\n"
                + "NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: i1\r\nimdn.Disposition-Notification: positive-delivery, display\r\n\r\n"
                + "Content-Type: text/plain\r\n\r\nword", "Success-Report: yes");
        var stanza = stage.stanza();
        assertTrue(stanza.contains(REQUEST) && stanza.contains(MARKABLE), stanza);
        stage.says("r1", "", "<received xmlns='urn:xmpp:receipts' id='ad49kswow'/>");
        assertEquals("000 200 OK", header(stage.report(), "Status"));
        stage.quiet();
        stage.says("r2", "", "<displayed xmlns='urn:xmpp:chat-markers:0' id='ad49kswow'/>");
        var told = stage.send().body().text();
        assertTrue(told.contains("<message-id>i1</message-id>") && told.contains("<displayed/>") && told.contains("<display-notification>"), told);
        stage.says("r3", "", "<displayed xmlns='urn:xmpp:chat-markers:0' id='ad49kswow'/>");
        stage.quiet();
    }

    @Test
    @Proves("BEYOND-MARK-03")
    void whoMayNotSeeThatSomebodyIsThereGetsNoReceiptAndEachError() {
        stage.settled();
        stage.tells = false;
        stage.says("m1", "one", REQUEST);
        stage.msrp(ChatPeer.report(stage, stage.send().messageId(), "1-3/3", "000 200 OK"));
        stage.msrp(ChatPeer.send(stage, "s1", "word", "Success-Report: yes"));
        stage.xmpp.clear();
        receipt("s1");
        stage.quiet();
        stage.says("m2", "two", REQUEST);
        stage.msrp(ChatPeer.report(stage, stage.send().messageId(), "1-3/3", "000 413 Too big"));
        assertTrue(stage.stanza().contains("type='error'"));
        stage.quiet();
    }

    @Test
    @Proves("BEYOND-IMDN-05")
    void whoTakesNoNoticesIsAskedForNone() {
        stage.settled();
        stage.says("bf9m36d5", "What man art thou ...?", MARKABLE);
        assertEquals("What man art thou ...?", stage.send().body().text());
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-7-10")
    void nothingIsMadeUp() {
        stage.settled();
        stage.msrp(ChatPeer.send(stage, "ad49kswow", "word", ""));
        assertFalse(stage.stanza().contains("<request"));
        receipt("ad49kswow");
        stage.says("m9", "no receipt, please", "");
        stage.msrp(ChatPeer.report(stage, stage.send().messageId(), "1-18/18", "000 200 OK"));
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-5-17")
    void anErrorBecomesAReportIfItIsWanted() {
        stage.settled();
        stage.says("b", "", "<received xmlns='urn:xmpp:receipts' id='none'/>");
        stage.msrp(ChatPeer.send(stage, "e1", "default", ""));
        stage.msrp(ChatPeer.send(stage, "e2", "none", "Failure-Report: no"));
        stage.msrp(ChatPeer.send(stage, "e3", "partial", "Failure-Report: partial"));
        stage.xmpp.clear();
        for (var id : new String[] {"e1", "e2", "e3"}) {
            stage.xmpp("<message from='juliet@example.com' to='romeo@example.net' type='error' id='" + id + "'><error type='auth'>"
                    + "<forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
        }
        var first = stage.report();
        assertEquals("Me1", header(first, "Message-ID"));
        assertEquals("000 403", header(first, "Status").substring(0, 7));
        assertEquals("Me3", header(stage.report(), "Message-ID"));
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-5-17")
    void whatTheServerDoesNotTakeIsReportedOnceItWasTriedForAll() {
        stage.settled();
        stage.msrp(ChatPeer.send(stage, "e1", "lost", ""));
        var refused = Refusal.xmpp(StanzaError.of(StanzaError.Condition.REMOTE_SERVER_TIMEOUT), true);
        stage.fail(stage.xmpp.remove(), refused);
        var again = stage.xmpp.remove();
        assertTrue(again.to().isBare());
        stage.fail(again, refused);
        assertEquals("000 408", header(stage.report(), "Status").substring(0, 7));
        stage.quiet();
    }
}
