package org.stox.scenarios;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.Prosody;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.Sipp;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** {@code examples/embed} with Prosody and SIPp: a Camel context of one's own with the gateway and a bean. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EmbedTest {

    private static final String ROMEO = "romeo@sip.example.com";
    private static final String SIP_ROMEO = "sip:" + ROMEO;
    private static final Document README = Document.read("examples/embed/README.md");

    private static final int PORT = Ports.free();
    private static final int LAMP = Ports.free();
    private static final int PEER = Ports.free();
    private static XmppServer server;
    private static RealProcess program;
    private static XmppClient juliet;

    @BeforeAll
    static void open() {
        assumeTrue(XmppServer.Kind.PROSODY.installed() && RealProcess.installed("sipp"));
        server = new Prosody(README.blocks("lua").get(0).text());
        server.start();
        var command = new ArrayList<>(List.of("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        Map.of("stox.xmpp.server", "127.0.0.1:" + server.componentPort(), "stox.sip.listen", "127.0.0.1:" + PORT,
                "stox.sip.peer", "127.0.0.1:" + PEER, "lamp.listen", "127.0.0.1:" + LAMP)
                .forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.stox.embed.Embed"));
        program = RealProcess.start("embed", RealProcess.folder("embed"), Map.of(), command);
        program.await("Started");
        server.awaitGateway(0);
        juliet = XmppClient.login(server, "juliet", "balcony");
    }

    @AfterAll
    static void close() {
        Stage.close(juliet, program, server);
    }

    @Test
    void aPhoneWritesToJulietAndToNobody() {
        try (var phone = Sipp.sends(PORT, SIP_ROMEO, "sip:juliet@example.com", "200", "Good night!")) {
            assertEquals(ROMEO, juliet.hears("Good night!").getFrom().toString());
            phone.succeeds();
        }
        try (var phone = Sipp.sends(PORT, SIP_ROMEO, "sip:nobody@example.com", "403", "Nobody?")) {
            phone.succeeds();
        }
    }

    @Test
    void julietWritesToAPhoneThatAnswersAndToOneThatIsNotThere() {
        try (var phone = Sipp.answers(PEER, 1, "200 OK", "Supported: path")) {
            juliet.say(ROMEO, "Parting is such sweet sorrow.");
            phone.succeeds();
            assertTrue(phone.messages().contains("Parting is such sweet sorrow."), phone::messages);
        }
        try (var phone = Sipp.answers(PEER, 1, "404 Not Found", "Supported: path")) {
            String id = juliet.say(ROMEO, "Romeo?");
            phone.succeeds();
            assertEquals("cancel item-not-found", juliet.errorOf(id));
        }
    }

    @Test
    void theLampObeysAndRefusesWhatItDoesNotKnow() {
        try (var phone = Sipp.sends(LAMP, SIP_ROMEO, "sip:lamp@sip.example.com", "200", "off")) {
            phone.succeeds();
        }
        program.await("The lamp is off");
        try (var phone = Sipp.sends(LAMP, SIP_ROMEO, "sip:lamp@sip.example.com", "488", "dim")) {
            phone.succeeds();
            assertTrue(phone.messages().contains("SIP/2.0 488 Say on or off"), phone::messages);
        }
    }

    @Test
    void theLinesOfItsReadmeSwitchTheLampOn() {
        var lines = README.blocks("bash").get(0).text().replace("127.0.0.1/5062", "127.0.0.1/" + LAMP);
        try (var shell = RealProcess.start("shell", Document.HOME, RealProcess.folder("shell"), Map.of(), List.of("bash", "-ec", lines))) {
            shell.await("SIP/2.0 200 OK");
        }
        program.await("The lamp is on");
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void itStopsInOrder() {
        int mark = server.process().mark();
        program.stop();
        assertEquals(143, program.exitCode(Duration.ofSeconds(20)));        // of SIGTERM
        server.process().await("component disconnected: sip.example.com \\(stream error\\)", mark,     // so it calls one that was closed
                Duration.ofSeconds(20));
    }
}
