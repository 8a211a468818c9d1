package org.stox.camel;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.stox.session.Service;
import org.stox.session.SessionRepository;
import org.stox.session.SessionStore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StateSettingTest {

    private static final List<String> OPENED = new ArrayList<>();

    /** What a module brings. */
    public static final class Module implements SessionStore {

        @Override
        public SessionRepository open(String place, Collection<? extends Service> services) {
            OPENED.add(place);
            return new InMemorySessions();
        }
    }

    private static SessionRepository open(DefaultCamelContext context, String state) {
        context.getPropertiesComponent().addOverrideProperty("stox.state", state);
        return StateSetting.open(context, List.of());
    }

    @Test
    void withoutAModuleSessionsAreInMemoryUnlessAPlaceIsNamed(@TempDir Path directory) throws Exception {
        try (var context = new DefaultCamelContext()) {
            assertInstanceOf(InMemorySessions.class, open(context, ""));
            assertInstanceOf(InMemorySessions.class, open(context, "memory"));
            var refused = assertThrows(IllegalStateException.class, () -> open(context, directory.toString()));
            assertTrue(refused.getMessage().startsWith("stox.state names a store, and there is none: add camel-stox-jdbc"),
                    refused.getMessage());
        }
    }

    @Test
    void aModuleOpensThePlaceThatIsNamedElseTheDirectory(@TempDir Path classes) throws Exception {
        var named = classes.resolve("META-INF/services/org/apache/camel/stox-sessions");
        Files.createDirectories(named.getParent());
        Files.writeString(named, "class=" + Module.class.getName() + "\n");
        try (var context = new DefaultCamelContext(); var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()},
                getClass().getClassLoader())) {
            context.setApplicationContextClassLoader(loader);
            open(context, "memory");
            open(context, "");
            open(context, "/var/lib/stox");
            assertEquals(List.of("stox-state", "/var/lib/stox"), OPENED);
        }
    }

    @Test
    void aStoreOfTheApplicationGoesBeforeAll() throws Exception {
        var store = new InMemorySessions();
        try (var context = new DefaultCamelContext()) {
            context.getRegistry().bind("own", store);
            var settings = Samples.settings();
            settings.put("stox.state", "/nowhere");
            context.getPropertiesComponent().setInitialProperties(settings);
            context.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:sip").to("stox:presence/sip");
                    from("stox:presence/sip").to("mock:sip");
                    from("stox:presence/xmpp").to("mock:xmpp");
                }
            });
            context.start();
            assertSame(store, context.getComponent("stox", StoxComponent.class).sessions().store());
        }
    }
}
