package org.stox.gateway;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.camel.impl.DefaultCamelContext;

import picocli.CommandLine.Option;

import org.stox.camel.home.SettingSources;
import org.stox.settings.StoxSettings;
import org.stox.settings.StoxSettings.Reading;

/** Where settings come from: the file, then the environment, then {@code -D}; what comes later goes before. */
final class SettingsOptions {

    static final String FILE = "application.properties";

    @Option(names = {"-s", "--settings"}, paramLabel = "FILE",
            description = "The settings: default application.properties here, else the one in the folder routes of stox.")
    private Path file;

    @Option(names = "-D", paramLabel = "NAME=VALUE", mapFallbackValue = Option.NULL_VALUE,
            description = "A setting; goes before file and environment.")
    private Map<String, String> given = new LinkedHashMap<>();

    /** What is to be run: the checked settings, the route files, and all properties for Camel. */
    record Given(StoxSettings settings, List<Path> routes, Map<String, String> properties) { }

    /** Whether the command line names settings. */
    boolean asked() {
        return file != null || !given.isEmpty();
    }

    /** All there is, or the sentences of what is wrong, printed. */
    Optional<Given> read(PrintWriter err) throws IOException {
        var properties = new TreeMap<String, String>();
        var settings = settings(properties, err);
        return settings.isEmpty() ? Optional.empty() : routes(settings.get(), err)
                .map(r -> new Given(settings.get(), r, SettingSources.state(properties, folder())));
    }

    /** The settings alone, for what runs no routes. */
    Optional<StoxSettings> settings(PrintWriter err) throws IOException {
        return settings(new TreeMap<>(), err);
    }

    private Optional<StoxSettings> settings(Map<String, String> properties, PrintWriter err) throws IOException {
        for (var setting : given.entrySet()) {
            if (setting.getValue() == null) {
                err.println("-D " + setting.getKey() + " has no value: it must be NAME=VALUE, such as -D stox.sip.peer=192.0.2.10:5060.");
                return Optional.empty();
            }
        }
        if (file != null && !Files.isReadable(file)) {
            err.println("--settings=" + file + " is no file that can be read: it must be a file of properties, such as "
                    + routesFolder().resolve(FILE) + ".");
            return Optional.empty();
        }
        var file = new TreeMap<String, String>();
        if (Files.exists(path())) {
            load(path()).forEach((name, value) -> file.put(name.toString(), value.toString()));
        }
        properties.putAll(SettingSources.over(file));
        properties.putAll(given);
        if (SettingSources.needResolving(properties)) {
            try (var context = new DefaultCamelContext()) {
                properties.putAll(SettingSources.resolved(properties, context));
            }
        }
        var reading = StoxSettings.check(properties);
        if (reading instanceof Reading.Bad bad) {
            bad.problems().forEach(err::println);
            return Optional.empty();
        }
        return Optional.of(((Reading.Good) reading).settings());
    }

    private Path path() {
        return file != null ? file : Files.exists(Path.of(FILE)) ? Path.of(FILE) : routesFolder().resolve(FILE);
    }

    private Path folder() {
        return path().toAbsolutePath().getParent();
    }

    private Optional<List<Path>> routes(StoxSettings settings, PrintWriter err) {
        var folders = Stream.of(folder(), routesFolder(), Path.of("").toAbsolutePath()).map(Path::normalize).distinct().toList();
        var routes = new ArrayList<Path>();
        for (var name : settings.routes()) {
            var found = folders.stream().map(f -> f.resolve(name)).filter(Files::isRegularFile).findFirst();
            if (found.isEmpty()) {
                err.println(StoxSettings.ROUTES + "=" + name + " is no file in "
                        + folders.stream().map(Path::toString).collect(Collectors.joining(" or "))
                        + ": it must be names of files there, or paths, such as gateway.yaml.");
                return Optional.empty();
            }
            routes.add(found.get());
        }
        return Optional.of(routes);
    }

    private static Properties load(Path path) throws IOException {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        return properties;
    }

    static Path routesFolder() {
        return Path.of(System.getProperty("stox.home", ".")).resolve("routes").toAbsolutePath().normalize();
    }
}
