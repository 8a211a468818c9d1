package org.stox.scenarios.peer;

import java.nio.file.Files;
import java.nio.file.Path;

/** A program in which the gateway runs; all take the same settings and the same route files. */
public enum Home {

    /** {@code stox run}. */
    PLAIN,
    /** The application of {@code examples/spring-boot}, by its own jar. */
    SPRING_BOOT;

    private static final Path JAR =
            Path.of("..", "..", "examples", "spring-boot", "target", "stox-spring-boot.jar").toAbsolutePath().normalize();

    /** Whether it was built, which takes {@code mvn verify}; in CI it has to be there. */
    public boolean built() {
        boolean found = this == PLAIN || Files.isRegularFile(JAR);
        if (!found && System.getenv("CI") != null) {
            throw new IllegalStateException("There is no " + JAR);
        }
        return found;
    }

    /** With the six required settings, not started. */
    public GatewayProcess gateway(int componentPort, int sipPeer) {
        var gateway = new GatewayProcess(componentPort, sipPeer);
        return this == PLAIN ? gateway
                : gateway.program("-jar", JAR.toString()).with("server.port", Integer.toString(Ports.free()));
    }
}
