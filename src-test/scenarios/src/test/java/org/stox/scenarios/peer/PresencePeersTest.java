package org.stox.scenarios.peer;

import java.util.Optional;
import java.util.function.IntFunction;

import org.jivesoftware.smack.packet.Presence.Mode;
import org.jivesoftware.smack.packet.Presence.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What the peers do of presence against each other, without the gateway: what fails here is no fault of the gateway's. */
class PresencePeersTest {

    private static final String ROMEO = "romeo@" + XmppServer.SECOND;
    private static final String JULIET = "sip:juliet@example.com";
    private static final String BODY = PidfText.document(JULIET, PidfText.open("balcony", "0.5", ""));

    @ParameterizedTest
    @EnumSource
    void aContactListKnowsAContactAtAComponent(XmppServer.Kind kind) {
        assumeTrue(kind.installed());
        try (var server = kind.create()) {
            server.start();
            try (var component = XmppPeer.connect(server); var juliet = ContactList.login(server, "juliet", "balcony")) {
                juliet.adds(ROMEO);
                var request = component.take(x -> x.name().equals("presence"));
                assertEquals("subscribe juliet@example.com", request.attribute("type") + " " + request.attribute("from"));
                component.send("<presence type='subscribed' from='" + ROMEO + "' to='juliet@example.com'/>");
                juliet.has(ROMEO, "to");
                component.send("<presence from='" + ROMEO + "/phone' to='juliet@example.com'>"
                        + "<show>away</show><status>orchard</status></presence>");
                juliet.shows(ROMEO, "away \"orchard\"");

                component.send("<presence type='subscribe' from='" + ROMEO + "' to='juliet@example.com'/>");
                juliet.hears(1, Type.subscribe, ROMEO);
                juliet.sends(Type.subscribed, ROMEO);
                juliet.has(ROMEO, "both");
                juliet.is(Mode.dnd, "asleep", 3);
                component.take(x -> x.name().equals("presence") && "dnd".equals(x.text("show")));
            }
            server.stop();
            server.start();
            try (var component = XmppPeer.connect(server); var juliet = ContactList.login(server, "juliet", "balcony")) {
                component.take(x -> x.name().equals("presence") && x.attribute("type").equals("probe"));
                component.send("<presence from='" + ROMEO + "/phone' to='juliet@example.com'/>");
                juliet.shows(ROMEO, "available");
                assertEquals(0, juliet.heard(Type.subscribed, ROMEO));
            }
        }
    }

    @Test
    void slixmppShowsItsContact() {
        assumeTrue(XmppServer.Kind.PROSODY.installed() && Slixmpp.installed());
        try (var server = new Prosody()) {
            server.start();
            try (var component = XmppPeer.connect(server); var nurse = new Slixmpp(server, "nurse")) {
                int mark = nurse.mark();
                nurse.sends("subscribe", ROMEO);
                component.take(x -> x.attribute("type").equals("subscribe"));
                component.send("<presence type='subscribed' from='" + ROMEO + "' to='nurse@example.com'/>"
                        + "<presence from='" + ROMEO + "/phone' to='nurse@example.com'>"
                        + "<show>dnd</show><status>On the phone</status></presence>");
                nurse.shows(ROMEO, "dnd \"On the phone\" 0", mark);
                component.send("<presence type='unavailable' from='" + ROMEO + "/phone' to='nurse@example.com'/>");
                nurse.shows(ROMEO, "offline", mark);
                component.send("<presence type='subscribe' from='" + ROMEO + "' to='nurse@example.com'/>");
                nurse.isAskedBy(ROMEO);
                nurse.sends("subscribed", ROMEO);
                nurse.is("away", 7, "at the market");
                var shown = component.take(x -> x.name().equals("presence") && "away".equals(x.text("show")));
                assertEquals("at the market 7", shown.text("status") + " " + shown.text("priority"));
            }
        }
    }

    @Test
    void baresipShowsItsContactAndItself() {
        assumeTrue(RealProcess.installed("baresip"));
        try (var gateway = SipPeer.create(); var phone = notified(gateway, port -> Baresip.watching(port, gateway.port(), Phone.USER))) {
            var watch = SipWatch.of(gateway, phone.port(), gateway.receives(r -> r.method().equals("SUBSCRIBE")));
            watch.notify("active;expires=600", BODY);
            phone.shows("Online");
            watch.notify("active;expires=600", PidfText.document(JULIET, PidfText.open("balcony", "0.5", ""), PidfText.person("busy")));
            phone.shows("Busy");
            watch.notify("terminated;reason=rejected", "");
            phone.givesUp("rejected");

            var subscribe = SipWatch.subscribe(gateway, JULIET, Phone.USER, 600);
            var other = SipWatch.of(gateway, phone.port(), subscribe, gateway.call(phone.port(), subscribe));
            other.notified();
            phone.goes(true);
            assertTrue(other.notified().body().contains("<basic>open</basic>"));
            phone.goes(false);
            assertTrue(other.notified().body().contains("<basic>closed</basic>"));
        }
    }

    @Test
    void linphonecShowsItsContactAndItself() {
        assumeTrue(RealProcess.installed("linphonec"));
        try (var gateway = SipPeer.create(); var phone = notified(gateway, port -> Linphonec.watching(port, gateway.port(), Phone.USER))) {
            var watch = SipWatch.of(gateway, phone.port(), gateway.receives(r -> r.method().equals("SUBSCRIBE")));
            int mark = phone.mark();
            watch.notify("active;expires=600", BODY);
            phone.shows("Online", mark);
            watch.notify("active;expires=600",
                    PidfText.document(JULIET, PidfText.open("balcony", "0.5", ""), PidfText.person("on-the-phone")));
            phone.shows("On the phone", mark);

            var subscribe = SipWatch.subscribe(gateway, JULIET, Phone.USER, 600);
            var other = SipWatch.of(gateway, phone.port(), subscribe, gateway.call(phone.port(), subscribe));
            assertTrue(other.notified().body().contains("<basic>open</basic>"));
        }
    }

    @Test
    void aPresenceServerStandsBetweenPhonesAndWatchers() {
        assumeTrue(PresenceServer.installed() && RealProcess.installed("baresip"));
        try (var gateway = SipPeer.create(); var server = new PresenceServer(Ports.free(), gateway.port());
                var phone = notified(gateway, port -> Baresip.publishing(port, server.port(), Phone.USER))) {
            gateway.receives(r -> r.method().equals("SUBSCRIBE") && r.header("Record-Route").contains(";lr"));
            phone.goes(true);
            var subscribe = SipWatch.subscribe(gateway, JULIET, Phone.USER, 600);
            var watch = SipWatch.of(gateway, server.port(), subscribe, gateway.call(server.port(), subscribe));
            assertTrue(watch.notified().header("Subscription-State").startsWith("pending"));
            server.decides("romeo", JULIET, "allow");
            assertTrue(watch.notified().body().contains("<basic>open</basic>"));
            phone.goes(false);
            assertTrue(watch.notified().body().contains("<basic>closed</basic>"));
            server.decides("romeo", JULIET, "block");
            assertEquals("terminated;reason=rejected", watch.notified().header("Subscription-State"));
        }
    }

    /** A phone whose subscription the peer takes. */
    private static <P> P notified(SipPeer gateway, IntFunction<P> phone) {
        gateway.answers(r -> r.method().equals("SUBSCRIBE") ? SipWatch.accepted(gateway, r) : Optional.of(r.answer(200, "OK")));
        return phone.apply(Ports.free());
    }
}
