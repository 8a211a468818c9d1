package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * ejabberd 23.01, started by {@code erl} itself: without {@code ejabberdctl} it needs no user of its own, no node name and no epmd,
 * and the users are registered by the command line. A registered user who is not connected refuses messages, as mod_offline is off.
 * Its threads do not spin ({@code +sbwt none}), and it asks nobody for the name of this machine ({@code fqdn}).
 */
public final class Ejabberd implements XmppServer {

    private static final String USERS = "[<<\"juliet\">>,<<\"nurse\">>,<<\"mercutio\">>]";
    private static final String HOSTS = "[<<\"" + DOMAIN + "\">>,<<\"" + STRANGE_DOMAIN + "\">>]";
    /** Debian keeps the libraries by architecture. */
    private static final List<Path> LIBRARIES = List.of(Path.of("/usr/lib/x86_64-linux-gnu"), Path.of("/usr/lib/aarch64-linux-gnu"));

    /** It takes 3 s on a machine that has little else to do, and has been seen to take 13 s on one with five tasks for each core. */
    private static final Duration START = Duration.ofSeconds(120);

    private final Path folder = RealProcess.folder("ejabberd");
    private final int clientPort = Ports.free();
    private final int componentPort = Ports.free();
    private RealProcess process;

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
        var config = folder.resolve("ejabberd.yml");
        try {
            Files.writeString(config, config());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = RealProcess.start("ejabberd", folder, Map.of(
                "EJABBERD_CONFIG_PATH", config.toString(),
                "EJABBERD_LOG_PATH", folder.resolve("ejabberd-own.log").toString(),
                "ERL_LIBS", libraries(),
                "ERL_CRASH_DUMP", folder.resolve("crash.dump").toString()),
                List.of("erl", "+sbwt", "none", "+sbwtdcpu", "none", "+sbwtdio", "none", "-noinput",
                        "-mnesia", "dir", "\"" + folder.resolve("spool") + "\"", "-s", "ejabberd", "-eval",
                        "{ok,_}=application:ensure_all_started(ejabberd), "
                        + "[ejabberd_auth:try_register(U, H, <<\"" + PASSWORD + "\">>) || U <- "
                        + USERS + ", H <- " + HOSTS + "], io:format(\"users are registered~n\")."));
        process.await("users are registered", 0, START);
    }

    @Override
    public void stop() {
        process.stop();
    }

    @Override
    public void close() {
        if (process != null) {
            process.kill();         // in order it takes up to ten seconds, and nothing is left to lose
        }
    }

    @Override
    public void awaitGateway(int mark) {
        process.await("Accepted external component handshake authentication for " + GATEWAY, mark, Duration.ofSeconds(60));
    }

    private static String libraries() {
        return LIBRARIES.stream().filter(Files::isDirectory).findFirst().orElseThrow().toString();
    }

    /** {@code global_routes: false}, or each component would get the stanzas of the other. */
    private String config() {
        return """
                hosts: [ "%3$s", "%4$s" ]
                fqdn: [ "localhost" ]
                loglevel: info
                log_rotate_count: 0
                auth_password_format: plain
                s2s_access: none
                access_rules: { local: { allow: local } }
                acl: { local: { user_regexp: "" } }
                modules: { mod_carboncopy: {}, mod_disco: {}, mod_ping: {}, mod_roster: {}, mod_privacy: {}, mod_blocking: {} }
                listen:
                  - { port: %1$d, ip: "127.0.0.1", module: ejabberd_c2s, starttls: false, max_stanza_size: 262144 }
                  - port: %2$d
                    ip: "127.0.0.1"
                    module: ejabberd_service
                    global_routes: false
                    hosts: { "%5$s": { password: "%7$s" }, "%6$s": { password: "%7$s" } }
                """.formatted(clientPort, componentPort, DOMAIN, STRANGE_DOMAIN, GATEWAY, SECOND, SECRET);
    }
}
