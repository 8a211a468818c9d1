package org.stox.camel.xmpp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real Prosody on loopback with two components, for a class of tests. Skips the class where Prosody is not installed, but fails
 * it in CI.
 */
final class Prosody implements BeforeAllCallback, AfterAllCallback {

    static final String SECRET = "s3cret";

    private final String[] components;
    private final int port = freePort();
    private Path folder;
    private Process process;

    Prosody(String... components) {
        this.components = components;
    }

    int port() {
        return port;
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        if (!Files.isExecutable(Path.of("/usr/bin/prosody"))) {
            Assertions.assertNull(System.getenv("CI"), "prosody must be installed in CI");
            Assumptions.abort("prosody is not installed");
        }
        Files.createDirectories(Path.of("target"));
        folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "prosody");
        Files.writeString(folder.resolve("prosody.cfg.lua"), configuration());
        start();
    }

    void start() throws Exception {
        process = new ProcessBuilder("/usr/bin/prosody", "-F", "--config", folder.resolve("prosody.cfg.lua").toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("out").toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile())).start();
        var until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!answers()) {
            if (System.nanoTime() > until || !process.isAlive()) {
                throw new IllegalStateException("prosody does not start: " + Files.readString(folder.resolve("out")));
            }
            process.waitFor(50, TimeUnit.MILLISECONDS);
        }
    }

    void stop() throws Exception {
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    /** After a test that left it dead. */
    void restartIfDead() throws Exception {
        if (!process.isAlive()) {
            start();
        }
    }

    /** Freezes it, as a network does that drops everything. */
    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (process != null) {
            signal("CONT");
            stop();
        }
        if (folder != null) {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
            }
        }
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private String configuration() {
        var text = new StringBuilder("""
                run_as_root = true
                daemonize = false; pidfile = "%1$s/prosody.pid"; data_path = "%1$s/data"
                interfaces = { "127.0.0.1" }
                c2s_ports = {}; component_ports = { %2$d }; component_interfaces = { "127.0.0.1" }
                modules_enabled = { "disco", "ping" }
                modules_disabled = { "s2s", "tls", "offline", "c2s" }
                storage = "memory"
                log = { { levels = { min = "info" }, to = "console" } }
                VirtualHost "example.com"
                """.formatted(folder, port));
        Arrays.stream(components).forEach(c -> text.append("Component \"%s\" component_secret = \"%s\"\n".formatted(c, SECRET)));
        return text.toString();
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
