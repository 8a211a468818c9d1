package org.stox.scenarios;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.KarafProcess;
import org.stox.scenarios.peer.Prosody;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.Sipp;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The gateway in Karaf, from the start of Karaf to its stop; Romeo has SIPp, Juliet an XMPP client at Prosody. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KarafTest {

    private static final String ROMEO = "romeo@sip.example.com";
    private static final String SIP_ROMEO = "sip:romeo@sip.example.com";
    private static final String SIP_JULIET = "sip:juliet@example.com";
    private static final String SIP_NOBODY = "sip:mercutio@example.com";
    private static final String READY = "Running: SIP users";

    private static final Prosody SERVER = new Prosody();
    /** Has the port of the peer; SIPp has it while this is stopped. */
    private static final SipPeer PHONES = SipPeer.create();
    private static final GatewayProcess SETTINGS = new GatewayProcess(SERVER.componentPort(), PHONES.port());
    private static final KarafProcess KARAF = new KarafProcess(SETTINGS.settings());
    private static XmppClient juliet;

    @BeforeAll
    static void open() {
        assumeTrue(XmppServer.Kind.PROSODY.installed() && RealProcess.installed("sipp") && KarafProcess.built());
        PHONES.stop();
        SERVER.start();
        long start = System.nanoTime();
        KARAF.start();
        KARAF.says(READY, 0);
        System.out.printf("KarafTest: ready after %.1f s, of which a CPU worked %d s%n", (System.nanoTime() - start) / 1e9,
                KARAF.process().cpuTime().toSeconds());
        SERVER.awaitGateway(0);
        juliet = XmppClient.login(SERVER, "juliet", "balcony");
    }

    @AfterAll
    static void close() {
        Stage.close(juliet, KARAF, PHONES, SERVER);
    }

    @Test
    @Order(1)
    void whatRomeoWritesJulietReads() {
        try (var phone = Sipp.sends(SETTINGS.port(), SIP_ROMEO, SIP_JULIET, "200", "But soft, what light 😀")) {
            phone.succeeds();
            juliet.hears("But soft, what light 😀");
        }
    }

    @Test
    @Order(2)
    void whatJulietWritesRomeoReads() {
        try (var phone = Sipp.answers(PHONES.port(), 1, "200 OK", "Server: sipp")) {
            juliet.say(ROMEO, "Ay me!");
            phone.succeeds();
            assertTrue(phone.messages().contains("Ay me!"), phone::messages);
        }
    }

    @Test
    @Order(3)
    void romeoIsToldThatNobodyIsThere() {
        try (var phone = Sipp.sends(SETTINGS.port(), SIP_ROMEO, SIP_NOBODY, "403", "Who is there?")) {
            phone.succeeds();
        }
    }

    @Test
    @Order(4)
    void julietIsToldThatRomeoIsBusy() {
        assertEquals("wait recipient-unavailable", theErrorOfABusyPhone());
    }

    @Test
    @Order(5)
    void aWrongSettingIsOneSentenceAndChangesNothing() {
        int mark = KARAF.log().mark();
        KARAF.change("stox.error.486", "no-such-condition");
        KARAF.says("goes on as it was until etc/org.stox.gateway.cfg is right", mark);
        var said = KARAF.log().printed().substring(mark);
        assertTrue(said.contains("stox.error.486=no-such-condition"), said);
        assertFalse(said.contains("\tat "), said);
        assertEquals("wait recipient-unavailable", theErrorOfABusyPhone());
    }

    @Test
    @Order(6)
    void anotherSettingHoldsWithoutAnotherStartOfKaraf() {
        int mark = KARAF.log().mark();
        int login = SERVER.process().mark();
        KARAF.change("stox.error.486", "item-not-found");
        KARAF.says(READY, mark);
        SERVER.awaitGateway(login);
        assertEquals("cancel item-not-found", theErrorOfABusyPhone());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway.xml", "im.yaml", "im.xml", "im.yaml,presence.xml"})
    @Order(7)
    void theOtherRouteFilesRunToo(String file) {
        int mark = KARAF.log().mark();
        int login = SERVER.process().mark();
        KARAF.routes(file);
        KARAF.says(READY, mark);
        SERVER.awaitGateway(login);
        try (var phone = Sipp.sends(SETTINGS.port(), SIP_ROMEO, SIP_JULIET, "200", "By " + file)) {
            phone.succeeds();
            juliet.hears("By " + file);
        }
        assertEquals("cancel item-not-found", theErrorOfABusyPhone());
    }

    private static String theErrorOfABusyPhone() {
        try (var phone = Sipp.answers(PHONES.port(), 1, "486 Busy Here", "Server: sipp")) {
            String id = juliet.say(ROMEO, "Wherefore art thou?");
            phone.succeeds();
            return juliet.errorOf(id);
        }
    }

    @Test
    @Order(8)
    void aStopUnderLoadLosesNothing() {
        PHONES.open();
        try (var users = XmppPeer.connect(SERVER)) {
            var load = new Load(PHONES, users, SETTINGS.port());
            load.start();
            load.awaitCrossed(200);
            KARAF.process().terminate();
            KARAF.process().exitCode(Duration.ofSeconds(60));
            load.awaitEnd();
            System.out.println("KarafTest: stopped under load, " + load);
            load.nothingIsLost();
        }
    }
}
