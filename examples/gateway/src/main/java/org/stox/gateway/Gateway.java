package org.stox.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

import org.stox.protocol.Tap;

/** A gateway in this process: Camel with the routes of some files. */
public final class Gateway implements AutoCloseable {

    private final Main main = new Main(Gateway.class);

    private Gateway(List<Path> routes, Map<String, String> properties) {
        main.setDefaultPropertyPlaceholderLocation("false");
        properties.forEach(main::addOverrideProperty);
        main.configure().withName("stox").withShutdownTimeout(10)
                .withRoutesIncludePattern(routes.stream().map(r -> "file:" + r.toAbsolutePath()).collect(Collectors.joining(",")));
    }

    /** @param properties the settings, and whatever else the routes use */
    public static Gateway of(List<Path> routes, Map<String, String> properties) {
        return new Gateway(routes, properties);
    }

    /** The components report each message to this. */
    public Gateway tap(Tap tap) {
        main.bind("tap", tap);
        return this;
    }

    /** Everything is made as for a run, but no route begins. */
    public Gateway idle() {
        main.configure().withAutoStartup(false);
        return this;
    }

    public Gateway start() {
        main.start();
        return this;
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
