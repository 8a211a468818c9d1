package org.stox.scenarios;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.scenarios.peer.ChatStage;
import org.stox.scenarios.peer.MsrpPhone;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.stox.scenarios.peer.ChatStage.thread;
import static org.stox.scenarios.peer.MsrpPhone.step;

/** What becomes of a chat with who cannot have a session, or does not want one. Each test has a SIP user of its own. */
@ParameterizedClass
@EnumSource
class ChatFallbackTest {

    private static final AtomicInteger USERS = new AtomicInteger();

    @Parameter
    XmppServer.Kind server;

    private static ChatStage stage;
    private static MsrpPhone phone;

    private final String romeo = "user" + USERS.incrementAndGet() + "@" + XmppServer.GATEWAY;

    @BeforeParameterizedClassInvocation
    static void open(XmppServer.Kind server) {
        stage = ChatStage.open(server);
        phone = stage.romeo();
    }

    @AfterParameterizedClassInvocation
    static void close() {
        stage.close();
    }

    @AfterEach
    void nothingMalformed() {
        stage.nothingMalformed();
    }

    @ParameterizedTest
    @ValueSource(ints = {405, 415, 488, 501, 606})
    @Proves({"RFC7573-4-15", "RFC7573-4-16"})
    void whoTakesNoInviteGetsAllAsMessages(int code) {
        phone.answers("INVITE", step(180), step(code, "after", 0.5, "headers",
                code == 405 ? Map.of("Allow", "MESSAGE, OPTIONS") : Map.of("Accept", "application/sdp")));
        for (int i = 1; i <= 3; i++) {
            stage.says("queued" + i + "of" + code, romeo, "number " + i, thread("fallback" + code));
        }
        phone.hears("call", "uri", "sip:" + romeo);
        for (int i = 1; i <= 3; i++) {
            assertEquals("number " + i, phone.hears("request", "method", "MESSAGE", "uri", "sip:" + romeo).text("body"));
        }
        stage.says("later" + code, romeo, "at once", thread("fallback" + code));
        assertEquals("at once", phone.hears("request", "method", "MESSAGE", "uri", "sip:" + romeo).text("body"));
        assertEquals(List.of(), phone.heard("call").stream().filter(c -> c.text("uri").contains(romeo)).toList(),
                "he is known to take no INVITE");
        noErrors();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "audio", "zero"})
    void anAnswerWithoutASessionIsEndedAndFollowedByMessages(String sdp) {
        phone.answers("INVITE", step(200, "sdp", sdp));
        stage.says("first" + sdp, romeo, "no session");
        String call = phone.hears("call", "uri", "sip:" + romeo).text("call");
        assertEquals("no session", phone.hears("request", "method", "MESSAGE", "uri", "sip:" + romeo).text("body"));
        phone.hears("ended", "call", call, "by", "peer");
        noErrors();
    }

    @Test
    void whoIsSilentIsSentMessages() {
        phone.answers("INVITE");
        stage.says("silent1", romeo, "anybody there?");
        phone.hears("request", "method", "INVITE", "uri", "sip:" + romeo);
        assertEquals("anybody there?", phone.hears("request", "method", "MESSAGE", "uri", "sip:" + romeo).text("body"));
        noErrors();
    }

    @Test
    void whoOnlyTriesIsCancelledAndSentMessages() {
        phone.answers("INVITE", step(100));
        stage.says("tries1", romeo, "hurry");
        String call = phone.hears("call", "uri", "sip:" + romeo).text("call");
        assertEquals("hurry", phone.hears("request", "method", "MESSAGE", "uri", "sip:" + romeo).text("body"));
        phone.hears("ended", "call", call, "by", "cancel");
        phone.hears("ack", "code", 487);
        noErrors();
    }

    @ParameterizedTest
    @CsvSource({"403, auth forbidden", "404, cancel item-not-found", "480, wait recipient-unavailable", "486, wait recipient-unavailable",
        "600, wait recipient-unavailable", "603, wait recipient-unavailable", "604, cancel item-not-found"})
    @Proves("RFC7573-4-15")
    void aRefusalOfTheUserIsAnErrorForEachThatWaits(int code, String error) {
        phone.answers("INVITE", step(180), step(code, "after", 0.5));
        stage.says("one" + code, romeo, "one");
        stage.says("two" + code, romeo, "two");
        phone.hears("ack", "code", code);
        assertEquals(error, stage.juliet().errorOf("one" + code));
        assertEquals(error, stage.juliet().errorOf("two" + code));
        assertEquals(List.of(), phone.heard("request").stream().filter(r -> r.text("method").equals("MESSAGE")
                && r.text("uri").contains(romeo)).toList());
        stage.says("three" + code, romeo, "he is back");
        phone.hears("message", "text", "he is back");
    }

    @Test
    void whenBothWaysFailJulietIsTold() {
        phone.answers("INVITE", step(488));
        phone.answers("MESSAGE", step(404));
        stage.says("both1", romeo, "neither way");
        assertEquals("cancel item-not-found", stage.juliet().errorOf("both1"));
    }

    @Test
    void aMessageOfWhoHasALiveChatBelongsToIt() {
        stage.says("live1", romeo, "by session", thread("livethread"));
        phone.hears("message", "text", "by session");
        phone.does("message", "to", ChatStage.JULIET, "from", "<sip:" + romeo + ">", "text", "by MESSAGE");
        assertEquals("livethread", stage.takes(romeo, "by MESSAGE").getThread());
    }

    private void noErrors() {
        assertEquals(true, stage.takesNone(Duration.ofSeconds(1), romeo, "type='error'"));
    }
}
