package org.stox.gateway.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/** A Prosody on loopback for the time of the demo: any user, any password, and nothing kept. */
final class Prosody implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final Process process;
    private final int clientPort;

    private Prosody(Path folder, Process process, int clientPort) {
        this.folder = folder;
        this.process = process;
        this.clientPort = clientPort;
    }

    static Prosody start(String domain, String component, String secret, int clientPort, int componentPort) throws Exception {
        var folder = Files.createTempDirectory("stox-demo");
        var config = folder.resolve("prosody.cfg.lua");
        Files.writeString(config, config(folder, domain, component, secret, clientPort, componentPort), StandardCharsets.UTF_8);
        Process process;
        try {
            process = new ProcessBuilder("prosody", "-F", "--config", config.toString()).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("prosody.log").toFile()).start();
        } catch (IOException e) {
            throw new IOException("Prosody is not installed: install it with  apt-get install prosody", e);
        }
        var prosody = new Prosody(folder, process, clientPort);
        prosody.await(clientPort);
        prosody.await(componentPort);
        return prosody;
    }

    int clientPort() {
        return clientPort;
    }

    private void await(int port) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end && process.isAlive()) {
            try (var socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        var log = Files.readString(folder.resolve("prosody.log"));
        close();
        throw new IOException("Prosody does not start: " + log.lines().reduce((a, b) -> b).orElse("it says nothing"));
    }

    private static String config(Path folder, String domain, String component, String secret, int clientPort, int componentPort) {
        return """
                run_as_root = true
                daemonize = false
                pidfile = "%1$s/prosody.pid"
                data_path = "%1$s/data"
                interfaces = { "127.0.0.1" }
                c2s_ports = { %5$d }
                component_ports = { %6$d }
                component_interfaces = { "127.0.0.1" }
                modules_enabled = { "roster", "saslauth", "disco", "ping" }
                modules_disabled = { "s2s", "tls", "offline" }
                storage = "memory"
                authentication = "insecure"
                insecure_open_authentication = "Yes please, I know what I'm doing!"
                c2s_require_encryption = false
                allow_unencrypted_plain_auth = true
                log = { { levels = { min = "info" }, to = "console" } }
                VirtualHost "%2$s"
                Component "%3$s"
                    component_secret = "%4$s"
                """.formatted(folder, domain, component, secret, clientPort, componentPort);
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
