package org.stox.scenarios;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.Sipp;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.Xml;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Subscriptions as phones and proxies seldom have them (RFC 6665, RFC 3261 §12): SIPp on the one side, a bare component on the other. */
class OddSubscriptionsTest {

    private static final String JULIET = "juliet@" + XmppServer.SECOND;
    private static final String ROMEO = "romeo@" + XmppServer.GATEWAY;

    private final int phone = Ports.free();
    private XmppServer server;
    private GatewayProcess gateway;
    private XmppPeer juliet;

    @BeforeEach
    void open() {
        assumeTrue(XmppServer.Kind.PROSODY.installed());
        server = XmppServer.Kind.PROSODY.create();
        server.start();
        gateway = new GatewayProcess(server.componentPort(), phone).start();
        server.awaitGateway(0);
        juliet = XmppPeer.connect(server);
    }

    @AfterEach
    void close() {
        Stage.close(juliet, gateway, server);
    }

    private void sends(String type) {
        juliet.send("<presence from='" + JULIET + "' to='" + ROMEO + "' type='" + type + "'/>");
    }

    private Xml takes(String type) {
        return juliet.take(x -> x.name().equals("presence") && x.attribute("type").equals(type));
    }

    private String shown() {
        return takes("").text("show");
    }

    @Test
    @Proves({"RFC8048-5.2.1-11", "RFC8048-5.2.1-12"})
    void aNotifyBeforeTheAnswerToSubscribeCounts() {
        try (var sipp = Sipp.plays("notify-first.xml", phone, Map.of(), 1)) {
            sends("subscribe");
            takes("subscribed");
            assertEquals("away", shown());
            sipp.succeeds();
        }
    }

    @Test
    @Proves({"RFC8048-6.3-03", "RFC8048-5.2.1-09"})
    void severalNotifiesAtOnceAreTakenInTheirOrderAndStrangeOnesRefused() {
        try (var sipp = Sipp.plays("notify-odd.xml", phone, Map.of(), 1)) {
            sends("subscribe");
            takes("subscribed");
            assertEquals("away", shown());
            assertEquals("dnd", shown());
            assertEquals("away", juliet.take(x -> x.name().equals("presence")).text("show"), "of what was refused nothing came");
            sipp.succeeds();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"403 Forbidden", "489 Bad Event", "603 Decline"})
    @Proves({"RFC8048-5.2.2-06", "RFC8048-5.2.2-07", "RFC8048-5.2.2-08"})
    void aRefusalEndsTheAuthorization(String answer) {
        try (var sipp = Sipp.plays("subscribe-refused.xml", phone, Map.of("answer", answer), 1)) {
            sends("subscribe");
            takes("unsubscribed");
            sipp.succeeds();
        }
    }

    @Test
    @Proves("RFC8048-5.2.2-09")
    void whoWantsALongerSubscriptionGetsIt() {
        try (var sipp = Sipp.plays("subscribe-brief.xml", phone, Map.of(), 1)) {
            sends("subscribe");
            takes("subscribed");
            assertEquals("away", shown());
            sipp.succeeds();
        }
    }

    /** Two dialogs, each forgotten by the phone when it is refreshed; the user is seen to be there at each probe. */
    @Test
    @Proves({"RFC8048-5.2.2-10", "RFC8048-8.1-05"})
    void aForgottenDialogIsFollowedByANewOne() throws Exception {
        try (var sipp = Sipp.plays("subscribe-gone.xml", phone, Map.of(), 2)) {
            sends("subscribe");
            takes("subscribed");
            assertEquals("away", shown());
            var again = new CompletableFuture<Xml>();
            juliet.listen(x -> {
                if (x.attribute("type").equals("probe")) {
                    juliet.send("<presence from='" + JULIET + "/balcony' to='" + x.attribute("from") + "'/>");
                } else if (x.name().equals("presence")) {
                    again.complete(x);
                }
            });
            sipp.succeeds();
            assertEquals(false, again.isDone(), "to the user nothing has changed");
        }
    }

    @Test
    @Proves({"RFC8048-5.2.3-02", "RFC8048-5.2.3-04"})
    void theRouteSetAndTheNewTargetAreUsed() {
        try (var sipp = Sipp.plays("subscribe-route.xml", phone, Map.of(), 1)) {
            sends("subscribe");
            takes("subscribed");
            assertEquals("away", shown());
            sends("unsubscribe");
            takes("unsubscribed");
            sipp.succeeds();
        }
    }

    @Test
    @Proves({"RFC8048-5.3.1-02", "RFC8048-5.3.2-02", "RFC8048-5.3.3-02"})
    void aWatcherBehindProxiesIsNotifiedWhereItIs() throws Exception {
        var asked = new CompletableFuture<Xml>();
        var probed = new CompletableFuture<Xml>();
        juliet.listen(x -> {
            switch (x.attribute("type")) {
                case "subscribe" -> asked.complete(x);
                case "probe" -> probed.complete(x);
                default -> { }
            }
        });
        try (var sipp = Sipp.watches("watch.xml", phone, gateway.port())) {
            asked.get(20, TimeUnit.SECONDS);
            sends("subscribed");
            probed.get(20, TimeUnit.SECONDS);
            juliet.send("<presence from='" + JULIET + "/balcony' to='" + ROMEO + "'/>");
            sipp.succeeds();
        }
    }
}
