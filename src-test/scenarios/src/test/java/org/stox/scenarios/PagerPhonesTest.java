package org.stox.scenarios;

import java.util.Arrays;
import java.util.List;

import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.stox.scenarios.peer.Baresip;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Linphonec;
import org.stox.scenarios.peer.Phone;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Receipts, typing and their like with real phones in pager mode: one that knows them, and one that knows text only. */
@ParameterizedClass
@EnumSource(XmppServer.Kind.class)
class PagerPhonesTest {

    private static final String ROMEO = "romeo@sip.example.com";
    private static final String SIP_JULIET = "sip:juliet@example.com";
    private static final String CHAT_STATES = "http://jabber.org/protocol/chatstates";
    private static final String RECEIPTS = "urn:xmpp:receipts";
    private static final String MARKERS = "urn:xmpp:chat-markers:0";

    @Parameter
    XmppServer.Kind kind;

    private static XmppServer server;
    private static GatewayProcess gateway;
    private static XmppClient juliet;
    private static int phonePort;

    @BeforeParameterizedClassInvocation
    static void open(XmppServer.Kind kind) {
        assumeTrue(kind.installed());
        server = kind.create();
        server.start();
        phonePort = Ports.free();
        gateway = new GatewayProcess(server.componentPort(), phonePort);
        gateway.with("stox.chat", "pager");
        gateway.start();
        server.awaitGateway(0);
        juliet = XmppClient.login(server, "juliet", "balcony");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        for (AutoCloseable one : Arrays.asList(juliet, gateway, server)) {
            if (one != null) {
                try {
                    one.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        juliet = null;
        gateway = null;
        server = null;
    }

    private static void chatState(String name) {
        juliet.send("<message to='" + ROMEO + "' type='chat' id='" + name + "'><" + name + " xmlns='" + CHAT_STATES + "'/></message>");
    }

    private static void asks(String id, String text) {
        juliet.send("<message to='" + ROMEO + "' type='chat' id='" + id + "'><body>" + text + "</body><request xmlns='" + RECEIPTS
                + "'/><markable xmlns='" + MARKERS + "'/></message>");
    }

    private static void hearsText(Phone phone, String text) {
        phone.hears(SIP_JULIET, text);
    }

    /** It answers 415 to all but text: she hears nothing of it, and he sees the text. */
    @Test
    @Proves({"BEYOND-CS-01", "BEYOND-IMDN-01", "BEYOND-MARK-01"})
    void baresipKnowsTextOnly() {
        assumeTrue(RealProcess.installed("baresip"));
        try (var phone = new Baresip(phonePort, gateway.port(), "udp")) {
            chatState("composing");
            asks("b1", "with a receipt, please");
            hearsText(phone, "with a receipt, please");
            chatState("composing");
            asks("b2", "and this one too");
            hearsText(phone, "and this one too");
            phone.say("the end");
            var next = (Message) juliet.take(s -> s instanceof Message m && (m.getType() == Message.Type.error || m.getBody() != null));
            assertEquals("the end", next.getBody());
        }
    }

    /** It reads what is wrapped, asks for receipts by itself, and takes each notice. */
    @Test
    @Proves({"BEYOND-IMDN-01", "BEYOND-IMDN-03", "BEYOND-MARK-01", "BEYOND-MARK-02", "BEYOND-CS-01"})
    void linphonecWrapsAndUnwraps() {
        assumeTrue(RealProcess.installed("linphonec"));
        try (var phone = Linphonec.wrapping(phonePort, gateway.port())) {
            phone.say("wrapped, with a question");
            var asked = juliet.hears("wrapped, with a question");
            assertTrue(asked.hasExtension("request", RECEIPTS) && asked.hasExtension("markable", MARKERS), asked::toString);
            for (var notice : List.of("<received xmlns='" + RECEIPTS + "' id='%s'/>", "<displayed xmlns='" + MARKERS + "' id='%s'/>")) {
                juliet.send("<message to='" + ROMEO + "' type='chat' id='r'>" + notice.formatted(asked.getStanzaId()) + "</message>");
            }
            chatState("composing");
            asks("l1", "did it come?");
            hearsText(phone, "did it come?");
            phone.say("it did");
            var next = (Message) juliet.take(s -> s instanceof Message m && (m.getType() == Message.Type.error || m.getBody() != null));
            assertEquals("it did", next.getBody());
        }
    }
}
