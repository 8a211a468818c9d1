package org.stox.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AnnotatedElement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes what the tests of a module proved: for each test class the rows that its passed tests name, in
 * {@code target/proved/CLASS.txt}. Found by the JUnit Platform through META-INF/services. A method counts if all its runs passed; what
 * stands at a class counts if all its tests passed.
 */
public final class ProvesListener implements TestExecutionListener {

    private final Map<MethodSource, Boolean> passed = new ConcurrentHashMap<>();

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast).ifPresent(method ->
                passed.merge(method, result.getStatus() == TestExecutionResult.Status.SUCCESSFUL, Boolean::logicalAnd));
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        test.getSource().filter(MethodSource.class::isInstance).map(MethodSource.class::cast)
                .ifPresent(method -> passed.put(method, false));
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        var classes = new TreeMap<String, Boolean>();
        var proved = new TreeMap<String, Set<String>>();
        passed.forEach((method, good) -> {
            var name = method.getClassName();
            classes.merge(name, good, Boolean::logicalAnd);
            var ids = proved.computeIfAbsent(name, n -> new TreeSet<>());
            if (good) {
                ids.addAll(Set.of(ids(method.getJavaMethod())));
            }
        });
        passed.keySet().stream().filter(m -> classes.get(m.getClassName()))
                .forEach(m -> proved.get(m.getClassName()).addAll(Set.of(ids(m.getJavaClass()))));
        write(Path.of("target", "proved"), proved);
    }

    private static String[] ids(AnnotatedElement element) {
        var proves = element.getAnnotation(Proves.class);
        return proves == null ? new String[0] : proves.value();
    }

    private static void write(Path folder, Map<String, Set<String>> proved) {
        try {
            Files.createDirectories(folder);
            for (var entry : proved.entrySet()) {
                Files.write(folder.resolve(entry.getKey() + ".txt"), entry.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
