package org.stox.scenarios;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import org.stox.scenarios.peer.ChatStage;
import org.stox.scenarios.peer.MsrpPhone;
import org.stox.scenarios.peer.XmppServer;
import org.stox.scenarios.peer.XmppServer.Kind;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stox.scenarios.peer.ChatStage.thread;

/**
 * What goes wrong in a chat that is there: connections, dialogs and programs end, cross and come again. Each test has a SIP user of its
 * own.
 */
class ChatFaultsTest {

    private static ChatStage stage;
    private static MsrpPhone phone;

    private String romeo;

    @BeforeAll
    static void open() {
        stage = ChatStage.open(Kind.PROSODY);
        phone = stage.romeo();
    }

    @AfterAll
    static void close() {
        stage.close();
    }

    @BeforeEach
    void another(TestInfo test) {
        romeo = test.getTestMethod().orElseThrow().getName().toLowerCase(Locale.ROOT) + "@" + XmppServer.GATEWAY;
    }

    @AfterEach
    void nothingMalformed() {
        phone.takesCalls(Map.of());
        stage.nothingMalformed();
    }

    private String begins() {
        stage.says(fresh(), romeo, "begin", thread(fresh()));
        String call = phone.hears("call", "uri", "sip:" + romeo).text("call");
        phone.hears("message", "session", call, "text", "begin");
        return call;
    }

    private void invites(String call, Object... more) {
        phone.does("invite", Stream.concat(Stream.of("call", call, "to", ChatStage.JULIET, "from", "<sip:" + romeo + ">"), Stream.of(more)).toArray());
    }

    private static String fresh() {
        return UUID.randomUUID().toString();
    }

    @Test
    @Proves("RFC7573-8-02")
    void halfAMessageIsNotShown() {
        String call = begins();
        phone.does("send", "call", call, "text", "half of this is lost", "cut", 250);
        phone.hears("cut");
        phone.hears("ended", "call", call, "by", "peer");
        assertTrue(stage.takesNone(Duration.ofSeconds(1), romeo, "half of this"));
    }

    @Test
    @Proves("RFC7573-4-15")
    void whatIsNotSentWhenTheSipUserHangsUpComesBackAsErrors() {
        invites("waits", "stay", true);
        phone.hears("established", "call", "waits");
        for (int i = 1; i <= 3; i++) {
            stage.says("unsent" + i, romeo, "unsent " + i);
        }
        assertTrue(stage.takesNone(Duration.ofSeconds(2), romeo, "type='error'"), "they wait for his connection");
        phone.does("bye", "call", "waits");
        for (int i = 1; i <= 3; i++) {
            assertNotEquals("", stage.juliet().errorOf("unsent" + i));
        }
    }

    @Test
    void invitesThatCrossLeaveOneSession() {
        phone.answers("INVITE", MsrpPhone.step(180), MsrpPhone.step(200, "after", 1.5, "sdp", "msrp"));
        stage.says("glare1", romeo, "mine first");
        phone.hears("call", "uri", "sip:" + romeo);
        invites("crossing");
        phone.hears("message", "text", "mine first");
        phone.hears("answer", "call", "crossing", "method", "INVITE");
        stage.says("glare2", romeo, "and then");
        phone.hears("message", "text", "and then");
    }

    @Test
    void holdIsAnsweredAndMessagesFlowAfterIt() {
        invites("held");
        phone.hears("response", "session", "held", "code", 200);
        phone.does("send", "call", "held", "text", "before");
        stage.takes(romeo, "before");
        phone.does("reinvite", "call", "held", "direction", "sendonly");
        assertEquals("recvonly", phone.hears("answer", "call", "held", "code", 200, "direction", "recvonly").text("direction"));
        phone.does("reinvite", "call", "held", "direction", "inactive");
        phone.hears("answer", "call", "held", "code", 200, "direction", "inactive");
        phone.does("reinvite", "call", "held", "direction", "sendrecv");
        phone.hears("answer", "call", "held", "code", 200, "direction", "sendrecv");
        stage.says("held1", romeo, "after");
        phone.hears("message", "session", "held", "text", "after");
        phone.does("send", "call", "held", "text", "after too");
        stage.takes(romeo, "after too");
    }

    @Test
    @Proves("RFC7573-5-17")
    void aStanzaThatComesBackIsAFailureReport() {
        phone.does("invite", "call", "nobody", "to", "sip:nobody@example.com", "from", "<sip:" + romeo + ">");
        phone.hears("response", "session", "nobody", "code", 200);
        phone.does("send", "call", "nobody", "text", "is anybody there", "message_id", "lost1234");
        var report = phone.hears("report");
        assertEquals("lost1234", report.text("messageId"));
        assertTrue(report.number("code") >= 400, report.values().toJson());
        phone.does("send", "call", "nobody", "text", "never mind", "failure", "no");
        phone.does("send", "call", "nobody", "text", "but now", "message_id", "last1234");
        assertEquals("last1234", phone.hears("report").text("messageId"), "none for who wants none");
    }

    @Test
    @Proves("RFC7573-8-08")
    void aMessageThatIsTooLargeForThePhoneComesBack() {
        phone.takesCalls(Map.of("max_size", 1000));
        String call = begins();
        stage.says("large1", romeo, "x".repeat(1001));
        assertEquals("modify policy-violation", stage.juliet().errorOf("large1"));
        stage.says("small1", romeo, "y".repeat(1000));
        phone.hears("message", "session", call, "size", 1000);
    }

    @Test
    void whatIsSaidWhileTheServerIsAwayIsReportedAndTheChatGoesOn() {
        String call = begins();
        stage.server().stop();
        phone.does("send", "call", call, "text", "while she is away", "message_id", "away1234");
        var report = phone.hears("report", "messageId", "away1234");
        assertTrue(report.number("code") >= 400, report.values().toJson());

        stage.server().start();
        stage.server().awaitGateway(0);
        stage.julietAgain();
        stage.says(fresh(), romeo, "I am back");
        phone.hears("message", "session", call, "text", "I am back");
        phone.does("send", "call", call, "text", "good", "message_id", "back1234");
        stage.takes(romeo, "good");
        assertEquals(List.of(), phone.heard("ended").stream().filter(e -> e.text("call").equals(call)).toList());
        assertTrue(stage.takesNone(Duration.ofSeconds(1), romeo, "while she is away"), "he was told that it was lost");
    }
}
