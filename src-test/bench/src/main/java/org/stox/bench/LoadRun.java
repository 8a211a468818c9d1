package org.stox.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * The whole gateway under load: SIP over UDP on one side, a real Prosody with a second component on the other, bodies of 60 bytes.
 * Prints CPU per message of each process, latencies and losses, and in the same run what a bare JAIN-SIP relay costs.
 */
final class LoadRun {

    /** What to run; every option is {@code name=value}. */
    record Options(String direction, int rate, int seconds, int warmup, String answer, int users, boolean relay, boolean heap,
            String java) {

        static Options of(String[] arguments) {
            Map<String, String> given = new HashMap<>();
            for (var argument : arguments) {
                given.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
            }
            return new Options(given.getOrDefault("direction", "s2x"), Integer.parseInt(given.getOrDefault("rate", "2000")),
                    Integer.parseInt(given.getOrDefault("seconds", "20")), Integer.parseInt(given.getOrDefault("warmup", "15")),
                    given.getOrDefault("answer", "fence"), Integer.parseInt(given.getOrDefault("users", "2000")),
                    Boolean.parseBoolean(given.getOrDefault("relay", "false")),
                    Boolean.parseBoolean(given.getOrDefault("heap", "false")), given.getOrDefault("java", RUN));
        }
    }

    /** What {@code bin/stox run} sets. */
    private static final String RUN = "-XX:+UseG1GC -XX:MaxTenuringThreshold=1 -XX:-G1UseAdaptiveIHOP -XX:InitiatingHeapOccupancyPercent=70 -XX:MinHeapFreeRatio=20 -XX:MaxHeapFreeRatio=40 "
            + "-Xms64m -Xmx512m";

    static final String GATEWAY = "sip.example.net";
    static final String USERS = "xmpp.example.com";

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private final Options options;
    private final List<Process> started = new ArrayList<>();
    private final Schedule schedule = new Schedule();

    LoadRun(Options options) {
        this.options = options;
    }

    void run() throws Exception {
        try {
            var folder = Files.createTempDirectory("stox-bench");
            int xmppPort = freePort();
            int sipPort = freePort();
            var prosody = start(folder, "prosody", List.of("prosody", "-F", "--config", prosodyConfig(folder, xmppPort).toString()), Map.of());
            await("Prosody", prosody, () -> open(xmppPort));
            try (var sip = new SipLoad(sipPort, GATEWAY, USERS, options.users()); var xmpp = new XmppLoad(xmppPort, USERS, GATEWAY, options.users())) {
                var gateway = start(folder, "gateway", gatewayCommand(), Map.of(
                        "STOX_DOMAIN", GATEWAY, "STOX_XMPP_SERVER", "127.0.0.1:" + xmppPort, "STOX_XMPP_SECRET", "s3cret",
                        "STOX_XMPP_DOMAINS", USERS, "STOX_SIP_LISTEN", "127.0.0.1:" + sipPort, "STOX_SIP_PEER", "127.0.0.1:" + sip.port(),
                        "STOX_IM_ANSWER", options.answer()));
                await("the gateway", gateway, () -> open(sipPort));
                System.out.printf("%s at %d/s, warm-up %d s, measured %d s, answer=%s, %d users each side%n", options.direction(), options.rate(),
                        options.warmup(), options.seconds(), options.answer(), options.users());
                pump(sip, xmpp, options.warmup());
                settle(sip, xmpp);
                sip.reset();
                xmpp.reset();
                double cost = measure(gateway, prosody, sip, xmpp);
                gateway.destroy();
                prosody.destroy();
                if (options.relay()) {
                    double relay = yardstick(folder);
                    System.out.printf("gateway / yardstick: %.2f%n", cost / relay);
                }
            }
        } finally {
            started.forEach(Process::destroy);
            schedule.close();
        }
    }

    /** Returns what a message cost the gateway, in microseconds of CPU. */
    private double measure(Process gateway, Process prosody, SipLoad sip, XmppLoad xmpp) throws Exception {
        long heap = options.heap() ? LiveHeap.of(gateway.pid()) : 0;
        var processes = new long[] {gateway.pid(), prosody.pid(), ProcessHandle.current().pid()};
        var before = new ProcessCost[processes.length];
        for (int i = 0; i < processes.length; i++) {
            before[i] = ProcessCost.of(processes[i]);
        }
        var busyBefore = MachineLoad.now();
        long begin = System.nanoTime();
        int sent = pump(sip, xmpp, options.seconds());
        var busy = MachineLoad.now().since(busyBefore);
        double available = (System.nanoTime() - begin) / 1e9 * Runtime.getRuntime().availableProcessors();
        double ours = 0;
        for (int i = 0; i < processes.length; i++) {
            ours += (ProcessCost.of(processes[i]).cpuSeconds() - before[i].cpuSeconds()) / available;
        }
        if (options.heap()) {
            System.out.printf("live heap %d -> %d MiB%n", heap, LiveHeap.of(gateway.pid()));
        }
        settle(sip, xmpp);
        var names = new String[] {"gateway", "Prosody", "load tool"};
        System.out.printf("machine %.0f %% busy, %.0f %% by other programs%s%n", busy * 100, Math.max(0, busy - ours) * 100,
                busy > 0.9 ? ": figures void (above 90 %)" : "");
        double cost = 0;
        for (int i = 0; i < processes.length; i++) {
            var after = ProcessCost.of(processes[i]);
            double each = (after.cpuSeconds() - before[i].cpuSeconds()) * 1e6 / sent;
            cost = i == 0 ? each : cost;
            System.out.printf("%-10s %6.1f us CPU a message (%.2f of the gateway), RSS %d MiB, %d -> %d threads%n", names[i], each, each / cost, after.residentKiB() / 1024, before[i].threads(), after.threads());
        }
        System.out.println("SIP to XMPP: " + sip.report() + "; to the receiver: " + xmpp.received());
        System.out.println("XMPP to SIP: " + xmpp.report() + "; to the receiver: " + sip.received());
        return cost;
    }

