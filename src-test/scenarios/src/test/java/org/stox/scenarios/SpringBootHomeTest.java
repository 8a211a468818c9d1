package org.stox.scenarios;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.Sipp;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The application of {@code examples/spring-boot} by its own jar, between a real Prosody and SIPp. */
class SpringBootHomeTest {

    private static final Path JAR = Path.of("..", "..", "examples", "spring-boot", "target", "stox-spring-boot.jar").toAbsolutePath().normalize();
    private static final String ROMEO = "romeo@sip.example.com";
    private static final String SIP_ROMEO = "sip:romeo@sip.example.com";
    private static final String SIP_JULIET = "sip:juliet@example.com";

    private final int http = Ports.free();

    @BeforeAll
    static void theJarIsThere() {
        assumeTrue(XmppServer.Kind.PROSODY.installed());
        assertTrue(Files.exists(JAR), () -> "build it first: mvn -pl examples/spring-boot -am -DskipTests package makes " + JAR);
    }

    @Test
    void messagesCrossAndErrorsComeBack() {
        int phonePort = Ports.free();
        try (var server = XmppServer.Kind.PROSODY.create()) {
            server.start();
            try (var gateway = application(server, phonePort).start()) {
                server.awaitGateway(0);
                try (var juliet = XmppClient.login(server, "juliet", "balcony")) {
                    toJuliet(gateway, juliet);
                    toThePhone(juliet, phonePort);
                }
                assertTrue(get("health/readiness").contains("\"status\":\"UP\""));
                var health = get("health");
                assertTrue(health.contains("\"stox-sip\":{\"status\":\"UP\"") && health.contains("\"stox-xmpp-stream\":{\"status\":\"UP\""), health);
                var state = get("stox");
                assertTrue(state.contains("\"state\":\"OPEN\"") && state.contains("stox.sip.requests{direction=in}\":3"), state);
            }
        }
    }

    private static void toJuliet(GatewayProcess gateway, XmppClient juliet) {
        try (var phone = Sipp.sends(gateway.port(), SIP_ROMEO, SIP_JULIET, "200", "from Spring Boot 😀")) {
            juliet.hears("from Spring Boot 😀");
            phone.succeeds();
        }
        try (var phone = Sipp.sends(gateway.port(), SIP_ROMEO, "sip:mercutio@example.com", "403", "to nobody")) {
            phone.succeeds();
        }
    }

    private static void toThePhone(XmppClient juliet, int phonePort) {
        try (var phone = Sipp.answers(phonePort, 1, "200 OK", "Server: sipp")) {
            juliet.say(ROMEO, "to the phone");
            phone.succeeds();
            assertTrue(phone.messages().contains("to the phone"), phone::messages);
        }
        try (var phone = Sipp.answers(phonePort, 1, "404 Not Found", "Server: sipp")) {
            assertEquals("cancel item-not-found", juliet.errorOf(juliet.say(ROMEO, "is he there?")));
            phone.succeeds();
        }
    }

    @Test
    void aStopUnderLoadLosesNothing() {
        try (var server = XmppServer.Kind.PROSODY.create(); var phones = SipPeer.create()) {
            server.start();
            try (var gateway = application(server, phones.port()).start(); var users = XmppPeer.connect(server)) {
                server.awaitGateway(0);
                var load = new Load(phones, users, gateway.port());
                load.start();
                load.awaitCrossed(200);
                gateway.terminate();
                assertEquals(143, gateway.process().exitCode(Duration.ofSeconds(60)), gateway.process()::printed);     // SIGTERM
                load.awaitEnd();
                System.out.println("SpringBootHomeTest: stopped under load, " + load);
                load.nothingIsLost();
            }
        }
    }

    private GatewayProcess application(XmppServer server, int sipPeer) {
        return new GatewayProcess(server.componentPort(), sipPeer).with("server.port", Integer.toString(http)).program("-jar", JAR.toString());
    }

    private String get(String what) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/actuator/" + what)).build();
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError("the actuator does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
