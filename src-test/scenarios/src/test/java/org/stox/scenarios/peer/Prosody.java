package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Prosody 0.12: any user, any password; a message to a user who is not connected is refused. Rosters are kept while it is away. */
public final class Prosody implements XmppServer {

    private final Path folder = RealProcess.folder("prosody");
    private final int clientPort = Ports.free();
    private final int componentPort = Ports.free();
    private final String more;
    private RealProcess process;

    public Prosody() {
        this("");
    }

    /** With lines more at the end of its configuration, which may be those of the gateway's component. */
    public Prosody(String more) {
        this.more = more;
    }

    @Override
    public int clientPort() {
        return clientPort;
    }

    @Override
    public int componentPort() {
        return componentPort;
    }

    @Override
    public RealProcess process() {
        return process;
    }

    @Override
    public void start() {
        var config = folder.resolve("prosody.cfg.lua");
        try {
            Files.writeString(config, config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = RealProcess.start("prosody", folder, Map.of(), List.of("prosody", "-F", "--config", config.toString()));
        process.await("Activated service 'component' on \\[127.0.0.1\\]:" + componentPort);
        process.await("Activated service 'c2s' on \\[127.0.0.1\\]:" + clientPort);
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }

    @Override
    public void awaitGateway(int mark) {
        process.await(GATEWAY + ":component\\s+info\\s+External component successfully authenticated", mark, Duration.ofSeconds(60));
    }

    private static String component() {
        return "Component \"" + GATEWAY + "\" component_secret = \"" + SECRET + "\"\n";
    }

    /** Console output is in lines as they come; the ports are announced once they are open. */
    private String config() {
        return """
                run_as_root = true
                daemonize = false; pidfile = "%1$s/prosody.pid"; data_path = "%1$s/data"
                interfaces = { "127.0.0.1" }
                c2s_ports = { %2$d }; component_ports = { %3$d }; component_interfaces = { "127.0.0.1" }
                modules_enabled = { "roster", "saslauth", "disco", "ping", "carbons", "blocklist" }
                modules_disabled = { "s2s", "tls", "offline" }
                storage = { roster = "internal" }; default_storage = "memory"
                authentication = "insecure"
                insecure_open_authentication = "Yes please, I know what I'm doing!"
                c2s_require_encryption = false; allow_unencrypted_plain_auth = true
                log = { { levels = { min = "info" }, to = "console" } }
                VirtualHost "%4$s"
                VirtualHost "%5$s"
                Component "%6$s" component_secret = "%7$s"
                %8$s
                """.formatted(folder, clientPort, componentPort, DOMAIN, STRANGE_DOMAIN, SECOND, SECRET,
                more.contains("\"" + GATEWAY + "\"") ? more : component() + more);
    }
}
