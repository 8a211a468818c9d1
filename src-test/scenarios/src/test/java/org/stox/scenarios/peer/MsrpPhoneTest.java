package org.stox.scenarios.peer;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Two of the phones against each other, without the gateway: what fails here is no fault of the gateway's. */
class MsrpPhoneTest {

    private static final int LONG = 60_000;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void twoTalkAndFindNothingWrong(boolean tls) {
        assumeTrue(MsrpPhone.installed());
        int one = Ports.free();
        int two = Ports.free();
        var certificate = tls ? new String[] {"--certificate", "certificate"} : new String[0];
        try (var romeo = new MsrpPhone(one, two, certificate); var juliet = new MsrpPhone(two, one, certificate)) {
            romeo.does("invite", "call", "c", "to", "sip:juliet@127.0.0.1:" + two, "subject", "O", "tcp", tls);
            assertEquals("O", juliet.hears("call").text("subject"));
            romeo.hears("established");
            juliet.hears("bound");
            romeo.does("send", "call", "c", "text", "art thou not \uD83D\uDE00", "success", "yes");
            juliet.hears("message", "text", "art thou not \uD83D\uDE00");
            assertEquals(200, romeo.hears("report").number("code"));

            juliet.does("send", "call", "in1", "size", LONG);
            assertEquals(juliet.hears("sent", "size", LONG).text("sha256"), romeo.hears("message", "size", LONG).text("sha256"));

            romeo.does("reinvite", "call", "c", "direction", "sendonly");
            assertEquals("200", romeo.hears("answer", "method", "INVITE").text("code"));
            juliet.does("bye", "call", "in1");
            romeo.hears("ended", "by", "peer");
            juliet.hears("ended", "by", "us");
            assertEquals(List.of(), romeo.complaints());
            assertEquals(List.of(), juliet.complaints());
        }
    }

    @Test
    void whatIsWrongIsComplainedOf() {
        assumeTrue(MsrpPhone.installed());
        int one = Ports.free();
        int two = Ports.free();
        try (var romeo = new MsrpPhone(one, two); var juliet = new MsrpPhone(two, one)) {
            romeo.does("invite", "call", "c", "to", "sip:juliet@127.0.0.1:" + two);
            juliet.hears("bound");
            romeo.does("send", "call", "c", "text", "ten octets", "range", "1-9/9");
            assertTrue(juliet.hears("malformed").text("text").contains("Byte-Range 1-9/9"));
            romeo.does("send", "call", "c", "text", "again", "message_id", "known1");
            romeo.does("send", "call", "c", "text", "again", "message_id", "known1");
            juliet.hears("malformed", "text", "Message-ID known1 again");
            romeo.does("send", "call", "c", "text", "<a>", "type", "application/im-iscomposing+xml");
            juliet.hears("malformed", "section", "RFC 3994 6");
            romeo.does("reinvite", "call", "c", "sdp", "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=message 9 TCP/MSRP *\r\n");
            juliet.hears("malformed", "section", "8.2");
            romeo.does("bye", "call", "c", "cseq", 1);
            assertTrue(juliet.hears("malformed", "section", "12.2.1.1").text("text").startsWith("CSeq 1 BYE"));
        }
    }

    @Test
    void whatSipRefusesAndCancelsIsAcknowledged() {
        assumeTrue(MsrpPhone.installed());
        int one = Ports.free();
        int two = Ports.free();
        try (var romeo = new MsrpPhone(one, two); var juliet = new MsrpPhone(two, one)) {
            juliet.answers("INVITE", MsrpPhone.step(486));
            romeo.does("invite", "call", "busy", "to", "sip:juliet@127.0.0.1:" + two);
            romeo.hears("ended", "by", "486");
            juliet.hears("ack", "code", 486);
            juliet.answers("INVITE", MsrpPhone.step(180));
            romeo.does("invite", "call", "rings", "to", "sip:juliet@127.0.0.1:" + two);
            romeo.hears("provisional", "code", 180, "call", "rings");
            romeo.does("cancel", "call", "rings");
            romeo.hears("ended", "by", "487");
            juliet.hears("ack", "code", 487);
            juliet.takesCalls(Map.of("setup", "active"));
            romeo.does("invite", "call", "empty", "to", "sip:juliet@127.0.0.1:" + two, "sdp", "none");
            romeo.hears("established", "call", "empty");
            assertEquals(List.of(), romeo.complaints());
            assertEquals(List.of(), juliet.complaints().stream().filter(c -> !c.contains("setup:active")).toList());
        }
    }
}
