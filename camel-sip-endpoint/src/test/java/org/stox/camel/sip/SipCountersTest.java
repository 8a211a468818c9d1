package org.stox.camel.sip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;

class SipCountersTest {

    /** Else a reason would be counted and shown nowhere. */
    @Test
    void everyReasonOfTheSourcesIsAFigure() throws IOException {
        var used = new TreeSet<String>();
        try (var files = Files.walk(Path.of("src", "main", "java"))) {
            for (var file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Pattern.compile("dropped\\(\"([^\"]+)\"\\)").matcher(Files.readString(file)).results().forEach(m -> used.add(m.group(1)));
            }
        }
        assertEquals(used, Set.copyOf(SipCounters.REASONS));
    }
}
