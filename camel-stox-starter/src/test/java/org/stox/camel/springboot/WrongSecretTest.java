package org.stox.camel.springboot;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthEndpoint;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A secret that the server does not take stops no start, as in the plain program: log and health tell it, and it is tried again. */
@SpringBootTest(classes = TestApplication.class, webEnvironment = WebEnvironment.NONE, properties = {
    "management.endpoint.health.show-details=always", "stox.routes=gateway.xml", "stox.domain=sip.example.com",
    "stox.xmpp.secret=not-this-one", "stox.xmpp.domains=example.com", "stox.sip.peer=127.0.0.1:9", "stox.state=memory"})
@ExtendWith(OutputCaptureExtension.class)
class WrongSecretTest {

    private static final PlayedXmppServer SERVER = new PlayedXmppServer(false);

    @Autowired
    private HealthEndpoint health;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        registry.add("stox.xmpp.server", SERVER::address);
        registry.add("stox.sip.listen", () -> "127.0.0.1:" + PlayedPhone.freePort());
    }

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void logAndHealthTellIt(CapturedOutput output) {
        var stream = await().atMost(Duration.ofSeconds(30)).until(() -> (Health) health.healthForPath("stox-xmpp-stream"),
                h -> h.getDetails().toString().contains("the server does not take this domain with this secret (not-authorized)"));
        assertEquals(Status.DOWN, stream.getStatus());
        assertTrue(output.getAll().contains("not-authorized"), output::getAll);
        assertFalse(output.getAll().contains("not-this-one"), "the secret is never shown");
    }
}
