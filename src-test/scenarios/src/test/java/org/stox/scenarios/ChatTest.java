package org.stox.scenarios;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.stox.scenarios.peer.ChatStage;
import org.stox.scenarios.peer.MsrpPhone;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.Slixmpp;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.stox.scenarios.peer.ChatStage.RECEIPTS;
import static org.stox.scenarios.peer.ChatStage.STATES;
import static org.stox.scenarios.peer.ChatStage.thread;
import static org.stox.scenarios.peer.ChatStage.xml;

/**
 * RFC 7573 with a real server and client on the one side and on the other a SIP user agent that knows nothing of our codecs; it
 * complains of what is not by the RFCs. Each test has a SIP user of its own.
 */
@ParameterizedClass
@EnumSource
class ChatTest {

    private static final Duration SOON = Duration.ofSeconds(2);

    @Parameter
    XmppServer.Kind server;

    private static ChatStage stage;
    private static MsrpPhone phone;

    @BeforeParameterizedClassInvocation
    static void open(XmppServer.Kind server) {
        stage = ChatStage.open(server);
        phone = stage.romeo();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        stage.close();
        stage.capture().ifPresent(c -> assertNotEquals(List.of(), c.frames("msrp"), "the dissectors see MSRP"));
    }

    @AfterEach
    void nothingMalformed() {
        stage.nothingMalformed();
        phone.takesCalls(Map.of());
    }

    @Test
    @Proves({"RFC7573-4-01", "RFC7573-4-02", "RFC7573-4-03", "RFC7573-4-04", "RFC7573-4-06", "RFC7573-4-08", "RFC7573-4-09", "RFC7573-4-12",
        "RFC7573-4-13", "RFC7573-4-14", "RFC7573-4-17", "RFC7573-4-18", "RFC7573-4-19", "RFC7573-7-05", "RFC7573-8-09"})
    void julietBeginsAChat() {
        var romeo = user("romeo");
        String thread = fresh();
        stage.says("first" + thread, romeo, "Art thou not Romeo?", thread(thread));
        var call = phone.hears("call");
        assertEquals(thread, call.text("callId"));
        assertEquals("sip:" + romeo, call.text("uri"));
        assertTrue(call.text("from").contains("<sip:juliet@example.com>"), call.text("from"));
        assertTrue(call.text("contact").contains(";gr=balcony>"), call.text("contact"));
        assertTrue(call.text("types").contains("text/plain"), call.text("types"));
        phone.hears("ack", "code", 200);
        var message = phone.hears("message", "text", "Art thou not Romeo?");
        assertEquals("first" + thread, message.text("tid"));
        assertNotEquals(message.text("tid"), message.text("messageId"));
        assertEquals("no", message.text("failure"));
        assertEquals("no", message.text("success"));
        assertTrue(message.text("type").startsWith("text/plain"), message.text("type"));
        ends(romeo, thread);
    }

    @Test
    @Proves({"RFC7573-4-20", "RFC7573-4-21", "RFC7573-4-22", "RFC7573-4-24", "RFC7573-4-25", "RFC7573-4-26", "RFC7573-6.1-02",
        "RFC7573-1-01"})
    void bothTalkAndTheSipUserHangsUp() {
        var romeo = user("talk");
        String thread = fresh();
        String call = begins(romeo, thread);
        phone.does("send", "call", call, "text", "Neither, fair saint", "tid", "reply" + thread);
        var reply = stage.takes(romeo, "Neither, fair saint");
        assertEquals("reply" + thread, reply.getStanzaId());
        assertEquals(thread, reply.getThread());
        assertEquals("chat", reply.getType().toString());
        assertEquals(stage.juliet().address(), reply.getTo().toString());
        assertFalse(reply.getFrom().toString().contains("127.0.0.1"), reply.getFrom().toString());
        phone.hears("response", "session", call, "code", 200, "tid", "reply" + thread);

        stage.says(fresh(), romeo, "How cam'st thou hither?", thread(thread));
        stage.says(fresh(), romeo, "tell me", "");
        phone.hears("message", "session", call, "text", "How cam'st thou hither?");
        phone.hears("message", "session", call, "text", "tell me");
        assertEquals(List.of(), phone.heard("call"), "there is one session");

        phone.does("bye", "call", call);
        assertEquals("200", phone.hears("answer", "call", call, "method", "BYE").text("code"));
        assertEquals(thread, stage.takes(romeo, "<gone", STATES).getThread());
    }

