package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL with one empty database. It refuses to run as root, and then runs as Debian's user for it, in a folder of /tmp. */
public final class Postgres implements AutoCloseable {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

    private final int port = Ports.free();
    private final Path folder;
    private final RealProcess process;

    public Postgres() {
        try {
            folder = Files.createTempDirectory(Path.of("/tmp"), "stox-scenario-postgres-");
            var log = RealProcess.folder("postgres");
            if (root()) {
                run(log, "chown", List.of("chown", "postgres", folder.toString()));
            }
            run(log, "initdb", command("initdb", "-D", folder.resolve("data").toString(),
                    "-A", "trust", "-U", "stox", "-E", "UTF8", "--no-locale"));
            process = RealProcess.start("postgres", folder, log, Map.of(), command("postgres",
                    "-D", folder.resolve("data").toString(), "-p",
                    Integer.toString(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=" + folder));
            process.await("database system is ready to accept connections");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static boolean installed() {
        boolean found = programs().isPresent();
        if (!found && System.getenv("CI") != null) {
            throw new IllegalStateException("PostgreSQL is not installed");
        }
        return found;
    }

    /** As the setting {@code stox.state} has it. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=stox";
    }

    @Override
    public void close() {
        process.close();
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(Path log, String name, List<String> command) {
        try (var once = RealProcess.start(name, Path.of("/tmp"), log, Map.of(), command)) {
            if (once.exitCode(Duration.ofSeconds(60)) != 0) {
                throw new AssertionError(once.printed());
            }
        }
    }

    private static List<String> command(String program, String... arguments) {
        var command = new ArrayList<String>();
        if (root()) {
            command.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));       // and no process between
        }
        command.add(programs().orElseThrow().resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private static Optional<Path> programs() {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (var versions = Files.list(DEBIAN)) {
            return versions.map(v -> v.resolve("bin")).filter(bin -> Files.isExecutable(bin.resolve("postgres")))
                    .max(Comparator.comparing(Path::toString));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
