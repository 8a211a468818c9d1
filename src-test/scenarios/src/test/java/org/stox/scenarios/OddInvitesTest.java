package org.stox.scenarios;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * INVITE dialogs as they seldom go (RFC 3261 §9, §13, RFC 3262): SIPp with its own SDP, an MSRP endpoint that is no kin of ours, a bare
 * component.
 */
class OddInvitesTest {

    private static final String JULIET = "juliet@" + XmppServer.SECOND;
    private static final String ROMEO = "romeo@" + XmppServer.GATEWAY;

    private final int phone = Ports.free();
    private XmppServer server;
    private GatewayProcess gateway;
    private XmppPeer juliet;
    private MsrpPhone media;
    private Map<String, String> values;

    @BeforeEach
    void open() {
        assumeTrue(XmppServer.Kind.PROSODY.installed() && MsrpPhone.installed() && RealProcess.installed("sipp"));
        server = XmppServer.Kind.PROSODY.create();
        server.start();
        gateway = new GatewayProcess(server.componentPort(), phone).start();
        server.awaitGateway(0);
        juliet = XmppPeer.connect(server);
        media = MsrpPhone.withoutSip();
        media.does("session", "name", "s");
        values = Map.of("path", media.hears("session").text("uri"), "port", Integer.toString(media.msrpPort()));
    }

    @AfterEach
    void close() {
        Stage.close(media, juliet, gateway, server);
    }

    private void says(String body) {
        juliet.send("<message type='chat' id='" + body.replace(" ", "") + "' from='" + JULIET + "/balcony' to='" + ROMEO + "'><body>" + body
                + "</body></message>");
    }

    @ParameterizedTest
    @ValueSource(strings = "answer-early.xml")
    @Proves({"RFC7573-4-18", "RFC7573-4-19", "RFC7573-4-25"})
    void anOddAnswerIsAnAnswer(String scenario) {
        try (var sipp = Sipp.plays(scenario, phone, values, 1)) {
            says("to a phone");
            media.hears("message", "text", "to a phone");
            sipp.succeeds();
            var acks = Pattern.compile("ACK sip:[^\\r]*\\r?\\n(?:.+\\r?\\n)*?CSeq: *(\\d+) ACK").matcher(sipp.messages()).results()
                    .map(m -> m.group(1)).distinct();
            var invites = Pattern.compile("CSeq: *(\\d+) INVITE").matcher(sipp.messages()).results()
                    .map(m -> m.group(1)).distinct();
            assertEquals(invites.toList(), acks.toList());
            assertEquals(List.of(), media.complaints());
        }
    }

    @Test
    void whoHasMovedIsToldOf() {
        try (var sipp = Sipp.plays("answer-moved.xml", phone, values, 1)) {
            says("where are you");
            var error = juliet.take(x -> x.attribute("type").equals("error"));
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
            assertEquals("we agree", juliet.take(x -> x.name().equals("message")).text("body"));
            juliet.send("<message type='chat' from='" + JULIET + "/balcony' to='" + ROMEO
                    + "'><gone xmlns='http://jabber.org/protocol/chatstates'/></message>");
            sipp.succeeds();
            assertEquals(List.of(), media.complaints());
        }
    }
}
