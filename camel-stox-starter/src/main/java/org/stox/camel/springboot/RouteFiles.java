package org.stox.camel.springboot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.springframework.core.io.ResourceLoader;

import org.stox.settings.StoxSettings;

/** Where the files of {@code stox.routes} are: beside the application, else on its class path, where the starter has those of stox. */
final class RouteFiles {

    private static final List<String> FOLDERS = List.of("", "config", "routes");
    private static final List<String> CLASS_PATH = List.of("classpath:", "classpath:routes/");

    private RouteFiles() {
    }

    /** As Camel's pattern of routes takes it; empty where there is none. */
    static Optional<String> find(String name, ResourceLoader resources) {
        if (name.startsWith("classpath:") || name.startsWith("file:")) {
            return Optional.of(name).filter(n -> resources.getResource(n).exists());
        }
        var file = FOLDERS.stream().map(folder -> Path.of(folder).resolve(name)).filter(Files::isRegularFile).findFirst()
                .map(path -> "file:" + path.toAbsolutePath());
        return file.or(() -> CLASS_PATH.stream().map(folder -> folder + name).filter(n -> resources.getResource(n).exists()).findFirst());
    }

    static String problem(String name) {
        return StoxSettings.ROUTES + "=" + name + " is no file here, in the folder config or routes, or on the class path: it must be names "
                + "of files there, or paths, such as gateway.yaml.";
    }

    /** Those of the application, and these. */
    static String pattern(String before, Stream<String> found) {
        var first = before == null || before.isBlank() || before.equals("false") ? Stream.<String>of() : Stream.of(before);
        return String.join(",", Stream.concat(first, found).toList());
    }
}
