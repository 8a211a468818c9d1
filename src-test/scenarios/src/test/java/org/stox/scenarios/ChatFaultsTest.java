package org.stox.scenarios;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.ChatStage;
import org.stox.scenarios.peer.MsrpPhone;
import org.stox.scenarios.peer.XmppServer.Kind;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stox.scenarios.peer.ChatStage.ROMEO;
import static org.stox.scenarios.peer.ChatStage.thread;

/** What goes wrong in a chat that is there: connections, dialogs and programs end, cross and come again. */
class ChatFaultsTest {

    private ChatStage stage;
    private MsrpPhone phone;

    @BeforeEach
    void open() {
        stage = ChatStage.open(Kind.PROSODY);
        phone = stage.romeo();
    }

    @AfterEach
    void close() {
        stage.close();
    }

    private String begins() {
        stage.says("begin1", ROMEO, "begin", thread("faults"));
        String call = phone.hears("call").text("call");
        phone.hears("message", "session", call, "text", "begin");
        return call;
    }

    @Test
    @Proves("RFC7573-8-02")
    void halfAMessageIsNotShown() {
        String call = begins();
        phone.does("send", "call", call, "text", "half of this is lost", "cut", 250);
        phone.hears("cut");
        phone.hears("ended", "call", call, "by", "peer");
        assertTrue(stage.takesNone(Duration.ofSeconds(1), ROMEO, "half"));
    }

    @Test
    @Proves("RFC7573-4-15")
    void whatIsNotSentWhenTheSipUserHangsUpComesBackAsErrors() {
        phone.does("invite", "call", "waits", "to", ChatStage.JULIET, "stay", true);
        phone.hears("established");
        for (int i = 1; i <= 3; i++) {
            stage.says("unsent" + i, ROMEO, "unsent " + i);
        }
        assertTrue(stage.takesNone(Duration.ofSeconds(2), ROMEO, "type='error'"), "they wait for his connection");
        phone.does("bye", "call", "waits");
        for (int i = 1; i <= 3; i++) {
            assertNotEquals("", stage.juliet().errorOf("unsent" + i));
        }
        stage.nothingMalformed();
    }

    @Test
    void invitesThatCrossLeaveOneSession() {
        phone.answers("INVITE", MsrpPhone.step(180), MsrpPhone.step(200, "after", 1.5, "sdp", "msrp"));
        stage.says("glare1", ROMEO, "mine first");
        phone.hears("call");
        phone.does("invite", "call", "crossing", "to", ChatStage.JULIET);
        phone.hears("message", "text", "mine first");
        phone.hears("answer", "call", "crossing", "method", "INVITE");
        stage.says("glare2", ROMEO, "and then");
        phone.hears("message", "text", "and then");
        stage.nothingMalformed();
    }

    @Test
    void holdIsAnsweredAndMessagesFlowAfterIt() {
        phone.does("invite", "call", "held", "to", ChatStage.JULIET);
        phone.hears("response", "session", "held", "code", 200);
        phone.does("send", "call", "held", "text", "before");
        stage.takes(ROMEO, "before");
        phone.does("reinvite", "call", "held", "direction", "sendonly");
        assertEquals("recvonly", phone.hears("answer", "call", "held", "code", 200, "direction", "recvonly").text("direction"));
        phone.does("reinvite", "call", "held", "direction", "inactive");
        phone.hears("answer", "call", "held", "code", 200, "direction", "inactive");
        phone.does("reinvite", "call", "held", "direction", "sendrecv");
        phone.hears("answer", "call", "held", "code", 200, "direction", "sendrecv");
        stage.says("held1", ROMEO, "after");
        phone.hears("message", "session", "held", "text", "after");
        phone.does("send", "call", "held", "text", "after too");
        stage.takes(ROMEO, "after too");
        stage.nothingMalformed();
    }

    @Test
    @Proves("RFC7573-5-17")
    void aStanzaThatComesBackIsAFailureReport() {
        stage.juliet().close();
        phone.does("invite", "call", "nobody", "to", "sip:nobody@example.com");
        phone.hears("response", "session", "nobody", "code", 200);
        phone.does("send", "call", "nobody", "text", "is anybody there", "message_id", "lost1234");
        var report = phone.hears("report");
        assertEquals("lost1234", report.text("messageId"));
        assertTrue(report.number("code") >= 400, report.values().toJson());
        phone.does("send", "call", "nobody", "text", "never mind", "failure", "no");
        phone.does("send", "call", "nobody", "text", "but now", "message_id", "last1234");
        assertEquals("last1234", phone.hears("report").text("messageId"), "none for who wants none");
        stage.nothingMalformed();
    }

    @Test
    @Proves("RFC7573-8-08")
    void aMessageThatIsTooLargeForThePhoneComesBack() {
        phone.takesCalls(Map.of("max_size", 1000));
        String call = begins();
        stage.says("large1", ROMEO, "x".repeat(1001));
        assertEquals("modify policy-violation", stage.juliet().errorOf("large1"));
        stage.says("small1", ROMEO, "y".repeat(1000));
        phone.hears("message", "session", call, "size", 1000);
        stage.nothingMalformed();
    }
}