    /** RFC 3428 §4: a phone may write within the dialog beside its session, to our Contact. */
    @Test
    void aMessageWithinTheDialogBelongsToTheChat() {
        var romeo = user("beside");
        String thread = fresh();
        stage.says(fresh(), romeo, "Wilt thou leave me so?", thread(thread));
        var call = phone.hears("call");
        phone.hears("message", "text", "Wilt thou leave me so?");
        var contact = call.text("contact").replaceAll("[<>]", "");
        try (var sip = SipPeer.create()) {
            var message = SipText.message("sip:" + romeo, contact, "beside " + thread).replacing("To", call.text("from")).replacing("Call-ID", thread);
            assertEquals(200, sip.call(stage.gateway().port(), message).status());
        }
        assertEquals(thread, stage.takes(romeo, "beside " + thread).getThread());
        phone.does("bye", "call", call.text("call"));
        stage.takes(romeo, "<gone", STATES);
    }

    @Test
    @Proves({"RFC7573-4-16", "RFC7573-4-10"})
    void whatIsSaidWhileTheInviteIsPendingFollowsInOrder() {
        var romeo = user("slow");
        phone.answers("INVITE", MsrpPhone.step(180), MsrpPhone.step(200, "after", 1, "sdp", "msrp"));
        String thread = fresh();
        stage.says(fresh(), romeo, "one", "<subject>A question</subject>", thread(thread));
        for (int i = 2; i <= 5; i++) {
            stage.says(fresh(), romeo, "number " + i, thread(thread));
        }
        var call = phone.hears("call");
        assertEquals("A question", call.text("subject"));
        assertEquals("one", phone.hears("message", "session", call.text("call")).text("text"));
        for (int i = 2; i <= 5; i++) {
            assertEquals("number " + i, phone.hears("message", "session", call.text("call")).text("text"));
        }
        assertEquals(List.of(), phone.heard("call"));
        ends(romeo, thread);
    }

    @Test
    @Proves({"RFC7573-5-01", "RFC7573-5-03", "RFC7573-5-04", "RFC7573-5-07", "RFC7573-5-08", "RFC7573-5-09", "RFC7573-5-10", "RFC7573-5-12",
        "RFC7573-5-13", "RFC7573-5-14", "RFC7573-5-15", "RFC7573-5-16"})
    void theSipUserBeginsAChat() {
        var romeo = user("caller");
        phone.does("invite", "call", "calls", "to", ChatStage.JULIET, "from", "<sip:" + romeo + ">", "subject", "Wherefore");
        var established = phone.hears("established", "call", "calls");
        assertTrue(established.text("types").contains("text/plain"), established.text("types"));
        phone.hears("response", "session", "calls", "code", 200);
        phone.does("send", "call", "calls", "text", "I take thee at thy word", "tid", "word1");
        var message = stage.takes(romeo, "I take thee at thy word");
        assertEquals("Wherefore", message.getSubject());
        assertEquals("word1", message.getStanzaId());
        String thread = message.getThread();
        phone.does("send", "call", "calls", "text", "Call me but love");
        assertEquals(null, stage.takes(romeo, "Call me but love").getSubject());

        stage.says("answer1", romeo, "What man art thou", thread("anotherthread"));
        phone.hears("message", "session", "calls", "text", "What man art thou", "tid", "answer1");
        stage.says("answer2", romeo, "without a thread");
        phone.hears("message", "session", "calls", "text", "without a thread");
        assertEquals(List.of(), phone.heard("call"));
        phone.does("bye", "call", "calls");
        assertEquals("200", phone.hears("answer", "call", "calls", "method", "BYE").text("code"));
        assertEquals(thread, stage.takes(romeo, "<gone", STATES).getThread());
    }

