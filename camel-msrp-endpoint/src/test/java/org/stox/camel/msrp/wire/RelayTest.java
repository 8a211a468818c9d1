package org.stox.camel.msrp.wire;

import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import org.stox.camel.msrp.Eventually;
import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A relay of ours (RFC 4976 §5.1), played on a plain socket. */
class RelayTest extends NodeFixture {

    private static final String USER = "stox";
    private static final String PASSWORD = "s3cret";
    private static final String NONCE = "dcd98b7102dd";

    private ServerSocket server;

    private RawPeer relay() throws Exception {
        server = listen();
        var settings = settings();
        var account = new MsrpSettings.Relay(MsrpUri.read("msrp://" + HOST + ":" + server.getLocalPort() + ";tcp"), USER, PASSWORD,
                Duration.ofMinutes(15));
        node = node(new MsrpSettings(settings.listen(), settings.host(), settings.tls(), settings.egress(), true, Optional.of(account),
                settings.timers(), settings.limits()));
        node.add(keeping());
        return accept(server);
    }

    private String usePath() {
        return "msrp://" + HOST + ":" + server.getLocalPort() + "/r4nd0m;tcp";
    }

    private String granted(RawPeer relay, String id) throws Exception {
        var first = relay.read();
        assertEquals("AUTH", first.split("\r\n")[0].split(" ")[2]);
        relay.send(head(first, "401 Unauthorized") + "WWW-Authenticate: Digest realm=\"relay\", nonce=\"" + NONCE + "\", qop=\"auth\"\r\n"
                + end(first));
        var second = relay.read();
        relay.send(head(second, "200 OK") + "Use-Path: " + usePath() + "\r\nExpires: 100\r\n" + end(second));
        Eventually.holds(() -> node.path(false, id).isPresent(), () -> String.valueOf(node.problem()));
        return second;
    }

    private static String head(String request, String status) {
        return "MSRP " + RawPeer.transaction(request) + " " + status + "\r\nTo-Path: " + RawPeer.field(request, "From-Path") + "\r\nFrom-Path: "
                + RawPeer.field(request, "To-Path") + "\r\n";
    }

    private static String end(String request) {
        return "-------" + RawPeer.transaction(request) + "$\r\n";
    }

    private static String md5(String text) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String parameter(String authorization, String name) {
        var rest = authorization.substring(authorization.indexOf(" " + name + "=") + name.length() + 2);
        return rest.split(",")[0].replace("\"", "").strip();
    }

    @Test
    @Proves("BEYOND-MSRP-01")
    void noPathIsGivenAwayBeforeTheRelayHasAgreed() throws Exception {
        var relay = relay();
        assertTrue(node.path(false, "s0123456789abcdef0123").isEmpty());
        assertTrue(node.problem().isPresent());
        var auth = granted(relay, "s0123456789abcdef0123");
        var digest = RawPeer.field(auth, "Authorization");
        var secret = md5(USER + ":relay:" + PASSWORD);
        var request = md5("AUTH:" + RawPeer.field(auth, "To-Path"));
        assertEquals(md5(secret + ":" + NONCE + ":00000001:" + parameter(digest, "cnonce") + ":auth:" + request), parameter(digest, "response"));
        var path = node.path(false, "s0123456789abcdef0123").orElseThrow();
        assertEquals(usePath(), path.first().toString());
        assertEquals(2, path.uris().size());
        assertTrue(node.isUp());
    }

    @Test
    @Proves({"BEYOND-MSRP-01", "BEYOND-MSRP-02"})
    void sessionsAreOnTheConnectionOfTheRelayAndItsPathComesFirst() throws Exception {
        var relay = relay();
        granted(relay, "s0123456789abcdef0123");
        var session = given(session());
        var empty = relay.read();
        assertEquals(usePath() + " " + session.agreed().peer(), RawPeer.field(empty, "To-Path"));
        assertEquals(session.session().toString(), RawPeer.field(empty, "From-Path"), "our URI alone");
        relay.ok(empty);
        give(message(session, "Wherefore", Reporting.NONE)).get(10, TimeUnit.SECONDS);
        assertEquals("Wherefore", RawPeer.body(relay.read()));
        relay.send(send(session, "t001", "m001", "Hey").replace("From-Path: ", "From-Path: " + usePath() + " "));
        assertEquals(200, relay.status());
        assertEquals("Hey", next(WholeMessage.class).body().text());
        give(new MsrpClose(session.session(), "BYE")).get(10, TimeUnit.SECONDS);
        assertTrue(node.path(false, "t0123456789abcdef0123").isPresent(), "the relay stays");
    }

    private MsrpSession session() {
        return session(node.path(false, "s0123456789abcdef0123").orElseThrow(), MsrpPath.of(peer(9, "ps")), false, LIMITS, List.of());
    }

    @Test
    @Proves("BEYOND-MSRP-01")
    void itIsAskedAgainBeforeItsTimeIsOver() throws Exception {
        var relay = relay();
        granted(relay, "s0123456789abcdef0123");
        later(Duration.ofSeconds(74));
        later(Duration.ofSeconds(2));
        granted(relay, "s0123456789abcdef0123");
        assertEquals(1, node.connections());
    }

    @Test
    void aRelayThatIsLostEndsItsSessionsAndIsOpenedAgain() throws Exception {
        var relay = relay();
        granted(relay, "s0123456789abcdef0123");
        var session = given(session());
        relay.read();
        relay.close();
        assertEquals(session.session(), next(MsrpClose.class).session());
        Eventually.holds(() -> node.path(false, "s0123456789abcdef0123").isEmpty(), () -> String.valueOf(node.problem()));
        later(Duration.ofSeconds(2));
        granted(accept(server), "s0123456789abcdef0123");
    }

    private void gone() {
        Eventually.holds(() -> node.connections() == 0, () -> "there are " + node.connections());
    }

    @Test
    void aWrongPasswordIsNotTriedAllTheTime() throws Exception {
        var relay = relay();
        var first = relay.read();
        relay.send(head(first, "403 Forbidden") + end(first));
        assertTrue(relay.isClosed());
        Eventually.holds(() -> node.problem().filter(p -> p.contains("403")).isPresent(), () -> String.valueOf(node.problem()));
        gone();
        later(Duration.ofSeconds(30));
        later(Duration.ofSeconds(40));
        granted(accept(server), "s0123456789abcdef0123");
        assertEquals(2, node.counters().count(Event.CONNECTED), "once in a minute");
    }

    @Test
    void aRelayThatDoesNotAnswerIsLeft() throws Exception {
        var relay = relay();
        relay.read();
        later(Duration.ofSeconds(11));
        assertTrue(relay.isClosed());
        gone();
        later(Duration.ofSeconds(2));
        granted(accept(server), "s0123456789abcdef0123");
    }
}
