package org.stox.scenarios;

import java.time.Duration;

import org.jivesoftware.smack.packet.Presence.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.ContactList;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Linphonec;
import org.stox.scenarios.peer.Phone;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.Slixmpp;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Romeo has a Linphone and nothing stands between it and the gateway; the users of the other side have real clients. */
class PresencePhonesTest {

    private static final String ROMEO = "romeo@sip.example.com";

    private static XmppServer server;
    private static GatewayProcess gateway;
    private static int phonePort;

    @BeforeAll
    static void open() {
        assumeTrue(XmppServer.Kind.EJABBERD.installed() && RealProcess.installed("linphonec"));
        phonePort = Ports.free();
        server = XmppServer.Kind.EJABBERD.create();
        server.start();
        gateway = new GatewayProcess(server.componentPort(), phonePort).start();
        server.awaitGateway(0);
    }

    @AfterAll
    static void close() {
        Stage.close(gateway, server);
    }

    /** Linphone's own number for how much it wants to be called is 0.8. */
    @Test
    @Proves({"RFC8048-6.3-08", "RFC8048-6.3-14"})
    void aLinphoneAndASlixmppShowEachOther() {
        assumeTrue(Slixmpp.installed());
        try (var juliet = new Slixmpp(server, "juliet"); var phone = Linphonec.watching(phonePort, gateway.port(), Phone.USER)) {
            juliet.isAskedBy(ROMEO);
            int mark = phone.mark();
            juliet.sends("subscribed", ROMEO);
            phone.shows("Online", mark);
            juliet.is("away", 3, "In the orchard");
            phone.shows("Away", mark);
            juliet.is("dnd", 3, "On the phone");
            phone.shows("On the phone", mark);

            mark = juliet.mark();
            juliet.sends("subscribe", ROMEO);
            juliet.shows(ROMEO, "available \"\" 102", mark);
            mark = phone.mark();
            juliet.sends("unsubscribed", ROMEO);
            phone.shows("Offline", mark);
            juliet.sends("unsubscribe", ROMEO);
        }
    }

    /** At its end it says terminated, without reason and document, and answers nothing any more. */
    @Test
    @Proves("RFC8048-5.2.2-12")
    void aLinphoneThatQuitsIsSeenLeaving() {
        var mercutio = "mercutio@sip.example.com";
        try (var juliet = ContactList.login(server, "juliet", "chamber");
                var phone = Linphonec.watching(phonePort, gateway.port(), "sip:" + mercutio)) {
            juliet.adds(mercutio);
            juliet.shows(mercutio, "available 102");
            juliet.hears(1, Type.subscribe, mercutio);
            phone.quits();
            long off = System.nanoTime();
            juliet.showsOffline(mercutio);
            assertTrue(Duration.ofNanos(System.nanoTime() - off).toSeconds() < 15, "and not after the 32 s of a SUBSCRIBE");
        }
    }

    @Test
    @Proves("RFC8048-5.2.2-08")
    void aLinphoneRefuses() {
        try (var nurse = ContactList.login(server, "nurse", "chamber");
                var phone = Linphonec.refusing(phonePort, gateway.port(), Phone.USER, "sip:nurse@example.com")) {
            nurse.adds(ROMEO);
            nurse.hears(1, Type.unsubscribed, ROMEO);
            nurse.has(ROMEO, "none");
        }
    }
}
