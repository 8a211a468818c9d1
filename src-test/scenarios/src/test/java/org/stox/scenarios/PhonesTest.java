package org.stox.scenarios;

import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.stox.scenarios.peer.Baresip;
import org.stox.scenarios.peer.GatewayProcess;
import org.stox.scenarios.peer.Kamailio;
import org.stox.scenarios.peer.Linphonec;
import org.stox.scenarios.peer.Phone;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.RealProcess;
import org.stox.scenarios.peer.Sipp;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Romeo has a real phone, which sends to the gateway itself or by a proxy in front of it; Juliet has either server. */
@ParameterizedClass
@MethodSource("everyServerWithAndWithoutAProxy")
class PhonesTest {

    private static final String ROMEO = "romeo@sip.example.com";
    private static final String SIP_JULIET = "sip:juliet@example.com";

    /** What stands between phone and gateway. */
    enum Front { NOTHING, KAMAILIO_UDP, KAMAILIO_TCP }

    @Parameter(0)
    XmppServer.Kind kind;

    @Parameter(1)
    Front front;

    private static XmppServer server;
    private static GatewayProcess gateway;
    private static Kamailio kamailio;
    private static XmppClient juliet;

    /** All phones use this port, one after the other. */
    private static int phonePort;

    /** Where a phone sends to: the proxy, or the gateway. */
    private static int outbound;

    static Stream<Arguments> everyServerWithAndWithoutAProxy() {
        return Arrays.stream(XmppServer.Kind.values()).flatMap(k -> Arrays.stream(Front.values()).map(f -> Arguments.of(k, f)));
    }

    @BeforeParameterizedClassInvocation
    static void open(XmppServer.Kind kind, Front front) {
        assumeTrue(kind.installed() && (front == Front.NOTHING || RealProcess.installed("kamailio")));
        server = kind.create();
        server.start();
        phonePort = Ports.free();
        int proxyPort = Ports.free();
        gateway = new GatewayProcess(server.componentPort(), front == Front.NOTHING ? phonePort : proxyPort);
        if (front == Front.KAMAILIO_TCP) {
            gateway.with("stox.sip.peer", "127.0.0.1:" + proxyPort + ";transport=tcp");
        }
        gateway.start();
        server.awaitGateway(0);
        outbound = front == Front.NOTHING ? gateway.port() : proxyPort;
        if (front != Front.NOTHING) {
            kamailio = new Kamailio(proxyPort, gateway.port(), phonePort, front == Front.KAMAILIO_TCP ? "tcp" : "udp");
        }
        juliet = XmppClient.login(server, "juliet", "balcony");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        for (AutoCloseable one : Arrays.asList(juliet, kamailio, gateway, server)) {
            if (one != null) {
                try {
                    one.close();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        }
        juliet = null;
        kamailio = null;
        gateway = null;
        server = null;
    }

    @Test
    @Proves("RFC7247-4-02")
    void baresipTalksWithJuliet() {
        assumeTrue(RealProcess.installed("baresip"));
        try (var phone = new Baresip(phonePort, outbound, "udp")) {
            talk(phone);
            juliet.close();
            phone.say("Are you there?");
            phone.refused(403);             // service-unavailable, RFC 7247 Table 2
        } finally {
            juliet = XmppClient.login(server, "juliet", "balcony");
        }
    }

    @Test
    void linphonecTalksWithJuliet() {
        assumeTrue(RealProcess.installed("linphonec"));
        try (var phone = new Linphonec(phonePort, outbound, "udp")) {
            talk(phone);
        }
    }

    private static void talk(Phone phone) {
        phone.say("Lady, by yonder blessed moon I vow 😀");
        assertEquals(ROMEO, juliet.hears("Lady, by yonder blessed moon I vow 😀").getFrom().asBareJid().toString());
        juliet.say(ROMEO, "O swear not by the moon, th’ inconstant moon 🌙");
        phone.hears(SIP_JULIET, "O swear not by the moon, th’ inconstant moon 🌙");
    }

    @Test
    void sippSendsToJuliet() {
        assumeTrue(RealProcess.installed("sipp"));
        try (var client = Sipp.sends(outbound, Phone.USER, SIP_JULIET, "200", "one", "two", "three 😀")) {
            juliet.hears("one");
            juliet.hears("two");
            juliet.hears("three 😀");
            client.succeeds();
        }
    }

    @ParameterizedTest
    @CsvSource({"200 OK, ''", "404 Not Found, cancel item-not-found", "486 Busy Here, wait recipient-unavailable",
        "302 Moved Temporarily, modify redirect", "503 Service Unavailable, cancel internal-server-error",
        "603 Decline, wait recipient-unavailable"})
    void sippAnswersJuliet(String answer, String error) {
        assumeTrue(RealProcess.installed("sipp"));
        try (var phone = Sipp.answers(phonePort, 1, answer, "Contact: <sip:romeo@mantua.example>")) {
            String id = juliet.say(ROMEO, "What says Romeo to " + answer);
            phone.succeeds();
            assertTrue(phone.messages().contains("What says Romeo to " + answer), phone::messages);
            if (!error.isEmpty()) {
                assertEquals(error, juliet.errorOf(id));
            }
        }
    }

    /** Who serves the SIP users says so: the proxy, or the phone where there is none. */
    @Test
    void thatASipUserIsUnknownComesBackToJuliet() {
        if (front == Front.NOTHING) {
            try (var phone = Sipp.answers(phonePort, 1, "404 Not Found", "Server: phone")) {
                tybaltIsUnknown();
                phone.succeeds();
            }
        } else {
            tybaltIsUnknown();
        }
    }

    private static void tybaltIsUnknown() {
        String id = juliet.say("tybalt@sip.example.com", "Tybalt?");
        assertEquals("cancel item-not-found", juliet.errorOf(id));
    }
}
