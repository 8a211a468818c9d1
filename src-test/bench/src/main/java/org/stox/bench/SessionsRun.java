package org.stox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

import org.stox.scenarios.crowd.Pace;
import org.stox.scenarios.crowd.Phones;
import org.stox.scenarios.crowd.Users;
import org.stox.scenarios.crowd.Views;
import org.stox.scenarios.peer.FakeServer;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.XmppServer;

/**
 * Many pairs of users who watch each other, half in each direction: what a pair costs in heap, what a refresh costs, how long a change
 * takes to its watcher, and how long a killed gateway takes to come back. Both sides are played; the gateway is a process.
 */
final class SessionsRun {

    /** What to run; every option is {@code name=value}. */
    record Options(int pairs, int begin, int changes, int refreshes, int seconds, boolean restart, String java) {

        static Options of(String[] arguments) {
            Map<String, String> given = new HashMap<>();
            for (var argument : arguments) {
                given.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
            }
            return new Options(Integer.parseInt(given.getOrDefault("pairs", "100000")), Integer.parseInt(given.getOrDefault("begin", "350")),
                    Integer.parseInt(given.getOrDefault("changes", "500")), Integer.parseInt(given.getOrDefault("refreshes", "300")),
                    Integer.parseInt(given.getOrDefault("seconds", "20")), Boolean.parseBoolean(given.getOrDefault("restart", "true")),
                    given.getOrDefault("java", "-XX:+UseG1GC -Xmx1g"));
        }
    }

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(30);
    private static final Duration RIGHT = Duration.ofSeconds(240);
    private static final Duration ARRIVING = Duration.ofSeconds(20);
    private static final String READY = "Running: ";

    private final Options options;
    private final Views toSip;
    private final Views toXmpp;
    private final Users users;
    private final int sipPort = Ports.free();
    private final FakeServer server = new FakeServer();
    private final Schedule schedule = new Schedule();
    private final Path folder;
    private Process gateway;
    private int starts;
    private int next;

    SessionsRun(Options options) throws IOException {
        this.options = options;
        this.toSip = new Views(options.pairs() / 2);
        this.toXmpp = new Views(options.pairs() / 2);
        this.users = new Users(XmppServer.SECOND, XmppServer.GATEWAY, toSip, toXmpp);
        this.folder = Files.createTempDirectory("stox-sessions");
    }

    void run() throws Exception {
        try (var phones = new Phones(XmppServer.GATEWAY, XmppServer.SECOND, toSip, toXmpp)) {
            phones.calls(sipPort);
            start(phones);
            long empty = LiveHeap.bytes(gateway.pid());
            System.out.printf("%d pairs, half of them each way; everything of the gateway in %s%n", options.pairs(), folder);
            begin(phones);
            long full = LiveHeap.bytes(gateway.pid());
            System.out.printf("live heap %d MiB, %.2f KiB a pair; RSS %d MiB; store %d MiB%n", full >> 20, (full - empty) / 1024.0 / options.pairs(),
                    ProcessCost.of(gateway.pid()).residentKiB() / 1024, stored() >> 20);
            changes(phones);
            cost("refreshes by phones", options.refreshes(), number -> phones.subscribe(number % toSip.pairs()));
            if (options.restart()) {
                restart(phones);
            }
        } finally {
            schedule.close();
            server.close();
            gateway.destroyForcibly();
        }
    }

    private void begin(Phones phones) throws Exception {
        long begin = System.nanoTime();
        Pace.of(options.begin(), toSip.pairs(), pair -> {
            phones.subscribe(pair);
            users.subscribe(pair);
        });
        right("begun", SETTLING, begin);
        System.out.printf("  refused at first, while the gateway was cold: %d requests and %d stanzas%n", phones.refused(), users.refused());
    }