    @Test
    @Proves({"RFC7573-6-02", "RFC7573-6-03", "RFC7573-6-06", "RFC7573-6-07", "RFC7573-6-10", "RFC7573-6-12", "RFC7573-6-13"})
    void eachSeesTheOtherType() {
        var romeo = user("typist");
        String thread = fresh();
        stage.says(fresh(), romeo, "begin", "<active xmlns='" + STATES + "'/>", thread(thread));
        String call = phone.hears("call").text("call");
        phone.hears("message", "text", "begin");
        stage.shows(romeo, "composing", thread(thread));
        assertTrue(phone.hears("message", "type", "application/im-iscomposing+xml").text("text").contains("<state>active</state>"));
        stage.shows(romeo, "paused", thread(thread));
        assertTrue(phone.hears("message", "type", "application/im-iscomposing+xml").text("text").contains("<state>idle</state>"));
        stage.says(fresh(), romeo, "said", "<active xmlns='" + STATES + "'/>", thread(thread));
        assertTrue(phone.hears("message").text("type").startsWith("text/plain"), "content says that she is no longer composing");

        composes(call, "active");
        stage.takes(romeo, "<composing", STATES);
        composes(call, "active");
        composes(call, "idle");
        assertFalse(xml(stage.takes(romeo, STATES)).contains("<composing"), "a refresh is not told again");
        composes(call, "active");
        stage.takes(romeo, "<composing", STATES);
        composes(call, "thinking");
        stage.takes(romeo, "<active", STATES);
        ends(romeo, thread);
    }

    @Test
    @Proves({"RFC7573-7-01", "RFC7573-7-04", "RFC7573-7-07", "RFC7573-7-10", "RFC7573-7-11"})
    void julietGetsAReceiptWhenAllHasArrived() {
        var romeo = user("reports");
        phone.takesCalls(Map.of("odd", Map.of("reports", "halves")));
        String thread = fresh();
        stage.says("halves1", romeo, "O gentle Romeo", "<request xmlns='" + RECEIPTS + "'/>", thread(thread));
        String call = phone.hears("call").text("call");
        assertEquals("yes", phone.hears("message", "text", "O gentle Romeo").text("success"));
        var receipt = stage.takes(romeo, "<received", "halves1");
        assertEquals(null, receipt.getBody());
        assertFalse(xml(receipt).contains("<request"), xml(receipt));

        odd(call, Map.of("reports", "half"));
        stage.says("half1", romeo, "but half of it", "<request xmlns='" + RECEIPTS + "'/>", thread(thread));
        phone.hears("message", "text", "but half of it");
        odd(call, Map.of("reports", 413));
        stage.says("fails1", romeo, "none of it", "<request xmlns='" + RECEIPTS + "'/>", thread(thread));
        phone.hears("message", "text", "none of it");
        assertEquals("modify policy-violation", stage.juliet().errorOf("fails1"));
        odd(call, Map.of("reports", "twice"));
        stage.says("twice1", romeo, "twice", "<request xmlns='" + RECEIPTS + "'/>", thread(thread));
        assertTrue(xml(stage.takes(romeo, "<received")).contains("twice1"), "neither for half of it nor for what was refused");
        assertTrue(stage.takesNone(SOON, romeo, "<received"), "one for each");
    }

    @Test
    @Proves({"RFC7573-7-02", "RFC7573-7-03", "RFC7573-7-09", "RFC7573-7-10"})
    void theSipUserGetsAReportForAReceipt() {
        var romeo = user("asks");
        String call = begins(romeo, fresh());
        phone.does("send", "call", call, "text", "good n\u00EFght", "success", "yes", "message_id", "night1");
        var message = stage.takes(romeo, "good n\u00EFght");
        assertTrue(xml(message).contains(RECEIPTS), xml(message));
        received(message, "unknown");
        received(message, message.getStanzaId());
        received(message, message.getStanzaId());
        var report = phone.hears("report");
        assertEquals("night1", report.text("messageId"));
        assertEquals("1-11/11", report.text("range"));
        assertEquals(200, report.number("code"));
        phone.does("send", "call", call, "text", "no report");
        assertFalse(xml(stage.takes(romeo, "no report")).contains(RECEIPTS));
        assertEquals(List.of(), phone.heard("report"));
    }

