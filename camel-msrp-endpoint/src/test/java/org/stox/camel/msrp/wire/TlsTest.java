package org.stox.camel.msrp.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.stox.camel.msrp.wire.MsrpCounters.Event;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sdp.Fingerprint;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** msrps: with a fingerprint the certificate must be that one, else valid for the host (RFC 4975 §6.2, §14.4, RFC 8122 §5). */
class TlsTest extends NodeFixture {

    @TempDir
    private static Path folder;
    private static Path ours;
    private static Path theirs;
    private static Path another;

    @BeforeAll
    static void certificates() throws Exception {
        ours = Certificates.store(folder, "ours", "ip:127.0.0.1");
        theirs = Certificates.store(folder, "theirs", "ip:127.0.0.1");
        another = Certificates.store(folder, "another", "dns:other.example.com");
    }

    @Override
    MsrpSettings settings() {
        return trusting(List.of());
    }

    private static MsrpSettings trusting(List<Path> stores) {
        try {
            var tls = new TlsIdentity(Certificates.keys(ours), Certificates.trust(stores.isEmpty() ? List.of(ours) : stores));
            return new MsrpSettings(new MsrpSettings.Listen(HOST, OptionalInt.of(0), OptionalInt.of(0)), HOST, Optional.of(tls), loopback(), true,
                    Optional.empty(), MsrpSettings.Timers.DEFAULT, MsrpSettings.Limits.DEFAULT);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void trust(Path store) throws IOException {
        node = node(trusting(List.of(store)));
        node.add(keeping());
    }

    private MsrpSession session(int port, boolean active, List<Fingerprint> named) throws Exception {
        var own = node.path(true, "s0123456789abcdef0123").orElseThrow();
        var peer = MsrpPath.of(MsrpUri.read("msrps://" + HOST + ":" + port + "/ps;tcp"));
        return given(session(own, peer, active, LIMITS, named));
    }

    private RawPeer client(List<Path> certificate) throws Exception {
        var socket = (SSLSocket) Certificates.peer(certificate).getSocketFactory()
                .createSocket(InetAddress.getByName(HOST), node.port(true).orElseThrow());
        return closed(new RawPeer(socket));
    }

    private SSLServerSocket server(Path certificate) throws Exception {
        var server = (SSLServerSocket) Certificates.peer(List.of(certificate)).getServerSocketFactory()
                .createServerSocket(0, 5, InetAddress.getByName(HOST));
        server.setSoTimeout(10_000);
        server.setWantClientAuth(true);
        return closed(server);
    }

    private static List<Fingerprint> of(Path store) throws Exception {
        return List.of(Certificates.fingerprint(store));
    }

    @Test
    @Proves({"RFC7573-10-01", "RFC7573-10-03"})
    void aClientWithTheCertificateOfTheDescriptionHasItsSession() throws Exception {
        var session = session(9, false, of(theirs));
        var peer = client(List.of(theirs));
        assertEquals(200, peer.send(send(session, "t001", "m001", "Hey")).status());
        assertEquals("Hey", next(WholeMessage.class).body().text());
        give(message(session, "You", Reporting.NONE)).get(10, TimeUnit.SECONDS);
        assertEquals("You", RawPeer.body(peer.read()));
    }

    @Test
    @Proves("RFC7573-10-03")
    void aClientWithAnotherCertificateLosesConnectionAndSession() throws Exception {
        var session = session(9, false, of(theirs));
        var peer = client(List.of(another));
        assertEquals(403, peer.send(send(session, "t001", "m001", "Hey")).status());
        assertTrue(peer.isClosed());
        assertEquals(session.session(), next(MsrpClose.class).session(), "M9");
        assertTrue(arrived.isEmpty());
    }

    @Test
    @Proves("RFC7573-10-03")
    void aClientWithoutCertificateIsNotWhoTheDescriptionNames() throws Exception {
        var session = session(9, false, of(theirs));
        assertEquals(403, client(List.of()).send(empty(session, "t001")).status());
        assertEquals(session.session(), next(MsrpClose.class).session());
    }

    @Test
    void withoutFingerprintAClientMayHaveNoneOrAValidOne() throws Exception {
        trust(theirs);
        var session = session(9, false, List.of());
        var peer = client(List.of());
        assertEquals(200, peer.send(empty(session, "t001")).status(), "RFC 4975 §6.2: known by the session that it names");
        give(new MsrpClose(session.session(), "BYE")).get(10, TimeUnit.SECONDS);
        later(Duration.ofSeconds(6));
        assertTrue(peer.isClosed());
        session = session(9, false, List.of());
        assertEquals(200, client(List.of(theirs)).send(empty(session, "t001")).status());
        give(new MsrpClose(session.session(), "BYE")).get(10, TimeUnit.SECONDS);
        session = session(9, false, List.of());
        assertEquals(403, client(List.of(another)).send(empty(session, "t001")).status(), "nobody whom we trust has signed it");
    }

    @Test
    @Proves("RFC7573-10-03")
    void anMsrpsSessionIsNotGivenToWhoComesWithoutTls() throws Exception {
        var session = session(9, false, of(theirs));
        var peer = connect();
        assertEquals(403, peer.send(empty(session, "t001")).status(), "M9: no fallback to clear text");
        assertEquals(session.session(), next(MsrpClose.class).session());
    }

    @Test
    @Proves({"RFC7573-10-01", "RFC7573-10-03"})
    void aServerWithTheCertificateOfTheDescriptionIsTalkedTo() throws Exception {
        var server = server(theirs);
        var session = session(server.getLocalPort(), true, of(theirs));
        var socket = (SSLSocket) server.accept();
        var peer = closed(new RawPeer(socket));
        peer.ok(peer.read());
        give(message(session, "Wherefore", Reporting.NONE)).get(10, TimeUnit.SECONDS);
        assertEquals("Wherefore", RawPeer.body(peer.read()));
        assertEquals(node.reach().fingerprints().get(0), Fingerprint.of(socket.getSession().getPeerCertificates()[0].getEncoded()),
                "it sees the certificate that our description names");
    }

    @Test
    @Proves("RFC7573-10-03")
    void aServerWithAnotherCertificateIsNot() throws Exception {
        var server = server(another);
        var session = session(server.getLocalPort(), true, of(theirs));
        var waiting = give(message(session, "Wherefore", Reporting.NONE));
        try (var socket = (SSLSocket) server.accept()) {
            assertEquals("", silent(new RawPeer(socket)), "M9: not an octet of MSRP");
        }
        assertEquals(session.session(), next(MsrpClose.class).session());
        assertFalse(status(waiting) == 200);
        assertEquals(1, node.counters().count(Event.CLOSED_CERTIFICATE));
    }

    private static String silent(RawPeer peer) {
        try {
            return peer.read();
        } catch (IOException e) {
            return "";                  // the alert
        }
    }

    @Test
    @Proves("RFC7573-10-03")
    void aServerWithoutFingerprintMustBeValidForItsHost() throws Exception {
        trust(theirs);
        var good = server(theirs);
        session(good.getLocalPort(), true, List.of());
        assertFalse(closed(new RawPeer(good.accept())).read().isEmpty());
        trust(another);
        var wrongName = server(another);
        var session = session(wrongName.getLocalPort(), true, List.of());
        try (var socket = wrongName.accept()) {
            assertEquals("", silent(new RawPeer(socket)));
        }
        assertEquals(session.session(), next(MsrpClose.class).session());
    }

    @Test
    void certificatesAreSharedByConnectionsOnlyWhereTheyMustBeTheSame() throws Exception {
        var server = server(theirs);
        var first = session(server.getLocalPort(), true, of(theirs));
        var peer = closed(new RawPeer(server.accept()));
        peer.ok(peer.read());
        var own = node.path(true, "t0123456789abcdef0123").orElseThrow();
        given(session(own, first.agreed().peer(), true, LIMITS, List.of(Certificates.fingerprint(theirs), Certificates.fingerprint(another))));
        assertFalse(closed(new RawPeer(server.accept())).read().isEmpty(), "a connection of its own");
    }
}
