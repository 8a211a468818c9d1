package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The gateway as an operator runs it: a process of its own with {@code routes/gateway.yaml}, its settings in the environment. */
public final class GatewayProcess implements AutoCloseable {

    /** Each gives up after 32 s; on a busy machine a start takes longer. */
    private static final int CALLS = 4;

    private final Map<String, String> settings = new TreeMap<>();
    private final Properties properties = new Properties();
    private final int port = Ports.free();
    private List<String> program = List.of();
    private RealProcess process;

    /** With the six required settings, and a place of its own for what it keeps; the SIP peer is on that loopback port. */
    public GatewayProcess(int componentPort, int sipPeer) {
        with("stox.domain", XmppServer.GATEWAY);
        with("stox.xmpp.server", "127.0.0.1:" + componentPort);
        with("stox.xmpp.secret", XmppServer.SECRET);
        with("stox.xmpp.domains", XmppServer.DOMAIN + "," + XmppServer.SECOND);
        with("stox.sip.listen", "127.0.0.1:" + port);
        with("stox.sip.peer", "127.0.0.1:" + sipPeer);
        with("stox.state", RealProcess.folder("state").toString());
    }

    public GatewayProcess with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** What is in the file of settings: properties of Camel, whose names the environment does not keep. */
    public GatewayProcess property(String name, String value) {
        properties.setProperty(name, value);
        return this;
    }

    /** Other arguments of {@code java} in place of those of {@code stox run}, which takes the same settings from its environment. */
    public GatewayProcess program(String... command) {
        program = List.of(command);
        return this;
    }

    /** Its SIP port, UDP and TCP. */
    public int port() {
        return port;
    }

    public Map<String, String> settings() {
        return Map.copyOf(settings);
    }

    /** Starts it and does not wait. */
    public RealProcess launch() {
        var environment = new TreeMap<String, String>();
        settings.forEach((name, value) -> environment.put(name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT), value));
        process = RealProcess.start("gateway", RealProcess.folder("gateway"), environment, command());
        return process;
    }

    /** Starts it and waits until SIP is answered; the server may be away. */
    public GatewayProcess start() {
        launch();
        for (int calls = 1; !answers(); calls++) {
            if (calls == CALLS || !process.alive()) {
                close();
                throw new AssertionError("the gateway does not answer:\n" + process.printed());
            }
        }
        return this;
    }

    private boolean answers() {
        try (var asker = SipPeer.create()) {
            asker.call(port, SipText.message("sip:test@" + XmppServer.GATEWAY, "sip:127.0.0.1:" + port, "").asMethod("OPTIONS"));
            return true;
        } catch (AssertionError e) {
            return false;
        }
    }

    public RealProcess process() {
        return process;
    }

    public void stop() {
        process.stop();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    private List<String> command() {
        var command = new ArrayList<>(List.of("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"));
        command.addAll(agents());
        command.addAll(program.isEmpty() ? List.of("-Dstox.home=" + Path.of("..", "..").toAbsolutePath().normalize(),
                "-cp", System.getProperty("java.class.path"), "org.stox.gateway.Stox", "run") : program);
        if (!properties.isEmpty()) {
            command.addAll(List.of("--settings", file().toString()));
        }
        return command;
    }

    private Path file() {
        var file = RealProcess.folder("settings").resolve("application.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The coverage agent of this process, so that the child's lines count too. */
    private static List<String> agents() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(a -> a.startsWith("-javaagent:")).toList();
    }
}
