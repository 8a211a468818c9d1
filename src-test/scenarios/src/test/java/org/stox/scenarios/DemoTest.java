package org.stox.scenarios;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.RealProcess;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** {@code bin/stox demo --once}, as a visitor runs it. */
class DemoTest {

    @Test
    void everyStepOfTheDemoIsSeen() {
        assumeTrue(RealProcess.installed("prosody"));
        var home = Path.of("..", "..").toAbsolutePath().normalize();
        try (var demo = RealProcess.start("demo", RealProcess.folder("demo"), Map.of(), List.of("java", "-XX:+UseSerialGC",
                "-Dstox.home=" + home, "-Dstox.log=WARN", "-cp", System.getProperty("java.class.path"), "org.stox.gateway.Stox", "demo", "--once"))) {
            assertEquals(0, demo.exitCode(Duration.ofSeconds(300)), demo::printed);
            assertTrue(demo.printed().contains("36 of 36 steps seen."), demo::printed);
        }
    }
}
