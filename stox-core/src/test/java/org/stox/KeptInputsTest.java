package org.stox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/** What the fuzzer found and what it begins with, without it: the inputs that are kept in {@code fuzz/}, for each target its own. */
class KeptInputsTest {

    @TestFactory
    Stream<DynamicTest> eachTargetTakesItsInputs() {
        return Fuzz.TARGETS.entrySet().stream().flatMap(t -> files(t.getKey()).stream().map(f -> dynamicTest(t.getKey() + ' ' + f.getFileName(),
                () -> t.getValue().accept(Files.readAllBytes(f)))));
    }

    private static List<Path> files(String target) {
        try (var files = Files.list(Path.of("src", "test", "resources", "fuzz", target))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
