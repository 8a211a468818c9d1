package org.stox.camel.msrp.wire;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.sdp.MessageMedia.Target;
import org.stox.settings.Egress;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Where connections go, and who shares them (RFC 4975 §5.4, §8.3). */
class ConnectingTest extends NodeFixture {

    @Test
    void sessionsWithOnePeerShareAConnectionWhichEndsWithTheLast() throws Exception {
        var server = listen();
        var one = given(active("one", server.getLocalPort()));
        var two = given(active("two", server.getLocalPort()));
        var peer = accept(server);
        peer.ok(peer.read());
        peer.ok(peer.read());
        give(message(one, "first", Reporting.NONE)).get(10, TimeUnit.SECONDS);
        assertEquals("first", RawPeer.body(peer.read()));
        give(message(two, "second", Reporting.NONE)).get(10, TimeUnit.SECONDS);
        assertEquals("second", RawPeer.body(peer.read()));
        assertEquals(1, node.connections());
        give(new MsrpClose(one.session(), "BYE")).get(10, TimeUnit.SECONDS);
        give(message(two, "third", Reporting.NONE)).get(10, TimeUnit.SECONDS);
        assertEquals("third", RawPeer.body(peer.read()));
        give(new MsrpClose(two.session(), "BYE")).get(10, TimeUnit.SECONDS);
        assertTrue(peer.isClosed());
        given(active("three", server.getLocalPort()));
        assertFalse(accept(server).read().isEmpty(), "the next session gets a new one");
    }

    @Test
    void anotherPortIsAnotherPeer() throws Exception {
        var here = listen();
        var there = listen();
        given(active("one", here.getLocalPort()));
        given(active("two", there.getLocalPort()));
        assertFalse(accept(here).read().isEmpty());
        assertFalse(accept(there).read().isEmpty());
    }

    @Test
    @Proves("BEYOND-MSRP-02")
    void aPathOfSeveralIsUsedWhole() throws Exception {
        var server = listen();
        var path = new MsrpPath(List.of(peer(server.getLocalPort(), "relay"), MsrpUri.read("msrp://far.example.com:7777/them;tcp")));
        var own = own("s");
        var session = given(session(MsrpPath.of(own), path, true, LIMITS, List.of()));
        var relay = accept(server);
        assertEquals(path.toString(), RawPeer.field(relay.read(), "To-Path"), "connected to the first, addressed to the last");
        relay.send(send(session, "t001", "m001", "Hey").replace("From-Path: ", "From-Path: " + path.first() + " "));
        var answer = relay.read();
        assertEquals(path.first().toString(), RawPeer.field(answer, "To-Path"), "an answer goes to the previous hop only");
    }

    @Test
    void otherTermsOfASessionKeepItsConnectionAndAnotherPeerDoesNot() throws Exception {
        var session = given(passive("s"));
        var peer = connect().send(empty(session, "t001"));
        peer.read();
        given(session(session.session(), session.agreed().peer().last(), false, LIMITS));
        assertEquals(200, peer.send(empty(session, "t002")).status(), "a re-INVITE that changes nothing");
        var server = listen();
        var moved = given(active("s", server.getLocalPort()));
        assertEquals(session.session(), moved.session());
        assertFalse(accept(server).read().isEmpty());
        later(Duration.ofSeconds(6));
        assertTrue(peer.isClosed());
        assertTrue(arrived.isEmpty(), "the session goes on");
    }

    @Test
    void anAddressThatIsDeniedIsNotConnectedTo() throws Exception {
        var server = listen();
        var settings = settings();
        node = node(new MsrpSettings(settings.listen(), settings.host(), settings.tls(), new Egress(List.of()), true, Optional.empty(),
                settings.timers(), settings.limits()));
        node.add(keeping());
        for (var host : List.of("169.254.169.254", "127.0.0.1", "10.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "localhost")) {
            assertFalse(node.allows(new Target(host, 80, false)), host);
        }
        assertTrue(node.allows(new Target("192.0.2.1", 80, false)));
        given(active("s", server.getLocalPort()));
        assertTrue(next(MsrpClose.class).reason().contains("not allowed"));
        assertEquals(0, node.counters().count(Event.CONNECTED), "no socket was opened (M3)");
    }

    @Test
    void aNameIsLookedAtWhenItIsResolvedAndNotBefore() throws Exception {
        var settings = settings();
        node = node(new MsrpSettings(settings.listen(), settings.host(), settings.tls(), new Egress(List.of()), true, Optional.empty(),
                settings.timers(), settings.limits()));
        node.add(keeping());
        var name = java.net.InetAddress.getLocalHost().getHostName();
        org.junit.jupiter.api.Assumptions.assumeTrue(java.util.Arrays.stream(java.net.InetAddress.getAllByName(name))
                .noneMatch(a -> new Egress(List.of()).allows(a.getAddress())), "our own name is a private address");
        var uri = MsrpUri.read("msrp://" + name + ":9/ps;tcp");
        given(session(MsrpPath.of(own("s")), MsrpPath.of(uri), true, LIMITS, List.of()));
        assertTrue(next(MsrpClose.class).reason().contains("not allowed"));
        assertEquals(0, node.counters().count(Event.CONNECTED), "M3");
    }

    @Test
    void weDoNotConnectToOurselves() {
        assertFalse(node.allows(new Target(HOST, node.port(false).orElseThrow(), false)));
        assertTrue(node.allows(new Target(HOST, node.port(false).orElseThrow() ^ 1, false)));
    }

    @Test
    @Proves("RFC7573-4-14")
    void ourUriIsTheSessionIdAtOurAddress() {
        var id = "0123456789abcdefghij";
        var uri = node.path(false, id).orElseThrow().last();
        assertEquals(Optional.of(id), uri.sessionId());
        assertEquals(node.port(false), uri.port());
        assertNotEquals(0, uri.port().orElseThrow());
        assertTrue(node.path(true, id).isEmpty(), "no TLS here");
    }
}
