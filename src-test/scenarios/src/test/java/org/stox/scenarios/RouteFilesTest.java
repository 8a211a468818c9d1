package org.stox.scenarios;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.scenarios.peer.Home;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.Sipp;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Every file of {@code routes} runs in the plain program and in Spring Boot (in Karaf: {@link KarafTest}): a message and an error each way,
 * between SIPp and a client of Prosody.
 */
class RouteFilesTest {

    private static final String ROMEO = "romeo@sip.example.com";
    private static final String SIP_ROMEO = "sip:" + ROMEO;

    private static XmppServer server;
    private static XmppClient juliet;

    @BeforeAll
    static void open() {
        assumeTrue(XmppServer.Kind.PROSODY.installed() && RealProcess.installed("sipp"));
        server = XmppServer.Kind.PROSODY.create();
        server.start();
        juliet = XmppClient.login(server, "juliet", "balcony");
    }

    @AfterAll
    static void close() {
        Stage.close(juliet, server);
    }

    @ParameterizedTest
    @CsvSource({"PLAIN, gateway.yaml", "PLAIN, gateway.xml", "PLAIN, 'chat.yaml,presence.yaml'", "PLAIN, chat.xml", "PLAIN, im.yaml",
            "PLAIN, im.xml",
            "PLAIN, 'im.yaml,presence.yaml'", "PLAIN, 'im.xml,presence.xml'", "SPRING_BOOT, 'im.xml,presence.yaml'",
            "SPRING_BOOT, gateway.xml", "SPRING_BOOT, im.yaml", "SPRING_BOOT, im.xml"})
    void aMessageAndAnErrorCrossEachWay(Home home, String file) {
        assumeTrue(home.built());
        int peer = Ports.free();
        int mark = server.process().mark();
        try (var gateway = home.gateway(server.componentPort(), peer).with("stox.routes", file).start()) {
            server.awaitGateway(mark);
            try (var phone = Sipp.sends(gateway.port(), SIP_ROMEO, "sip:juliet@example.com", "200", "By " + file)) {
                assertEquals(ROMEO, juliet.hears("By " + file).getFrom().toString());
                phone.succeeds();
            }
            try (var phone = Sipp.sends(gateway.port(), SIP_ROMEO, "sip:nobody@example.com", "403", "Nobody?")) {
                phone.succeeds();
            }
            try (var phone = Sipp.answers(peer, 1, "200 OK", "Contact: " + SIP_ROMEO)) {
                juliet.say(ROMEO, "Back by " + file);
                phone.succeeds();
                assertTrue(phone.messages().contains("Back by " + file), phone::messages);
            }
            try (var phone = Sipp.answers(peer, 1, "404 Not Found", "Contact: " + SIP_ROMEO)) {
                String id = juliet.say(ROMEO, "Who?");
                phone.succeeds();
                assertEquals("cancel item-not-found", juliet.errorOf(id));
            }
        }
    }
}
