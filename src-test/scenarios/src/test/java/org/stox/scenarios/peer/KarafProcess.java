package org.stox.scenarios.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.zip.ZipFile;

/**
 * Karaf with the feature {@code stox-all}, as a process of its own: the unpacked distribution, which many may share, and a folder with
 * settings and data for each. All it installs comes from that distribution and our KAR; it has no other repository.
 */
public final class KarafProcess implements AutoCloseable {

    /** Where the pom unpacks it. */
    private static final Path HOME = Path.of("target", "karaf", "apache-karaf-4.4.10").toAbsolutePath();
    private static final Path KAR = Path.of("..", "..", "camel-stox-karaf", "target", "camel-stox-karaf-1.0.0-SNAPSHOT.kar");
    private static final Path ROUTES = Path.of("..", "..", "routes");
    private static final Path UNPACKED = Path.of("repository");

    private final Path folder = RealProcess.folder("karaf");
    private final Path etc = folder.resolve("etc");
    private final Map<String, String> settings = new TreeMap<>();
    private RealProcess process;
    private RealProcess log;

    /** @param settings of the gateway, for {@code etc/org.stox.gateway.cfg} */
    public KarafProcess(Map<String, String> settings) {
        this.settings.putAll(settings);
    }

    /** Whether both were built, which takes {@code mvn verify}; in CI they have to be there. */
    public static boolean built() {
        boolean found = Files.isDirectory(HOME) && Files.isRegularFile(KAR);
        if (!found && System.getenv("CI") != null) {
            throw new IllegalStateException("There is no " + HOME + " or no " + KAR);
        }
        return found;
    }

    /** Starts it; it is ready when its log says so. */
    public KarafProcess start() {
        try {
            copyEtc();
            unpackKar();
            writeSettings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = RealProcess.start("karaf", folder,
                Map.of("KARAF_BASE", folder.toString(), "CHECK_ROOT_INSTANCE_RUNNING", "false",
                        "EXTRA_JAVA_OPTS", "-XX:+UseSerialGC -XX:TieredStopAtLevel=1", "KARAF_OPTS", "-Dkaraf.instances=" + folder.resolve("instances")),
                List.of(HOME.resolve("bin").resolve("karaf").toString(), "daemon"));     // with this the shell becomes the JVM
        log = RealProcess.start("karaf-log", folder, Map.of(),
                List.of("tail", "-n", "+1", "-F", folder.resolve("data").resolve("log").resolve("karaf.log").toString()));
        return this;
    }

    /** Edits the settings file while it runs. */
    public void change(String setting, String value) {
        settings.put(setting, value);
        try {
            writeSettings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs a file of {@code routes}, as it is, instead of those that ran. */
    public void routes(String files) {
        try {
            for (var file : files.split(",")) {
                Files.copy(ROUTES.resolve(file), etc.resolve("stox").resolve(file), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        change("stox.routes", files);
    }

    public RealProcess process() {
        return process;
    }

    /** Its log, to wait for what it says. */
    public RealProcess log() {
        return log;
    }

    /** Waits until the log says this after the mark. */
    public void says(String regex, int mark) {
        log.await(regex, mark, Duration.ofSeconds(120));
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        if (log != null) {
            log.close();
        }
    }

    /** In one step, as editors do: Karaf looks at it all the time, and would take it half written. */
    private void writeSettings() throws IOException {
        var whole = Files.writeString(folder.resolve("settings"), settings.entrySet().stream()
                .map(s -> s.getKey() + "=" + s.getValue() + "\n").collect(Collectors.joining()), StandardCharsets.UTF_8);
        Files.move(whole, etc.resolve("org.stox.gateway.cfg"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void copyEtc() throws IOException {
        Files.createDirectories(folder.resolve("data"));
        Files.createDirectories(etc);
        try (var files = Files.list(HOME.resolve("etc"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, etc.resolve(file.getFileName()));
            }
        }
        edit("org.apache.karaf.features.cfg", features -> {
            features.merge("featuresRepositories", "mvn:org.stox/camel-stox-karaf/1.0.0-SNAPSHOT/xml/features", (all, ours) -> all + "," + ours);
            features.merge("featuresBoot", "stox-all", (all, ours) -> all + "," + ours);
        });
        edit("org.ops4j.pax.url.mvn.cfg", maven -> {
            maven.setProperty("org.ops4j.pax.url.mvn.repositories", "");
            maven.setProperty("org.ops4j.pax.url.mvn.localRepository", folder.resolve("m2").toString());
        });
        edit("org.apache.karaf.shell.cfg", shell -> {
            shell.setProperty("sshHost", "127.0.0.1");
            shell.setProperty("sshPort", Integer.toString(Ports.free()));
        });
        edit("org.apache.karaf.management.cfg", management -> {
            management.setProperty("rmiRegistryPort", Integer.toString(Ports.free()));
            management.setProperty("rmiServerPort", Integer.toString(Ports.free()));
        });
    }

    private void edit(String name, Consumer<Properties> edit) throws IOException {
        var properties = new Properties();
        try (var in = Files.newInputStream(etc.resolve(name))) {
            properties.load(in);
        }
        edit.accept(properties);
        try (var out = Files.newOutputStream(etc.resolve(name))) {
            properties.store(out, null);
        }
    }

    /** To where Karaf itself unpacks what {@code kar:install} is given. */
    private void unpackKar() throws IOException {
        var repository = folder.resolve("data").resolve("kar").resolve("stox");
        try (var kar = new ZipFile(KAR.toFile())) {
            for (var entry : kar.stream().filter(e -> !e.isDirectory() && e.getName().startsWith(UNPACKED + "/")).toList()) {
                var file = repository.resolve(UNPACKED.relativize(Path.of(entry.getName())));
                Files.createDirectories(file.getParent());
                try (var in = kar.getInputStream(entry)) {
                    Files.copy(in, file);
                }
            }
        }
    }
}