    /** Each pair at most once in five seconds, so that none is held back (RFC8048-6.2-31). */
    private void changes(Phones phones) throws Exception {
        var onPhones = new Latencies(options.changes() * options.seconds());
        var onClients = new Latencies(options.changes() * options.seconds());
        toSip.arrivals((pair, nanos) -> onPhones.add(nanos));
        toXmpp.arrivals((pair, nanos) -> onClients.add(nanos));
        cost("changes", options.changes(), number -> {
            int pair = next++ / 2 % toSip.pairs();
            if (number % 2 == 0) {
                users.show(pair, "change " + number);
            } else {
                phones.show(pair, "change " + number);
            }
        });
        schedule.holds(() -> toSip.wrong() + toXmpp.wrong() == 0, ARRIVING);
        System.out.println("  to phones, by NOTIFY: " + onPhones.count() + ", " + onPhones + "; to XMPP: " + onClients.count() + ", " + onClients);
        System.out.println("  wrong views left: " + toSip.wrong() + " and " + toXmpp.wrong());
    }

    /** Some each second for a while, and what one of them costs the gateway. */
    private void cost(String what, int rate, IntConsumer each) throws IOException {
        var before = ProcessCost.of(gateway.pid());
        var busy = MachineLoad.now();
        Pace.of(rate, rate * options.seconds(), each);
        double machine = MachineLoad.now().since(busy);
        var after = ProcessCost.of(gateway.pid());
        System.out.printf("%s, %d a second for %d s: %.0f us CPU each; machine %.0f %% busy%s%n", what, rate, options.seconds(),
                (after.cpuSeconds() - before.cpuSeconds()) * 1e6 / rate / options.seconds(), machine * 100, machine > 0.9 ? ", figures void" : "");
    }

    private void restart(Phones phones) throws Exception {
        gateway.destroyForcibly().waitFor();
        for (int pair = 0; pair < toSip.pairs(); pair += 10) {          // what changes while it is away
            users.miss(pair, "while away");
        }
        phones.rate().reset();
        users.rate().reset();
        long begin = System.nanoTime();
        start(phones);
        System.out.printf("killed and started again, ready after %.1f s%n", (System.nanoTime() - begin) / 1e9);
        right("all views right", RIGHT, begin);
        System.out.printf("  SIP got %d requests, at most %d in a second; XMPP %d, at most %d; dialogs ended %d, begun anew %d%n", phones.rate().all(),
                phones.rate().busiestSecond(), users.rate().all(), users.rate().busiestSecond(), phones.ended(), phones.notBegunOnce());
    }

    private void right(String what, Duration atMost, long since) throws IOException {
        schedule.holds(() -> toSip.wrong() + toXmpp.wrong() == 0, atMost);
        System.out.printf("%s after %.1f s; wrong views: %d and %d%n", what, (System.nanoTime() - since) / 1e9, toSip.wrong(), toXmpp.wrong());
    }

    /** Until it says that it runs, its stream is open, and a phone has an answer. */
    private void start(Phones phones) throws IOException {
        var log = folder.resolve("gateway-" + ++starts + ".log");
        var builder = new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(Map.of("STOX_DOMAIN", XmppServer.GATEWAY, "STOX_XMPP_SERVER", "127.0.0.1:" + server.port(),
                "STOX_XMPP_SECRET", XmppServer.SECRET, "STOX_XMPP_DOMAINS", XmppServer.SECOND, "STOX_SIP_LISTEN", "127.0.0.1:" + sipPort,
                "STOX_SIP_PEER", "127.0.0.1:" + phones.port(), "STOX_STATE", folder.resolve("state").toString()));
        gateway = builder.start();
        var stream = server.open();
        users.on(stream);
        stream.listen(stanza -> {
            if (stanza.name().equals("iq")) {
                FakeServer.reflect(stream, stanza);
            } else {
                users.stanza(stanza);
            }
        });
        if (!schedule.holds(() -> !gateway.isAlive() || printed(log), START) || !gateway.isAlive()) {
            throw new IllegalStateException("the gateway does not start; its log says why: " + log);
        }
    }

    private static boolean printed(Path log) {
        try {
            return Files.readString(log).contains(READY);
        } catch (IOException e) {
            return false;
        }
    }

    private List<String> command() {
        var command = new ArrayList<>(List.of("java"));
        command.addAll(List.of(options.java().split(" ")));
        command.addAll(List.of("-Dstox.home=" + Path.of("").toAbsolutePath(), "-cp", System.getProperty("java.class.path"),
                "org.stox.gateway.Stox", "run"));
        return command;
    }

    private long stored() throws IOException {
        try (var files = Files.list(folder.resolve("state"))) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
