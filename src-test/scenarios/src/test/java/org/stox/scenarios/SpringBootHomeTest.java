package org.stox.scenarios;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Home;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.Sipp;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The application of {@code examples/spring-boot} by its own jar, between a real Prosody and SIPp. */
class SpringBootHomeTest {

    private static final String ROMEO = "romeo@sip.example.com";
    private static final String SIP_ROMEO = "sip:romeo@sip.example.com";
    private static final String SIP_JULIET = "sip:juliet@example.com";

    @BeforeAll
    static void allIsThere() {
        assumeTrue(XmppServer.Kind.PROSODY.installed() && RealProcess.installed("sipp") && Home.SPRING_BOOT.built());
    }

    @Test
    void messagesCrossAndErrorsComeBack() {
        int phonePort = Ports.free();
        try (var server = XmppServer.Kind.PROSODY.create()) {
            server.start();
            try (var gateway = Home.SPRING_BOOT.gateway(server.componentPort(), phonePort)) {
                long start = System.nanoTime();
                gateway.start();
                System.out.printf("SpringBootHomeTest: ready after %.1f s, of which a CPU worked %.1f s%n", (System.nanoTime() - start) / 1e9,
                        gateway.process().cpuTime().toMillis() / 1e3);
                server.awaitGateway(0);
                try (var juliet = XmppClient.login(server, "juliet", "balcony")) {
                    toJuliet(gateway, juliet);
                    toThePhone(juliet, phonePort);
                }
                assertTrue(get(gateway, "health/readiness").contains("\"status\":\"UP\""));
                var health = get(gateway, "health");
                assertTrue(health.contains("\"stox-sip\":{\"status\":\"UP\"") && health.contains("\"stox-xmpp-stream\":{\"status\":\"UP\""), health);
                var state = get(gateway, "stox");
                assertTrue(get(gateway, "metrics").contains("\"stox.sip.requests\""));
                assertTrue(state.contains("\"state\":\"OPEN\""), state);
                for (var counted : List.of("s2x, outcome=ok", "s2x, outcome=refused", "x2s, outcome=ok", "x2s, outcome=refused")) {
                    assertTrue(state.contains("\"stox.messages{direction=" + counted + "}\":1,"), state);
                }
                var requests = Pattern.compile("stox\\.sip\\.requests\\{direction=in}\":(\\d+)").matcher(state);
                assertTrue(requests.find() && Integer.parseInt(requests.group(1)) >= 3, state);      // with those sent again, as UDP has it
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
    void aStartThatFailsIsToldInSentences() {
        try (var other = SipPeer.create(); var gateway = Home.SPRING_BOOT.gateway(Ports.free(), Ports.free())) {
            fails(gateway.with("stox.sip.peer", "pbx"), "stox.sip.peer=pbx has no port: it must be host:port, such as");
            var taken = "127.0.0.1:" + other.port();
            fails(gateway.with("stox.sip.peer", taken).with("stox.sip.listen", taken), "sip:" + taken + " cannot listen: Address already in use");
        }
    }

    private static void fails(GatewayProcess gateway, String sentence) {
        var process = gateway.launch();
        assertEquals(1, process.exitCode(Duration.ofSeconds(180)), process::printed);
        assertTrue(process.printed().contains(sentence), process::printed);
        assertFalse(process.printed().contains("\tat "), process::printed);
    }

    private static String get(GatewayProcess gateway, String what) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.settings().get("server.port") + "/actuator/" + what)).build();
            return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
        } catch (IOException e) {
            throw new AssertionError("the actuator does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
