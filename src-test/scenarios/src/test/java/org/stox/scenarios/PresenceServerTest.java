package org.stox.scenarios;

import java.util.List;

import org.jivesoftware.smack.packet.Presence.Mode;
import org.jivesoftware.smack.packet.Presence.Type;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.Baresip;
import org.stox.scenarios.peer.ContactList;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Linphonec;
import org.stox.scenarios.peer.Phone;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.PresenceServer;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The SIP users have Kamailio as their presence server, and it stands in the path of all that their phones ask the gateway. */
class PresenceServerTest {

    private static final String JULIET = "sip:juliet@example.com";

    private static XmppServer server;
    private static GatewayProcess gateway;
    private static PresenceServer presence;
    private static ContactList juliet;

    @BeforeAll
    static void open() {
        assumeTrue(XmppServer.Kind.PROSODY.installed() && PresenceServer.installed() && RealProcess.installed("baresip"));
        server = XmppServer.Kind.PROSODY.create();
        server.start();
        int port = Ports.free();
        gateway = new GatewayProcess(server.componentPort(), port).start();
        server.awaitGateway(0);
        presence = new PresenceServer(port, gateway.port());
        juliet = ContactList.login(server, "juliet", "balcony");
    }

    @AfterAll
    static void close() {
        Stage.close(juliet, presence, gateway, server);
    }

    /** baresip shows one who is away as offline. */
    @Test
    @Proves({"RFC8048-4-01", "RFC8048-5.3.1-07", "RFC8048-5.3.1-09"})
    void phonesBehindItShowJuliet() {
        assumeTrue(RealProcess.installed("linphonec"));
        var romeo = "romeo@sip.example.com";
        var benvolio = "benvolio@sip.example.com";
        try (var baresip = Baresip.watching(Ports.free(), presence.port(), Phone.USER);
                var linphone = Linphonec.watching(Ports.free(), presence.port(), "sip:" + benvolio)) {
            juliet.hears(1, Type.subscribe, romeo);
            juliet.hears(1, Type.subscribe, benvolio);
            juliet.is(Mode.available, "", 0);
            juliet.sends(Type.subscribed, romeo);
            baresip.shows("Online");
            int mark = linphone.mark();
            juliet.sends(Type.subscribed, benvolio);
            linphone.shows("Online", mark);

            juliet.is(Mode.dnd, "asleep", 5);
            baresip.shows("Busy");
            linphone.shows("Busy", mark);
            juliet.is(Mode.away, "In the orchard", 5);
            baresip.shows("Offline");
            linphone.shows("Away", mark);
            juliet.is(Mode.dnd, "On the phone", 5);
            baresip.shows("Busy");
            linphone.shows("On the phone", mark);

            juliet.leaves();
            baresip.shows("Offline");
            mark = linphone.mark();
            juliet.is(Mode.available, "", 0);
            baresip.shows("Online");
            linphone.shows("Online", mark);
            juliet.sends(Type.unsubscribed, romeo);
            baresip.givesUp("rejected");
            juliet.has(romeo, "none");
            juliet.has(benvolio, "from");
        }
    }

    @Test
    @Proves({"RFC8048-4-01", "RFC8048-5.2.1-09", "RFC8048-5.2.1-11", "RFC8048-5.2.2-12"})
    void julietSeesWhatAPhonePublishes() {
        var mercutio = "mercutio@sip.example.com";
        try (var phone = Baresip.publishing(Ports.free(), presence.port(), "sip:" + mercutio)) {
            phone.goes(true);
            juliet.adds(mercutio);
            presence.awaitWatcher("mercutio");
            assertEquals(List.of(), notRequests(juliet.decisions(mercutio)), "it is not decided yet");
            presence.decides("mercutio", JULIET, "allow");
            juliet.has(mercutio, "to");
            juliet.shows(mercutio, "available");
            phone.goes(false);
            juliet.showsOffline(mercutio);
            phone.goes(true);
            juliet.shows(mercutio, "available");
            presence.decides("mercutio", JULIET, "block");
            juliet.has(mercutio, "none");
            juliet.showsOffline(mercutio);
            juliet.hears(1, Type.unsubscribed, mercutio);
            assertEquals(List.of(Type.subscribed, Type.unsubscribed), notRequests(juliet.decisions(mercutio)));
        }
    }

    /** Both directions of what went through it, and what it knows, outlive its restart. */
    @Test
    @Proves({"RFC8048-4-01", "RFC8048-5.2.1-06", "RFC8048-5.2.2-02"})
    void theServerIsRestarted() {
        var valentine = "valentine@sip.example.com";
        var escalus = "escalus@sip.example.com";
        try (var phone = Baresip.publishing(Ports.free(), presence.port(), "sip:" + valentine);
                var watcher = Baresip.watching(Ports.free(), presence.port(), "sip:" + escalus)) {
            presence.decides("valentine", JULIET, "allow");
            phone.goes(true);
            juliet.adds(valentine);
            juliet.shows(valentine, "available");
            juliet.hears(1, Type.subscribe, escalus);
            juliet.sends(Type.subscribed, escalus);
            watcher.shows("Online");

            presence.stop();
            juliet.is(Mode.dnd, "asleep", 5);
            presence.start();
            watcher.shows("Busy");
            phone.goes(false);
            juliet.showsOffline(valentine);
            phone.goes(true);
            juliet.shows(valentine, "available");
            juliet.is(Mode.available, "", 0);
            watcher.shows("Online");
            assertEquals(List.of(Type.subscribed), notRequests(juliet.decisions(valentine)));
            assertEquals(1, juliet.heard(Type.subscribe, escalus));
        }
    }

    private static List<Type> notRequests(List<Type> decisions) {
        return decisions.stream().filter(t -> t != Type.subscribe).toList();
    }
}
