package org.stox.camel.springboot;

import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.HealthComponent;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The settings, and the routes of the starter: with that an application is a gateway. */
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.NONE, properties = {
    "management.endpoints.web.exposure.include=*", "management.endpoint.health.show-details=always", "stox.routes=gateway.yaml"})
class GatewayInSpringBootTest {

    private static final PlayedXmppServer SERVER = new PlayedXmppServer(true);
    private static final PlayedPhone PHONE = new PlayedPhone();
    private static final int PORT = PlayedPhone.freePort();

    @Autowired
    private CamelContext context;
    @Autowired
    private HealthEndpoint health;
    @Autowired
    private StoxActuatorEndpoint endpoint;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("stox.domain", () -> "sip.example.com");
        registry.add("stox.xmpp.server", SERVER::address);
        registry.add("stox.xmpp.secret", () -> "s3cret");
        registry.add("stox.xmpp.domains[0]", () -> "example.com");
        registry.add("stox.xmpp.domains[1]", () -> "example.org");
        registry.add("stox.sip.listen", () -> "127.0.0.1:" + PORT);
        registry.add("stox.sip.peer", () -> "127.0.0.1:" + PHONE.port());
        registry.add("stox.state", () -> "target/stox-state");
        registry.add("stox.error[404]", () -> "gone");
    }

    @AfterAll
    static void close() {
        PHONE.close();
        SERVER.close();
    }

    @Test
    void theRoutesAreThoseOfTheStarter() {
        assertEquals(6, context.getRoutes().size());
    }

    @Test
    void aMessageCrossesEachWayAndComesBackWhereItCannot() {
        SERVER.await(read -> read.contains("</handshake>"));
        PHONE.message(PORT, "sip:juliet@example.org", "crossing");
        SERVER.await(read -> read.contains("<body>crossing</body>"));
        assertTrue(PHONE.receive("SIP/2.0 ").startsWith("SIP/2.0 200 "));
        PHONE.message(PORT, "sip:juliet@strange.example", "nowhere");
        assertTrue(PHONE.receive("SIP/2.0 ").startsWith("SIP/2.0 404 "));

        stanza("a", "from the server");
        var request = PHONE.receive("MESSAGE sip:romeo@sip.example.com");
        assertTrue(request.endsWith("from the server"), request);
        PHONE.answer(PORT, request, "200 OK");
        stanza("b", "is he there?");
        PHONE.answer(PORT, PHONE.receive("MESSAGE "), "404 Not Found");
        var error = SERVER.await(read -> read.contains("type='error'") || read.contains("type=\"error\""));
        assertTrue(error.contains("<gone"), error);         // stox.error[404]

        upAndCounted();
    }

    private void upAndCounted() {
        assertEquals(Status.UP, component("stox-xmpp-stream").getStatus());
        assertEquals(Status.UP, component("stox-sip").getStatus());
        var state = endpoint.state();
        assertEquals("OPEN", state.get("xmpp-component").get("sip.example.com").get("state"));
        assertTrue(state.get("sip").get("127.0.0.1:" + PORT).toString().contains("stox.sip.requests{direction=in}=2"), state::toString);
    }

    private HealthComponent component(String name) {
        return health.healthForPath(name);
    }

    private static void stanza(String id, String text) {
        SERVER.send("<message from='juliet@example.com/balcony' to='romeo@sip.example.com' id='" + id + "'><body>" + text
                + "</body></message>");
    }
}