    /** Sends at the rate for that long; returns how many in all. */
    private int pump(SipLoad sip, XmppLoad xmpp, int seconds) throws IOException {
        boolean both = options.direction().equals("both");
        boolean toXmpp = both || options.direction().equals("s2x");
        boolean toSip = both || options.direction().equals("x2s");
        int sent = schedule.send(options.rate(), seconds, () -> {
            if (toXmpp) {
                sip.send();
            }
            if (toSip) {
                xmpp.send();
            }
        }, xmpp::flush);
        return both ? 2 * sent : sent;
    }

    /** Until each message has its end, or for five seconds: some may be lost. */
    private void settle(SipLoad sip, XmppLoad xmpp) throws IOException {
        schedule.holds(() -> sip.settled() && xmpp.arrived() >= sip.delivered() && sip.arrived() + xmpp.refused() >= xmpp.sent(), SETTLING);
    }

    /** The relay: requests from one socket, answered by another; CPU of the relay per message. */
    private double yardstick(Path folder) throws Exception {
        int relayPort = freePort();
        try (var sink = new SipLoad(0, GATEWAY, USERS, options.users()); var source = new SipLoad(relayPort, GATEWAY, USERS, options.users())) {
            var relay = start(folder, "relay", JainRelay.command(relayPort, sink.port()), Map.of());
            await("the relay", relay, () -> printed(folder, "relay", JainRelay.READY));
            schedule.send(options.rate(), options.warmup(), source::send, () -> { });
            schedule.holds(source::settled, SETTLING);
            source.reset();
            sink.reset();
            var before = ProcessCost.of(relay.pid());
            int sent = schedule.send(options.rate(), options.seconds(), source::send, () -> { });
            schedule.holds(source::settled, SETTLING);
            var after = ProcessCost.of(relay.pid());
            double cost = (after.cpuSeconds() - before.cpuSeconds()) * 1e6 / sent;
            System.out.printf("yardstick: bare JAIN-SIP UDP relay %.1f us CPU a message at %d/s; %s%n", cost, options.rate(), source.report());
            return cost;
        }
    }

    private List<String> gatewayCommand() {
        var command = new ArrayList<>(List.of("java"));
        command.addAll(List.of(options.java().split(" ")));
        command.addAll(List.of("-Dstox.home=" + Path.of("").toAbsolutePath(), "-cp", System.getProperty("java.class.path"),
                "org.stox.gateway.Stox", "run"));
        return command;
    }

    private static Path prosodyConfig(Path folder, int port) throws IOException {
        return Files.writeString(folder.resolve("prosody.cfg.lua"), String.format(Locale.ROOT, """
                run_as_root = true
                daemonize = false; pidfile = "%1$s/prosody.pid"; data_path = "%1$s/data"
                interfaces = { "127.0.0.1" }; c2s_ports = {}; component_ports = { %2$d }; component_interfaces = { "127.0.0.1" }
                modules_enabled = { "disco", "ping" }
                network_settings = { nagle = false }
                modules_disabled = { "s2s", "tls", "offline", "c2s" }
                storage = "memory"
                log = { { levels = { min = "warn" }, to = "console" } }
                VirtualHost "localhost"
                Component "%3$s" component_secret = "s3cret"
                Component "%4$s" component_secret = "s3cret"
                """, folder, port, GATEWAY, USERS));
    }

    private Process start(Path folder, String name, List<String> command, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile());
        builder.environment().putAll(environment);
        var process = builder.start();
        started.add(process);
        System.out.println(name + ": " + folder.resolve(name + ".log"));
        return process;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Fails as soon as the process ends. */
    private void await(String who, Process process, BooleanSupplier ready) throws IOException {
        if (!schedule.holds(() -> !process.isAlive() || ready.getAsBoolean(), START) || !process.isAlive()) {
            throw new IllegalStateException(who + " does not take anything; its log says why");
        }
    }

    private static boolean open(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static boolean printed(Path folder, String name, String text) {
        try {
            return Files.readString(folder.resolve(name + ".log")).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
