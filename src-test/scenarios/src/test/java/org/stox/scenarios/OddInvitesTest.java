package org.stox.scenarios;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.MsrpPhone;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.Sipp;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * INVITE dialogs as they seldom go (RFC 3261 §9, §13, RFC 3262): SIPp with its own SDP, an MSRP endpoint that is no kin of ours, a bare
 * component.
 */
class OddInvitesTest {

    private static final String JULIET = "juliet@" + XmppServer.SECOND;
    private static final AtomicInteger USERS = new AtomicInteger();

    private static int phone;
    private static XmppServer server;
    private static GatewayProcess gateway;
    private static XmppPeer juliet;

    private final String romeo = "romeo" + USERS.incrementAndGet() + "@" + XmppServer.GATEWAY;
    private MsrpPhone media;
    private Map<String, String> values;

    @BeforeAll
    static void open() {
        assumeTrue(XmppServer.Kind.PROSODY.installed() && MsrpPhone.installed() && RealProcess.installed("sipp"));
        phone = Ports.free();
        server = XmppServer.Kind.PROSODY.create();
        server.start();
        gateway = new GatewayProcess(server.componentPort(), phone).start();
        server.awaitGateway(0);
        juliet = XmppPeer.connect(server);
    }

    @AfterAll
    static void close() {
        Stage.close(juliet, gateway, server);
    }

    @BeforeEach
    void listen() {
        media = MsrpPhone.withoutSip();
        media.does("session", "name", "s");
        values = Map.of("path", media.hears("session").text("uri"), "port", Integer.toString(media.msrpPort()), "user", romeo);
    }

    @AfterEach
    void closeMedia() {
        Stage.close(media);
    }

    private void says(String body) {
        juliet.send("<message type='chat' id='" + body.replace(" ", "") + "' from='" + JULIET + "/balcony' to='" + romeo + "'><body>" + body
                + "</body></message>");
    }

    @Test
    @Proves({"RFC7573-4-18", "RFC7573-4-19", "RFC7573-4-25"})
    void anAnswerThatComesBeforeTheAnswerChangesNothing() {
        try (var sipp = Sipp.plays("answer-early.xml", phone, values, 1)) {
            says("to a phone");
            media.hears("message", "text", "to a phone");
            sipp.succeeds();
            assertEquals(numbers(sipp, "INVITE").distinct().toList(), numbers(sipp, "ACK").distinct().toList());
            assertEquals(List.of(), media.complaints());
        }
    }

    @Test
    @Proves({"RFC7573-4-18", "RFC7573-4-19"})
    void eachAnswerHasItsAckAndTheFirstASession() {
        try (var sipp = Sipp.loses("answer-again.xml", phone, gateway.port(), values)) {
            says("once");
            media.hears("message", "text", "once");
            sipp.succeeds();
            assertEquals(2, numbers(sipp, "INVITE").filter("1"::equals).count());
            assertEquals(List.of("1", "1", "1"), numbers(sipp, "ACK").toList());
            assertEquals(1, messages(sipp, "ACK").map(m -> m.replaceFirst("(?s).*\\nVia:(.*?)\\n.*", "$1")).distinct().count(), "it is the same ACK");
            assertEquals(1, media.heard("accepted").size());
            assertEquals(List.of(), media.heard("message"));
            assertEquals(List.of(), media.complaints());
        }
    }

    @Test
    @Proves("RFC7573-5-08")
    void anAnswerThatIsLostComesAgainUntilItsAck() {
        try (var sipp = Sipp.loses("invite-answer-lost.xml", phone, gateway.port(), values)) {
            media.hears("bound");
            sipp.succeeds();
            assertEquals(1, media.heard("accepted").size());
            assertEquals(List.of(), media.complaints());
        }
    }

    /** The heads of the requests with that method, as they went by. */
    private static Stream<String> messages(Sipp sipp, String method) {
        return Pattern.compile("\\n" + method + " sip:(?:.+\\n)+").matcher(sipp.messages().replace("\r", "")).results().map(MatchResult::group);
    }

    private static Stream<String> numbers(Sipp sipp, String method) {
        return messages(sipp, method).map(m -> m.replaceFirst("(?s).*\\nCSeq: *(\\d+).*", "$1"));
    }

    @Test
    void whoHasMovedIsToldOf() {
        try (var sipp = Sipp.plays("answer-moved.xml", phone, values, 1)) {
            says("where are you");
            var error = juliet.take(x -> x.attribute("type").equals("error") && x.attribute("from").startsWith(romeo));
            assertEquals("whereareyou", error.attribute("id"));
            assertEquals("modify redirect", error.error());
            sipp.succeeds();
        }
    }

    @Test
    void anAnswerThatCrossesCancelIsEnded() {
        try (var sipp = Sipp.plays("answer-late.xml", phone, values, 1)) {
            says("too late");
            sipp.succeeds();
        }
        try (var sipp = Sipp.answers(phone, 1, "200 OK", "Server: phone")) {
            sipp.succeeds();
            assertTrue(sipp.messages().contains("too late"), "it came by MESSAGE");
        }
    }

    @Test
    void aCancelThatComesAfterTheAnswerHasNoEffect() {
        try (var sipp = Sipp.calls("invite-cancel-late.xml", phone, gateway.port(), values)) {
            sipp.succeeds();
        }
    }

    @Test
    @Proves({"RFC7573-4-19", "RFC7573-4-27"})
    void anInviteWithoutAnOfferGetsOne() {
        try (var sipp = Sipp.calls("invite-offerless.xml", phone, gateway.port(), values)) {
            media.hears("bound");
            media.hears("empty");
            media.does("send", "session", "s", "text", "we agree");
            assertEquals("we agree", juliet.take(x -> x.name().equals("message") && x.attribute("from").startsWith(romeo)).text("body"));
            juliet.send("<message type='chat' from='" + JULIET + "/balcony' to='" + romeo
                    + "'><gone xmlns='http://jabber.org/protocol/chatstates'/></message>");
            sipp.succeeds();
            assertEquals(List.of(), media.complaints());
        }
    }
}