    @Test
    @Proves({"RFC7573-8-01", "RFC7573-8-07"})
    void longMessagesCrossWhole() {
        var romeo = user("long");
        String thread = fresh();
        String call = begins(romeo, thread);
        String text = "Wherefore art thou \uD83C\uDF39 \u00E9? ".repeat(2_200);
        stage.says(fresh(), romeo, text, thread(thread));
        var message = phone.hears("message", "sha256", Sha256.of(text));
        assertTrue(message.number("size") > 60_000);
        phone.does("send", "call", call, "size", 60_000, "pattern", "deny thy f\u00E4ther ");
        var sent = phone.hears("sent", "size", 60_000);
        assertEquals(sent.text("sha256"), Sha256.of(stage.takes(romeo, "deny thy").getBody()));
        phone.does("send", "call", call, "size", 30_000, "chunk", 30_000, "pattern", "one chunk ");
        sent = phone.hears("sent", "size", 30_000);
        assertEquals(sent.text("sha256"), Sha256.of(stage.takes(romeo, "one chunk").getBody()));
        ends(romeo, thread);
    }

    @Test
    @Proves({"RFC7573-8-06", "RFC7573-5-19"})
    void whatIsTooLargeOrNoTextIsRefusedAndTheChatGoesOn() {
        var romeo = user("large");
        stage.says(fresh(), romeo, "what do you have", thread(fresh()));
        var begun = phone.hears("call");
        String call = begun.text("call");
        int most = Integer.parseInt(begun.text("maxSize"));
        for (var total : List.of(most + 1, "*")) {
            phone.does("send", "call", call, "size", most + 1, "total", total, "tid", "large" + most);
            phone.hears("response", "session", call, "code", 413);
        }
        phone.does("send", "call", call, "text", "no picture", "type", "image/png", "tid", "picture1");
        phone.hears("response", "session", call, "code", 415, "tid", "picture1");
        phone.does("send", "call", call, "size", most, "pattern", "as long as may be ");
        stage.takes(romeo, "as long as may be");
        assertTrue(stage.takesNone(SOON, romeo, "01234"), "of the others nothing");
    }

    @Test
    @Proves({"RFC7573-9-01", "RFC7573-9-02"})
    void textIsUnicodeAndHasALanguage() {
        var romeo = user("tongues");
        String thread = fresh();
        String call = begins(romeo, thread);
        String text = "\u041F\u0440\u0438\u0432\u0435\u0442 \uD83D\uDE00 \u0627\u0644\u062D\u0628 <&> e\u0301 \u200D";
        stage.juliet().send("<message type='chat' id='" + fresh() + "' xml:lang='ru' to='" + romeo + "'><body>"
                + text.replace("&", "&amp;").replace("<", "&lt;") + "</body>" + thread(thread) + "</message>");
        assertEquals("ru", phone.hears("message", "text", text).text("language"));
        phone.does("send", "call", call, "text", text, "headers", Map.of("Content-Language", "cs"));
        var message = stage.takes(romeo, "\u041F\u0440\u0438\u0432\u0435\u0442");
        assertEquals(text, message.getBody());
        assertEquals("cs", message.getLanguage());
        phone.does("send", "call", call, "text", "two\r\nlines and \u0001 a bell\u0007");
        assertTrue(stage.takes(romeo, "two").getBody().startsWith("two\nlines and "));
        ends(romeo, thread);
    }

    @Test
    @Proves({"RFC7573-4-27", "RFC7573-4-28", "RFC7573-6-08", "RFC7573-6.1-01", "RFC7573-6.1-03", "RFC7573-6.1-05", "RFC7573-6.1-06"})
    void whoIsGoneBeginsAnew() {
        var romeo = user("again");
        String thread = fresh();
        stage.shows(romeo, "composing", thread(thread));
        String call = begins(romeo, thread);
        stage.shows(romeo, "gone", thread(thread));
        phone.hears("ended", "call", call, "by", "peer");
        stage.shows(romeo, "gone", thread(thread));
        stage.says(fresh(), romeo, "I forgot why", thread(thread));
        var next = phone.hears("call");
        assertNotEquals(thread, next.text("callId"));
        phone.hears("message", "session", next.text("call"), "text", "I forgot why");
        phone.does("bye", "call", next.text("call"));
        stage.takes(romeo, "<gone", STATES);
        stage.says(fresh(), romeo, "and again", thread(thread));
        phone.hears("message", "session", phone.hears("call").text("call"), "text", "and again");
    }

