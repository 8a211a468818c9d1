package org.stox.scenarios;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** {@code examples/account} with a real server: one SIP user and one XMPP user, by way of an account and camel-xmpp. */
class AccountTest {

    private static final String ROMEO = "sip:romeo@sip.example.com";
    private static final String JULIET = "sip:juliet@example.com";
    private static final String ACCOUNT = "bridge@example.com";

    private static final SipPeer SIP = SipPeer.create();
    private static final int PORT = Ports.free();
    private static XmppServer server;
    private static RealProcess gateway;
    private static XmppClient juliet;

    @BeforeAll
    static void open() {
        assumeTrue(XmppServer.Kind.PROSODY.installed());
        server = XmppServer.Kind.PROSODY.create();
        server.start();
        juliet = XmppClient.login(server, "juliet", "balcony");
        var home = Path.of("..", "..").toAbsolutePath().normalize();
        gateway = RealProcess.start("account", RealProcess.folder("account"), Map.of(), List.of("java", "-XX:+UseSerialGC",
                "-Dstox.home=" + home, "-cp", System.getProperty("java.class.path"), "org.stox.gateway.Stox", "run",
                "-s", home.resolve("examples/account/application.properties").toString(),
                "-D", "account.server=127.0.0.1:" + server.clientPort(), "-D", "account.password=" + XmppServer.PASSWORD,
                "-D", "stox.sip.listen=127.0.0.1:" + PORT, "-D", "stox.sip.peer=" + SIP.hostPort()));
        gateway.await("Running: ");
    }

    @AfterAll
    static void close() {
        Stage.close(juliet, gateway, SIP, server);
    }

    @Test
    void julietWritesToTheAccountAndRomeoReadsIt() {
        SIP.answers(200, "OK");
        juliet.say(ACCOUNT, "Art thou not Romeo?");
        var request = SIP.hears("Art thou not Romeo?");
        assertEquals(ROMEO, request.target());
        assertTrue(request.header("From").startsWith("<" + JULIET), request::toString);
    }

    @Test
    void romeoAnswersAndTheAccountSaysIt() {
        assertEquals(200, SIP.call(PORT, SipText.message(ROMEO, JULIET, "Neither, fair saint.")).status());
        var message = juliet.hears("Neither, fair saint.");
        assertEquals(ACCOUNT, message.getFrom().asBareJid().toString());
        assertFalse(message.hasExtension("properties", "http://www.jivesoftware.com/xmlns/xmpp/properties"), message::toString);
    }

    @Test
    void julietIsToldWhatRomeoDidNotGet() {
        SIP.answers(404, "Not Found");
        juliet.say(ACCOUNT, "Romeo?");
        juliet.hears("Your message did not reach " + ROMEO + ".");
        SIP.answers(200, "OK");
    }

    @Test
    void nobodyElseGetsThrough() {
        try (var nurse = XmppClient.login(server, "nurse", "room")) {
            nurse.say(ACCOUNT, "Madam!");
            gateway.await("A message of nurse@example.com/room did not reach " + ROMEO);
        }
        assertEquals(403, SIP.call(PORT, SipText.message("sip:tybalt@sip.example.com", JULIET, "Draw!")).status());
        assertEquals(404, SIP.call(PORT, SipText.message(ROMEO, "sip:nurse@example.com", "Nurse!")).status());
    }
}
