package org.stox.scenarios;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import org.stox.scenarios.crowd.Pace;
import org.stox.scenarios.crowd.Phones;
import org.stox.scenarios.crowd.Users;
import org.stox.scenarios.crowd.Views;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Prosody;
import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppPeer;
import org.stox.scenarios.peer.XmppServer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The store of a running gateway has no room, and later its file is damaged: what is there goes on, and all is well again afterwards. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FullDiskTest {

    private static final int PAIRS = 10;
    private static final String FULL = "Sessions cannot be stored in";

    private static final Views TO_SIP = new Views(PAIRS);
    private static final Views TO_XMPP = new Views(PAIRS);
    private static final Users USERS = new Users(XmppServer.SECOND, XmppServer.GATEWAY, TO_SIP, TO_XMPP);
    private static final Prosody SERVER = new Prosody();
    private static final Phones PHONES = new Phones(XmppServer.GATEWAY, XmppServer.SECOND, TO_SIP, TO_XMPP);
    private static final GatewayProcess GATEWAY = new GatewayProcess(SERVER.componentPort(), PHONES.port());
    private static final SipPeer NEWCOMER = SipPeer.create();
    private static XmppPeer component;

    @BeforeAll
    static void open() throws IOException {
        assumeTrue(XmppServer.Kind.PROSODY.installed());
        SERVER.start();
        PHONES.calls(GATEWAY.port());
        GATEWAY.start();
        SERVER.awaitGateway(0);
        component = XmppPeer.connect(SERVER);
        USERS.on(component.stream());
        component.listen(USERS::stanza);
        begin();
    }

    @AfterAll
    static void close() {
        Stage.close(NEWCOMER, PHONES, GATEWAY, component, SERVER);
    }

    private static void begin() {
        Pace.of(PAIRS, PAIRS, pair -> {
            PHONES.subscribe(pair);
            USERS.subscribe(pair);
        });
        areRight();
    }

    @Test
    @Order(1)
    void withoutRoomWhatIsNewIsRefusedAndWhatIsThereGoesOn() throws Exception {
        mostOfAFile("4096");
        assertEquals(503, subscribe("early").status());
        var refused = subscribe("late");
        assertEquals(503, refused.status());
        assertEquals("5", refused.header("Retry-After"));
        GATEWAY.process().await(FULL);
        show("without room");
        areRight();
        assertEquals(2, GATEWAY.process().printed().split(FULL, -1).length, "one line tells it: " + GATEWAY.process().printed());
    }

    @Test
    @Order(2)
    void withRoomAllIsWellAgain() throws Exception {
        mostOfAFile("unlimited");
        GATEWAY.process().await("Sessions are stored in .* again");
        assertEquals(200, subscribe("again").status());
        GATEWAY.process().kill();
        restart();
        show("after a kill");
        areRight();
        assertEquals(0, PHONES.notBegunOnce(), "phones that were subscribed to other than once");
        assertEquals(0, USERS.unsubscribed());
    }

    /** What cannot be read is lost, and asked for anew; the gateway runs. */
    @Test
    @Order(3)
    void aDamagedFileIsPutAsideAndTheGatewayRuns() throws Exception {
        GATEWAY.process().stop();
        try (var file = new RandomAccessFile(Path.of(GATEWAY.settings().get("stox.state"), "sessions.db").toFile(), "rw")) {
            file.write("this was a database".getBytes(StandardCharsets.US_ASCII));
        }
        restart();
        GATEWAY.process().await("is damaged: the \\d+ sessions that could be read are in a new file");
        assertEquals(200, subscribe("new").status());
    }

    private static void restart() {
        int mark = SERVER.process().mark();
        GATEWAY.start();
        SERVER.awaitGateway(mark);
    }

    private static void show(String text) {
        Pace.of(PAIRS, PAIRS, pair -> {
            PHONES.show(pair, text);
            USERS.show(pair, text);
        });
    }

    private static void areRight() {
        assertTrue(TO_SIP.right(Duration.ofSeconds(60)), () -> "phones: " + TO_SIP.examples());
        assertTrue(TO_XMPP.right(Duration.ofSeconds(60)), () -> "users: " + TO_XMPP.examples());
    }

    private static SipText subscribe(String who) {
        var message = SipText.message("sip:" + who + "@" + XmppServer.GATEWAY, "sip:c0@" + XmppServer.SECOND, "").asMethod("SUBSCRIBE");
        var request = new SipText(message.startLine(), message.headers().stream().filter(h -> !h.name().equals("Content-Type")).toList(), "")
                .with("Contact", "<sip:" + who + "@" + NEWCOMER.hostPort() + ">").with("Event", "presence").with("Expires", "600");
        return NEWCOMER.call(GATEWAY.port(), request);
    }

    /** No disk is full, but the process may write no file beyond that; any user can do this to his own process. */
    private static void mostOfAFile(String octets) throws Exception {
        var command = new ProcessBuilder("prlimit", "--pid", Long.toString(GATEWAY.process().pid()), "--fsize=" + octets + ":");
        assertEquals(0, command.redirectErrorStream(true).start().waitFor());
    }
}
