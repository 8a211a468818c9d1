package org.stox.scenarios;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Properties;

import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Home;
import org.stox.scenarios.peer.Prosody;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Document;
import org.stox.test.RouteFile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What README shows under "Change it", copied from there into {@code gateway.yaml} and seen to work in each home. */
@ParameterizedClass
@EnumSource
class CustomizationsTest {

    private static final String ROMEO = "romeo@sip.example.com";
    private static final String SIP_ROMEO = "sip:romeo@sip.example.com";
    private static final String SIP_JULIET = "sip:juliet@example.com";
    private static final Document README = Document.read("README.md");

    @Parameter
    Home home;

    private static final SipPeer SIP = SipPeer.create();
    private static Prosody server;
    private static XmppClient juliet;
    private GatewayProcess gateway;

    @BeforeAll
    static void open() {
        assumeTrue(XmppServer.Kind.PROSODY.installed());
        server = new Prosody(README.block("Run it", "lua") + README.block("Another domain for some users", "lua"));
        server.start();
        juliet = XmppClient.login(server, "juliet", "balcony");
    }

    @AfterAll
    static void close() {
        Stage.close(SIP, juliet, server);
    }

    @AfterEach
    void stop() {
        if (gateway != null) {
            gateway.close();
        }
        SIP.answers(200, "OK");
    }

    @BeforeEach
    void itIsBuilt() {
        assumeTrue(home.built());
    }

    /** The gateway with the routes that README has under that heading in the places of its own. */
    private void edited(String heading) throws IOException {
        var routes = RouteFile.gateway().with(RouteFile.of(README.block(heading, "yaml"))).text();
        var file = Files.writeString(RealProcess.folder("routes").resolve("edited.yaml"), routes);
        start(home.gateway(server.componentPort(), SIP.port()).with("stox.routes", file.toString()));
    }

    private void start(GatewayProcess how) {
        int mark = server.process().mark();
        gateway = how.start();
        server.awaitGateway(mark);
    }

    private SipText call(String from, String text) {
        return SIP.call(gateway.port(), SipText.message(from, SIP_JULIET, text));
    }

    @Test
    void aLogLine() throws IOException {
        edited("A log line");
        var message = SipText.message(SIP_ROMEO, SIP_JULIET, "logged").replacing("Call-ID", "logged-1");
        assertEquals(200, SIP.call(gateway.port(), message).status());
        juliet.hears("logged");
        gateway.process().await("MESSAGE from sip:romeo@sip.example.com to sip:juliet@example.com, Call-ID logged-1");
    }

    @Test
    void aFilter() throws IOException {
        edited("A filter");
        juliet.say(ROMEO, "a headline", m -> m.setType(Message.Type.headline));
        juliet.say(ROMEO, "a message");
        assertEquals("a message", SIP.receives(r -> r.body().startsWith("a ")).body());
    }

    @Test
    void aBlockedUser() throws IOException {
        edited("A blocked user");
        var refused = SIP.call(gateway.port(), SipText.message("sip:%54ybalt@SIP.example.com", SIP_JULIET, "Draw!"));
        assertEquals("SIP/2.0 403 Forbidden", refused.startLine());
        assertEquals(200, call(SIP_ROMEO, "Good night.").status());
        assertEquals("Good night.", ((Message) juliet.take(s -> s instanceof Message)).getBody());
        assertFalse(gateway.process().printed().contains("ERROR"), gateway.process()::printed);
    }

    @Test
    void aCopyOfEachMessageInAFile() throws IOException {
        var before = LocalDate.now();
        edited("A copy of each message in a file");
        assertEquals(200, call(SIP_ROMEO, "kept one way").status());
        juliet.hears("kept one way");
        juliet.say(ROMEO, "and the other");
        SIP.hears("and the other");
        var copies = new StringBuilder();
        for (var day = before; !day.isAfter(LocalDate.now()); day = day.plusDays(1)) {
            var file = gateway.process().folder().resolve(Path.of("copies", day + ".txt"));
            copies.append(Files.exists(file) ? Files.readString(file) : "");
        }
        assertTrue(copies.toString().contains("<body>kept one way</body>"), copies::toString);
        assertTrue(copies.toString().contains("\r\n\r\nand the other\n\n"), copies::toString);
    }

    @Test
    void anotherErrorCode() throws IOException {
        var properties = new Properties();
        properties.load(new StringReader(README.block("Another error code", "properties")));
        var how = home.gateway(server.componentPort(), SIP.port());
        properties.forEach((name, value) -> how.with(name.toString(), value.toString()));
        start(how);
        var missing = SipText.message(SIP_ROMEO, "sip:nobody@example.com", "Nobody?");
        assertEquals(480, SIP.call(gateway.port(), missing).status());
        SIP.answers(486, "Busy Here");
        assertEquals("wait resource-constraint", juliet.errorOf(juliet.say(ROMEO, "Busy?")));
    }

    @Test
    void anotherDomainForSomeUsers() throws IOException {
        edited("Another domain for some users");
        server.process().await("ops.example.com:component\\s+info\\s+External component successfully authenticated", 0, Duration.ofSeconds(60));
        assertEquals(200, call("sip:romeo@ops.example.net", "of the second domain").status());
        assertEquals("romeo@ops.example.com", juliet.hears("of the second domain").getFrom().toString());
        assertEquals(200, call(SIP_ROMEO, "of the first").status());
        assertEquals(ROMEO, juliet.hears("of the first").getFrom().toString());
        assertEquals(403, call("sip:romeo@example.net", "of none").status());

        juliet.say("romeo@ops.example.com", "to the second");
        assertEquals("sip:romeo@ops.example.net", SIP.hears("to the second").target());
        juliet.say(ROMEO, "to the first");
        assertEquals(SIP_ROMEO, SIP.hears("to the first").target());
    }
}
