package org.stox.camel.msrp.wire;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sdp.Fingerprint;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.test.Document;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** With an MSRP endpoint that shares no code with ours and says what breaks a rule: {@code src-test/peers/msrp_peer.py}. */
class PythonPeerTest extends NodeFixture {

    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final int LONGEST = 120;
    private static final String LONG = "0123456789abcdef".repeat(20_000);

    @TempDir
    private static Path folder;
    private static Path ours;

    private final List<String> events = new ArrayList<>();
    private Process process;
    private BufferedReader output;

    @BeforeAll
    static void certificate() throws Exception {
        assumeTrue(Files.isExecutable(PYTHON), "no Python");
        ours = Certificates.store(folder, "ours", "ip:127.0.0.1");
    }

    @Override
    MsrpSettings settings() {
        try {
            return new MsrpSettings(new MsrpSettings.Listen(HOST, OptionalInt.of(0), OptionalInt.of(0)), HOST,
                    Optional.of(new TlsIdentity(Certificates.keys(ours), Certificates.trust(List.of(ours)))), loopback(), true,
                    Optional.empty(), MsrpSettings.Timers.DEFAULT, MsrpSettings.Limits.DEFAULT);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private String start(String... options) throws Exception {
        process = new ProcessBuilder(Stream.concat(Stream.of(PYTHON.toString(), "-B", "msrp_peer.py"), Stream.of(options)).toList())
                .directory(Document.HOME.resolve("src-test/peers").toFile()).redirectErrorStream(true).start();
        closed(process::destroyForcibly);
        // a line that does not come would be waited for without end
        CompletableFuture.delayedExecutor(LONGEST, TimeUnit.SECONDS).execute(process::destroyForcibly);
        output = process.inputReader(StandardCharsets.UTF_8);
        return await("listening");
    }

    private void tell(String json) throws Exception {
        process.outputWriter(StandardCharsets.UTF_8).append(json).append('\n').flush();
    }

    /** The next event of this name. */
    private String await(String name) throws Exception {
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            events.add(line);
            if (line.contains("\"event\": \"" + name + "\"")) {
                return line;
            }
        }
        throw new AssertionError("it has ended: " + events);
    }

    private static String value(String event, String name) {
        int from = event.indexOf("\"" + name + "\": ") + name.length() + 4;
        return event.substring(from).split("[,}] ?")[0].replace("\"", "");
    }

    /** What it has to say until now; the path is the one that it knows, as responses may still be on their way to it. */
    private void noComplaint(MsrpSession session) throws Exception {
        tell("{\"do\": \"path\", \"session\": \"s\", \"path\": [\"" + session.session() + "\"]}");
        await("set");
        assertTrue(events.stream().noneMatch(e -> e.contains("\"malformed\"") || e.contains("\"failed\"")), () -> String.join("\n", events));
    }

    /** Both know the session; who is active connects. */
    private MsrpSession session(boolean weConnect, boolean secure, List<Fingerprint> named) throws Exception {
        var own = node.path(secure, "s0123456789abcdef0123").orElseThrow();
        tell("{\"do\": \"session\", \"name\": \"s\", \"path\": [\"" + own + "\"]}");
        var uri = MsrpUri.read(value(await("session"), "uri"));
        var session = given(session(own, MsrpPath.of(uri), weConnect, LIMITS, named));
        if (!weConnect) {
            tell("{\"do\": \"connect\", \"session\": \"s\"" + (secure ? ", \"fingerprint\": \"" + node.reach().fingerprints().get(0) + "\"" : "") + "}");
        }
        return session;
    }

    private void bothWays(MsrpSession session) throws Exception {
        give(message(session, "Wherefore", new Reporting(true, Reporting.Failure.YES))).get(20, TimeUnit.SECONDS);
        assertEquals("Wherefore", value(await("message"), "text"));
        assertEquals("000 200", next(MsrpReport.class).request().status().orElseThrow().toString().substring(0, 7));
        give(message(session, LONG, Reporting.NONE)).get(20, TimeUnit.SECONDS);
        assertEquals(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(LONG.getBytes(StandardCharsets.UTF_8))),
                value(await("message"), "sha256"));
        tell("{\"do\": \"send\", \"session\": \"s\", \"type\": \"text/plain\", \"text\": \"Here\", \"success\": \"yes\"}");
        var whole = next(WholeMessage.class);
        assertEquals("Here", whole.body().text());
        give(new MsrpReport(session.session(), whole.report("r00001", session.session(), 200).orElseThrow())).get(20, TimeUnit.SECONDS);
        assertEquals("200", value(await("report"), "code"));
        tell("{\"do\": \"send\", \"session\": \"s\", \"type\": \"text/plain\", \"size\": 300000, \"chunk\": 3000}");
        assertEquals(300_000, next(WholeMessage.class).body().length());
        noComplaint(session);
    }

    @Test
    @Proves({"RFC7573-4-19", "RFC7573-8-07", "RFC7573-8-09"})
    void weConnect() throws Exception {
        start();
        var session = session(true, false, List.of());
        await("empty");
        bothWays(session);
        give(new MsrpClose(session.session(), "BYE")).get(20, TimeUnit.SECONDS);
        await("closed");
    }

    @Test
    @Proves({"RFC7573-5-09", "RFC7573-8-01"})
    void itConnects() throws Exception {
        start();
        bothWays(session(false, false, List.of()));
        tell("{\"do\": \"cut\", \"session\": \"s\"}");
        next(MsrpClose.class);
    }

    @Test
    @Proves({"RFC7573-10-01", "RFC7573-10-03"})
    void weConnectWithTls() throws Exception {
        var fingerprint = value(start("--certificate", folder.resolve("peer").toString()), "fingerprint");
        bothWays(session(true, true, List.of(Fingerprint.read(fingerprint))));
    }

    @Test
    @Proves({"RFC7573-10-01", "RFC7573-10-03"})
    void itConnectsWithTls() throws Exception {
        var fingerprint = value(start("--certificate", folder.resolve("peer").toString()), "fingerprint");
        bothWays(session(false, true, List.of(Fingerprint.read(fingerprint))));
    }
}
