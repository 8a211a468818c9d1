package org.stox.gateway;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.spi.EndpointStrategy;

import org.stox.camel.InMemorySessions;
import org.stox.camel.home.QuietRefusals;
import org.stox.protocol.Tap;

/** A gateway in this process: Camel with the routes of some files. */
public final class Gateway implements AutoCloseable {

    private final Main main = new Main(Gateway.class);
    private final String files;

    private Gateway(List<Path> routes, Map<String, String> properties) {
        files = routes.stream().map(r -> r.getFileName().toString()).collect(Collectors.joining(", "));
        main.setDefaultPropertyPlaceholderLocation("false");
        properties.forEach(main::addOverrideProperty);
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport base) {
                QuietRefusals.in(base.getCamelContext());
            }
        });
        main.configure().withName("stox").withShutdownTimeout(10).withLogName("route.${routeId}")
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

    /** All is made as for a run, but nothing is opened. */
    public Gateway silent() {
        main.bind("sessions", new InMemorySessions());
        return endpoints((uri, endpoint) -> SilentEndpoint.of(endpoint));
    }

    /** Each endpoint that the routes name is made, and then this may put another in its place. */
    Gateway endpoints(EndpointStrategy strategy) {
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeConfigure(BaseMainSupport base) {
                base.getCamelContext().getCamelContextExtension().registerEndpointCallback(strategy);
            }
        });
        return this;
    }

    public Gateway start() {
        main.start();
        return this;
    }

    /** Throws {@link IllegalStateException} if there is no route: nothing would ever cross. */
    void checkRoutes() {
        if (context().getRoutes().isEmpty()) {
            throw new IllegalStateException("There is no route in " + files + ": a gateway is routes that begin with \"- route:\" or \"- from:\"");
        }
    }

    public CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
