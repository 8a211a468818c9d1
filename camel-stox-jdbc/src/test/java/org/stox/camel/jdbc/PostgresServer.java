package org.stox.camel.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Assumptions;

/** A PostgreSQL of our own on a free port of loopback, in a directory that goes with it. It does not run as root, so not as root's. */
final class PostgresServer implements AutoCloseable {

    private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private final Path programs;
    private final Path directory;
    private final int port;

    private PostgresServer(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /** Skips the test where there is none; on a machine of continuous integration there must be one. */
    static PostgresServer start() throws Exception {
        var programs = programs();
        if (programs.isEmpty() && System.getenv("CI") == null) {
            Assumptions.abort("PostgreSQL is not installed in " + DEBIAN + ": apt-get install postgresql");
        }
        var directory = Files.createTempDirectory(Path.of("/tmp"), "stox-postgres-");
        var server = new PostgresServer(programs.orElseThrow(), directory, freePort());
        if (root()) {
            server.run("chown", "postgres", directory.toString());
        }
        server.asUser("initdb", "-D", server.data(), "-A", "trust", "-U", "stox", "-E", "UTF8", "--no-locale");
        server.begin();
        return server;
    }

    void begin() throws Exception {
        asUser("pg_ctl", "-D", data(), "-w", "-t", "120", "-l", directory.resolve("log").toString(),
                "-o", "-p " + port + " -c listen_addresses=127.0.0.1 -c unix_socket_directories=" + directory, "start");
    }

    /** At once, as by a kill: clients see their connections break. */
    void stop() throws Exception {
        asUser("pg_ctl", "-D", data(), "-w", "-t", "120", "-m", "immediate", "stop");
    }

    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=stox";
    }

    String freshDatabase() throws Exception {
        var name = "test" + DATABASES.incrementAndGet();
        try (var connection = DriverManager.getConnection(url("postgres")); var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return url(name);
    }

    @Override
    public void close() throws Exception {
        stop();
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void asUser(String program, String... arguments) throws Exception {
        var command = new ArrayList<String>();
        if (root()) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    private void run(String... command) throws Exception {
        var output = directory.resolve("output");
        var process = new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + Files.readString(output));
        }
    }

    private static boolean root() {
        return System.getProperty("user.name").equals("root");
    }

    private static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(DEBIAN)) {
            return Optional.empty();
        }
        try (var versions = Files.list(DEBIAN)) {
            return versions.map(version -> version.resolve("bin")).filter(bin -> Files.isExecutable(bin.resolve("pg_ctl")))
                    .max(Comparator.comparing(Path::toString));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