    @Test
    @Proves({"RFC7573-4-23", "RFC7573-5-11"})
    void aDeviceOfTheSipUserIsHisResource() {
        var romeo = user("device");
        String contact = "<sip:romeo@127.0.0.1:" + phone.port() + ";gr=orchard>";
        phone.answers("INVITE", MsrpPhone.step(200, "sdp", "msrp", "contact", contact));
        phone.takesCalls(Map.of("contact", contact));
        stage.says(fresh(), romeo, "which device");
        String call = phone.hears("call").text("call");
        phone.hears("message", "session", call);
        phone.does("send", "call", call, "text", "this one");
        assertEquals(romeo + "/orchard", stage.takes(romeo, "this one").getFrom().toString());
    }

    /** The other one sees copies, by what its server does (XEP-0280), and each message crosses once. */
    @Test
    @Proves({"RFC7573-5-12", "RFC7573-5-14"})
    void theClientThatAnswersHasTheChat() {
        assumeTrue(Slixmpp.installed());
        var romeo = user("searcher");
        try (var chamber = new Slixmpp(stage.server(), "juliet", "chamber")) {
            chamber.wantsCopies();
            phone.does("invite", "call", "searches", "to", ChatStage.JULIET, "from", "<sip:" + romeo + ">");
            phone.hears("response", "session", "searches", "code", 200);
            phone.does("send", "call", "searches", "text", "where are you");
            chamber.hears(romeo, "where are you");
            stage.takes(romeo, "where are you");
            chamber.says(romeo, "in my chamber");
            phone.hears("message", "session", "searches", "text", "in my chamber");
            phone.does("send", "call", "searches", "text", "stay there");
            chamber.hears(romeo, "stay there");
            assertTrue(stage.takesNone(SOON, romeo, "stay there"));

            stage.says(fresh(), romeo, "on the balcony now");
            phone.hears("message", "session", "searches", "text", "on the balcony now");
            chamber.seesCopyOf("on the balcony now");
            phone.does("send", "call", "searches", "text", "I see you");
            stage.takes(romeo, "I see you");
            chamber.seesCopyOf("I see you");

            chamber.says(romeo, "good night");
            phone.hears("message", "session", "searches", "text", "good night");
        }
        phone.does("send", "call", "searches", "text", "so soon");
        stage.takes(romeo, "so soon");
        assertEquals(List.of(), phone.heard("message").stream().filter(m -> m.text("session").equals("searches")).toList(), "each once");
        assertEquals(List.of(), phone.heard("call"));
        phone.does("bye", "call", "searches");
    }

    private static String begins(String romeo, String thread) {
        stage.says(fresh(), romeo, "begin " + thread, thread(thread));
        String call = phone.hears("call").text("call");
        phone.hears("message", "session", call, "text", "begin " + thread);
        return call;
    }

    private static void ends(String romeo, String thread) {
        stage.shows(romeo, "gone", thread(thread));
        phone.hears("ended", "by", "peer");
    }

    private static void composes(String call, String state) {
        phone.does("send", "call", call, "type", "application/im-iscomposing+xml", "text",
                "<?xml version='1.0'?><isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>" + state
                + "</state><refresh>60</refresh></isComposing>");
    }

    private static void received(Message message, String id) {
        stage.juliet().send("<message to='" + message.getFrom() + "' type='chat'><received xmlns='" + RECEIPTS + "' id='" + id
                + "'/></message>");
    }

    private static void odd(String call, Map<String, Object> odd) {
        phone.does("odd", "call", call, "odd", odd);
        phone.hears("set");
    }

    /** A SIP user whom no other test knows. */
    private static String user(String name) {
        return name + "@" + XmppServer.GATEWAY;
    }

    private static String fresh() {
        return UUID.randomUUID().toString().substring(0, 13).replace("-", "");
    }
}
