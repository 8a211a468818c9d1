package org.stox.scenarios.peer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** The peers against each other, without the gateway: what fails here is no fault of the gateway's. */
class PeersTest {

    @ParameterizedTest
    @EnumSource
    void aServerCarriesMessagesBetweenAClientAndAComponent(XmppServer.Kind kind) {
        assumeTrue(kind.installed());
        try (var server = kind.create()) {
            server.start();
            for (int round = 0; round < 2; round++) {
                try (var component = XmppPeer.connect(server); var juliet = XmppClient.login(server, "juliet", "balcony")) {
                    juliet.say("romeo@" + XmppServer.SECOND, "to the component 😀");
                    var message = component.take(x -> x.name().equals("message"));
                    assertEquals("to the component 😀", message.text("body"));
                    assertEquals("juliet@example.com/balcony", message.attribute("from"));

                    component.send("<message id='m1' from='romeo@ledger.example.com' to='juliet@example.com'><body>back</body></message>");
                    assertEquals("m1", juliet.hears("back").getStanzaId());

                    component.send("<message id='m2' from='romeo@ledger.example.com' to='nurse@example.com'><body>nobody</body></message>");
                    assertEquals("cancel service-unavailable", component.take(x -> x.attribute("id").equals("m2")).error());

                    String id = juliet.say("romeo@" + XmppServer.GATEWAY, "no gateway");
                    assertEquals(kind == XmppServer.Kind.PROSODY ? "wait remote-server-timeout" : "auth forbidden",
                            juliet.errorOf(id));
                }
                server.stop();
                server.start();
            }
        }
    }

    @Test
    void baresipSendsAndReceives() {
        assumeTrue(RealProcess.installed("baresip"));
        try (var proxy = SipPeer.create(); var phone = new Baresip(Ports.free(), proxy.port(), "udp")) {
            talk(proxy, phone);
            proxy.answers(404, "Not Found");
            phone.say("refuse me");
            phone.refused(404);
        }
    }

    @Test
    void linphonecSendsAndReceives() {
        assumeTrue(RealProcess.installed("linphonec"));
        try (var proxy = SipPeer.create(); var phone = new Linphonec(Ports.free(), proxy.port(), "udp")) {
            talk(proxy, phone);
        }
    }

    private static void talk(SipPeer proxy, Phone phone) {
        phone.say("Wherefore art thou? 😀");
        var request = proxy.hears("Wherefore art thou? 😀");
        assertEquals("sip:juliet@example.com", request.target());
        var answer = proxy.call(phone.port(), SipText.message("sip:juliet@example.com", "sip:romeo@127.0.0.1:" + phone.port(), "Ay me! 😀"));
        assertEquals(200, answer.status());
        phone.hears("sip:juliet@example.com", "Ay me! 😀");
    }

    @Test
    void kamailioRelaysBothWays() {
        assumeTrue(RealProcess.installed("kamailio"));
        try (var gateway = SipPeer.create(); var phone = SipPeer.create();
                var proxy = new Kamailio(Ports.free(), gateway.port(), phone.port(), "tcp")) {
            var up = phone.call(proxy.port(), SipText.message(Phone.USER, "sip:juliet@example.com", "up"));
            assertEquals(200, up.status());
            assertEquals("69", gateway.hears("up").header("Max-Forwards"));
            var down = SipPeer.await(gateway.sendByTcp(proxy.port(), SipText.message("sip:juliet@example.com", Phone.USER, "down")));
            assertEquals(200, down.status());
            assertEquals("down", phone.hears("down").body());
            assertEquals(404, gateway.call(proxy.port(), SipText.message("sip:j@example.com", "sip:tybalt@sip.example.com", "x")).status());
        }
    }

    @Test
    void sippIsClientAndServer() {
        assumeTrue(RealProcess.installed("sipp"));
        try (var server = Sipp.answers(Ports.free(), 2, "200 OK", "Server: sipp");
                var client = Sipp.sends(server.port(), Phone.USER, "sip:juliet@example.com", "200", "one", "two 😀")) {
            client.succeeds();
            server.succeeds();
            assertTrue(server.messages().contains("two 😀"), server::messages);
        }
        try (var server = Sipp.answers(Ports.free(), 1, "486 Busy Here", "Server: sipp");
                var client = Sipp.sends(server.port(), Phone.USER, "sip:juliet@example.com", "486", "one")) {
            client.succeeds();
        }
    }
}
