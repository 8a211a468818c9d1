package org.stox.scenarios;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The XMPP server is stopped, frozen, started late, and the gateway itself dies: nobody is told of an arrival that never was. */
class ServerComesAndGoesTest {

    private static final String ROMEO = "romeo@sip.example.com";
    private static final String SIP_ROMEO = "sip:romeo@sip.example.com";
    private static final String SIP_JULIET = "sip:juliet@example.com";

    @ParameterizedTest
    @EnumSource
    void stoppedAndStartedInTheMiddle(XmppServer.Kind kind) {
        try (var stage = Stage.open(kind)) {
            try (var juliet = stage.login("juliet")) {
                talk(stage, juliet, "before");
            }
            stage.server().stop();

            long asked = System.nanoTime();
            var refused = stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "while it is away"));
            assertEquals(503, refused.status());
            assertEquals("5", refused.header("Retry-After"));
            assertTrue(Duration.ofNanos(System.nanoTime() - asked).toSeconds() < 2);

            stage.server().start();
            long opened = System.nanoTime();
            stage.server().awaitGateway(0);
            var took = Duration.ofNanos(System.nanoTime() - opened);
            assertTrue(took.toMillis() <= 5000, "back after " + took);      // the longest pause between two tries is 4 s
            try (var juliet = stage.login("juliet")) {
                talk(stage, juliet, "after");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void frozenItLetsNobodyBelieveInADelivery(XmppServer.Kind kind) {
        try (var stage = Stage.open(kind); var juliet = stage.login("juliet")) {
            talk(stage, juliet, "before");
            stage.server().process().freeze();
            var response = stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "to a frozen server"));
            assertEquals(504, response.status());
            stage.server().process().thaw();
            talk(stage, juliet, "after");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theGatewayStartsBeforeTheServer(XmppServer.Kind kind) {
        assumeTrue(kind.installed());
        try (var server = kind.create(); var sip = SipPeer.create();
                var gateway = new GatewayProcess(server.componentPort(), sip.port()).start()) {
            var refused = sip.call(gateway.port(), SipText.message(SIP_ROMEO, SIP_JULIET, "too early"));
            assertEquals(503, refused.status());
            assertEquals("5", refused.header("Retry-After"));
            server.start();
            server.awaitGateway(0);
            try (var juliet = XmppClient.login(server, "juliet", "balcony")) {
                assertEquals(200, sip.call(gateway.port(), SipText.message(SIP_ROMEO, SIP_JULIET, "now")).status());
                juliet.hears("now");
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theGatewayIsKilledAndStartedAgain(XmppServer.Kind kind) {
        try (var stage = Stage.open(kind); var juliet = stage.login("juliet")) {
            talk(stage, juliet, "before");
            int dead = stage.server().process().mark();
            stage.gateway().process().kill();
            if (kind == XmppServer.Kind.PROSODY) {          // what it writes before it knows is lost with the connection
                stage.server().process().await("component disconnected: " + XmppServer.GATEWAY, dead, Duration.ofSeconds(20));
            }
            String id = juliet.say(ROMEO, "while the gateway is dead");
            assertEquals(kind == XmppServer.Kind.PROSODY ? "wait remote-server-timeout" : "auth forbidden", juliet.errorOf(id));
            int mark = stage.server().process().mark();
            stage.gateway().start();
            stage.server().awaitGateway(mark);
            talk(stage, juliet, "after");
        }
    }

    @ParameterizedTest
    @EnumSource
    void theGatewayEndsInOrder(XmppServer.Kind kind) {
        try (var stage = Stage.open(kind)) {
            stage.gateway().stop();
            assertEquals(0, stage.gateway().process().exitCode(Duration.ofSeconds(1)));
        }
    }

    private static void talk(Stage stage, XmppClient juliet, String when) {
        juliet.say(ROMEO, "to the phone " + when);
        stage.sip().hears("to the phone " + when);
        assertEquals(200, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "to Juliet " + when)).status());
        juliet.hears("to Juliet " + when);
    }
}
