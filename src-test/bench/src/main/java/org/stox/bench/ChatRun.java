package org.stox.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import org.stox.scenarios.crowd.ChatPhones;
import org.stox.scenarios.crowd.ChatUsers;
import org.stox.scenarios.crowd.Pace;
import org.stox.scenarios.peer.FakeServer;
import org.stox.scenarios.peer.Ports;
import org.stox.scenarios.peer.XmppServer;

/**
 * Chats over MSRP: what an idle session costs in heap, what a message costs and how long it takes in sessions that talk, and what a large
 * message does to the others. Both sides are played; the gateway is a process.
 */
final class ChatRun {

    /** What to run; every option is {@code name=value}. */
    record Options(int sessions, int talking, int rate, int seconds, int warmup, int begin, String java) {

        static Options of(String[] arguments) {
            Map<String, String> given = new HashMap<>();
            for (var argument : arguments) {
                given.put(argument.substring(0, argument.indexOf('=')), argument.substring(argument.indexOf('=') + 1));
            }
            return new Options(Integer.parseInt(given.getOrDefault("sessions", "10000")), Integer.parseInt(given.getOrDefault("talking", "500")),
                    Integer.parseInt(given.getOrDefault("rate", "2000")), Integer.parseInt(given.getOrDefault("seconds", "15")),
                    Integer.parseInt(given.getOrDefault("warmup", "20")), Integer.parseInt(given.getOrDefault("begin", "300")),
                    given.getOrDefault("java", "-XX:+UseG1GC -XX:MaxTenuringThreshold=1 -Xmx1g"));
        }
    }

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration SETTLING = Duration.ofSeconds(10);
    private static final String READY = "Running: ";
    private static final String PADDING = " ".repeat(40);
    private static final int LARGE = 1_000_000;

    private final Options options;
    private final int sipPort = Ports.free();
    private final FakeServer server = new FakeServer();
    private final Schedule schedule = new Schedule();
    private final Path folder;
    private final ChatUsers users;
    private volatile Latencies toPhones = new Latencies(0);
    private volatile Latencies toUsers = new Latencies(0);
    private final AtomicInteger notSent = new AtomicInteger();
    private Process gateway;

    ChatRun(Options options) throws IOException {
        this.options = options;
        this.folder = Files.createTempDirectory("stox-chats");
        this.users = new ChatUsers(XmppServer.SECOND, XmppServer.GATEWAY, (number, text) -> toUsers.add(since(text)));
    }

    private static String text() {
        return System.nanoTime() + PADDING + ".";
    }

    private static long since(String text) {
        int end = text.indexOf(' ');
        return end < 0 ? 0 : System.nanoTime() - Long.parseLong(text.substring(0, end));
    }

    void run() throws Exception {
        try (var phones = new ChatPhones((number, text) -> toPhones.add(since(text)))) {
            start(phones);
            System.out.printf("%d sessions, of which %d talk; everything of the gateway in %s%n", options.sessions(), options.talking(), folder);
            pump(phones, options.warmup());
            settle();
            long few = LiveHeap.bytes(gateway.pid());
            int before = phones.talking();
            begin(phones);
            long all = LiveHeap.bytes(gateway.pid());
            System.out.printf("live heap %d -> %d MiB, %.2f KiB a session; RSS %d MiB; begun %d, errors %d%n", few >> 20, all >> 20,
                    (all - few) / 1024.0 / Math.max(1, phones.talking() - before), ProcessCost.of(gateway.pid()).residentKiB() / 1024, phones.begun(), users.errors());
            measure(phones);
            large(phones);
        } finally {
            schedule.close();
            server.close();
            gateway.destroyForcibly();
        }
    }

    private void begin(ChatPhones phones) throws IOException {
        int missing = options.sessions() - options.talking();
        long begin = System.nanoTime();
        Pace.of(options.begin(), missing, number -> users.send(options.talking() + number, text()));
        schedule.holds(() -> phones.talking() >= options.sessions(), SETTLING);
        System.out.printf("%d sessions are there after %.1f s%n", phones.talking(), (System.nanoTime() - begin) / 1e9);
    }

    /** Each way at the rate, through the sessions that talk; returns how many in all. */
    private int pump(ChatPhones phones, int seconds) throws IOException {
        var next = new int[1];
        return 2 * schedule.send(options.rate(), seconds, () -> {
            int number = next[0]++ % options.talking();
            users.send(number, text());
            if (!phones.send(number, text())) {
                notSent.incrementAndGet();
            }
        }, () -> { });
    }

    private void settle() throws IOException {
        var counts = new int[2];
        schedule.holds(() -> {
            boolean still = counts[0] == toPhones.count() && counts[1] == toUsers.count();
            counts[0] = toPhones.count();
            counts[1] = toUsers.count();
            return still;
        }, SETTLING);
    }

    private void measure(ChatPhones phones) throws IOException {
        int most = options.rate() * options.seconds();
        toPhones = new Latencies(most);
        toUsers = new Latencies(most);
        notSent.set(0);
        var before = ProcessCost.of(gateway.pid());
        var busy = MachineLoad.now();
        int sent = pump(phones, options.seconds());
        double machine = MachineLoad.now().since(busy);
        var after = ProcessCost.of(gateway.pid());
        settle();
        System.out.printf("%d/s each way: %.1f us CPU a message; machine %.0f %% busy%s%n", options.rate(),
                (after.cpuSeconds() - before.cpuSeconds()) * 1e6 / sent, machine * 100, machine > 0.9 ? ", figures void" : "");
        System.out.printf("to SIP: %s, %d of %d; to XMPP: %s, %d of %d; errors %d, refused %d%n", toPhones, toPhones.count(), most, toUsers, toUsers.count(),
                most - notSent.get(), users.errors(), phones.refused());
    }

    /** One user sends a large message while the others talk at a quarter of the rate. */
    private void large(ChatPhones phones) throws IOException {
        for (int round = 0; round < 2; round++) {
            int most = options.rate() / 4 * 5;
            toPhones = new Latencies(most + 1);
            toUsers = new Latencies(most + 1);
            var next = new int[1];
            boolean toSip = round == 0;
            var first = schedule.send(options.rate() / 4, 5, () -> {
                int number = 1 + next[0]++ % (options.talking() - 1);
                users.send(number, text());
                phones.send(number, text());
                if (next[0] == most / 2) {
                    var body = "x".repeat(LARGE);
                    if (toSip) {
                        users.send(0, body);
                    } else {
                        phones.send(0, body);
                    }
                }
            }, () -> { });
            settle();
            System.out.printf("%d messages each way beside one of %d octets to %s: to SIP %s; to XMPP %s; errors %d, refused %d%n", first, LARGE,
                    toSip ? "SIP" : "XMPP", toPhones, toUsers, users.errors(), phones.refused());
        }
    }

    private void start(ChatPhones phones) throws IOException {
        var log = folder.resolve("gateway.log");
        var command = new ArrayList<>(List.of("java"));
        command.addAll(List.of(options.java().split(" ")));
        command.addAll(List.of("-Dstox.home=" + Path.of("").toAbsolutePath(), "-cp", System.getProperty("java.class.path"),
                "org.stox.gateway.Stox", "run"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
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
        BooleanSupplier ready = () -> !gateway.isAlive() || printed(log);
        if (!schedule.holds(ready, START) || !gateway.isAlive()) {
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
}
