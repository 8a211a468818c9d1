package org.stox.scenarios;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeSet;

import org.jivesoftware.smack.packet.StanzaError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Prosody;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The SIP side does not answer: every sender is told in time, and those who write to others do not notice. */
@Execution(ExecutionMode.CONCURRENT)
class DeadSipPeerTest {

    private static final String ROMEO = "romeo@sip.example.com";

    /** Timer F is 32 s; one second more is for the way there and back. */
    private static final Duration AT_MOST = Duration.ofSeconds(33);

    @Test
    @Proves("RFC7247-7.2-59")
    void fiftyMessagesToADeadUriAreAllRefusedInTimeAndOthersPass() {
        try (var stage = Stage.open(XmppServer.Kind.PROSODY); var juliet = stage.login("juliet"); var nurse = stage.login("nurse")) {
            stage.sip().answers(404, "Not Found");
            assertEquals("cancel item-not-found", juliet.errorOf(juliet.say(ROMEO, "Once before, as the first message loads classes.")));
            stage.sip().answers(request -> request.target().contains("romeo") ? Optional.empty() : Optional.of(request.answer(200, "OK")));
            var ids = new ArrayList<String>();
            long sent = System.nanoTime();
            for (int i = 0; i < 50; i++) {
                ids.add(juliet.say(ROMEO, "Romeo? " + i));
            }
            nurse.say("peter@sip.example.com", "My fan, Peter.");
            stage.sip().hears("My fan, Peter.");

            var refused = new TreeSet<String>();
            while (refused.size() < ids.size()) {       // in any order: they end at once
                var error = juliet.take(s -> s.getError() != null, Duration.ofSeconds(60));
                assertEquals(StanzaError.Condition.remote_server_timeout, error.getError().getCondition());
                assertTrue(refused.add(error.getStanzaId()), "told twice");
            }
            assertEquals(new TreeSet<>(ids), refused);
            var took = Duration.ofNanos(System.nanoTime() - sent);
            System.out.println("dead URI: 50 messages refused after " + took);
            assertTrue(took.toSeconds() >= 31, "refused before the peer had its time: " + took);
            assertTrue(took.compareTo(AT_MOST) <= 0, "refused late: " + took);

            stage.sip().answers(200, "OK");
            juliet.say(ROMEO, "Art thou alive?");
            stage.sip().hears("Art thou alive?");
        }
    }

    @Test
    @Proves("RFC7247-7.2-59")
    void aPeerThatIsStoppedIsATimeoutAndComesBack() {
        try (var stage = Stage.open(XmppServer.Kind.PROSODY); var juliet = stage.login("juliet")) {
            stage.sip().stop();
            String id = juliet.say(ROMEO, "Are you there?");
            String error = juliet.errorOf(id, Duration.ofSeconds(60));
            assertTrue(error.equals("wait remote-server-timeout") || error.equals("cancel internal-server-error"), error);
            stage.sip().open();
            juliet.say(ROMEO, "And now?");
            stage.sip().hears("And now?");
        }
    }

    @Test
    void byTcpARefusedConnectIsAnErrorAtOnceAndAClosedConnectionToo() {
        assumeTrue(XmppServer.Kind.PROSODY.installed());
        try (var server = new Prosody(); var sip = SipPeer.create()) {
            server.start();
            try (var gateway = new GatewayProcess(server.componentPort(), sip.port())
                    .with("stox.sip.peer", "127.0.0.1:" + sip.port() + ";transport=tcp").start()) {
                server.awaitGateway(0);
                try (var juliet = XmppClient.login(server, "juliet", "balcony")) {
                    juliet.say(ROMEO, "by TCP");
                    sip.hears("by TCP");

                    sip.answers(request -> {
                        sip.stop();
                        return Optional.empty();
                    });
                    String cut = juliet.say(ROMEO, "and the connection is closed");
                    assertEquals("cancel internal-server-error", juliet.errorOf(cut, Duration.ofSeconds(10)));

                    String refused = juliet.say(ROMEO, "nobody listens");
                    assertEquals("cancel internal-server-error", juliet.errorOf(refused, Duration.ofSeconds(10)));

                    sip.answers(200, "OK");
                    sip.open();
                    juliet.say(ROMEO, "by TCP again");
                    sip.hears("by TCP again");
                }
            }
        }
    }
}
