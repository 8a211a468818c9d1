package org.stox.scenarios;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.ChatStage;
import org.stox.scenarios.peer.MsrpPhone;
import org.stox.scenarios.peer.XmppServer.Kind;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** {@code stox.chat} where it is not {@code auto}. */
class ChatModesTest {

    @Test
    @Proves("RFC7573-4-15")
    void withMsrpThereAreNoMessages() {
        try (var stage = ChatStage.open(Kind.PROSODY, gateway -> gateway.with("stox.chat", "msrp"))) {
            stage.romeo().answers("INVITE", MsrpPhone.step(488));
            stage.says("refused1", ChatStage.ROMEO, "no session, no word");
            assertEquals("modify not-acceptable", stage.juliet().errorOf("refused1"));
            stage.says("taken1", ChatStage.ROMEO, "again");
            stage.romeo().hears("message", "text", "again");
            assertEquals(List.of(), stage.romeo().heard("request").stream().filter(r -> r.text("method").equals("MESSAGE")).toList());
            stage.nothingMalformed();
        }
    }

    @Test
    void withPagerThereAreNoInvites() {
        try (var stage = ChatStage.open(Kind.EJABBERD, gateway -> gateway.with("stox.chat", "pager"))) {
            stage.says("page1", ChatStage.ROMEO, "a page");
            assertEquals("a page", stage.romeo().hears("request", "method", "MESSAGE").text("body"));
            stage.romeo().does("invite", "call", "c", "to", ChatStage.JULIET);
            assertEquals("488", stage.romeo().hears("answer", "method", "INVITE").text("code"));
            stage.romeo().does("message", "to", ChatStage.JULIET, "text", "a page back");
            stage.takes(ChatStage.ROMEO, "a page back");
            assertEquals(List.of(), stage.romeo().heard("call"));
            stage.nothingMalformed();
        }
    }
}
