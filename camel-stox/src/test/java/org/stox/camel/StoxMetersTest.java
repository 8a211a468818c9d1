package org.stox.camel;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.stox.error.Refusal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The figures as Micrometer meters, where a context has a registry for them. */
class StoxMetersTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Played played = new Played();
    private final DefaultCamelContext context = new DefaultCamelContext();

    @BeforeEach
    void prepare() throws Exception {
        context.getPropertiesComponent().setInitialProperties(Samples.settings());
        context.addComponent("played", played);
        RouteBuilder.addRoutes(context, routes -> {
            routes.errorHandler(routes.noErrorHandler());
            routes.from("direct:sip").to("stox:im").process(exchange -> {
                if (exchange.getMessage().getHeader("refuse", false, Boolean.class)) {
                    throw Refusal.sip(404, "Not Found");
                }
            });
        });
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private void startWithRegistry() {
        context.getRegistry().bind("meters", registry);
        context.start();
    }

    private Exchange send(boolean refuse) {
        return context.createFluentProducerTemplate().to("direct:sip").withBody(Samples.message("Hello")).withHeader("refuse", refuse).send();
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    @Test
    void eachFigureIsAMeterOfItsNameAndTags() {
        startWithRegistry();
        played.read = 7;
        assertEquals(7, count("stox.xmpp.stanzas", "direction", "in", "endpoint", "played:sip.example.com", "camelContext", context.getName()));
        assertEquals(0.25, registry.get("stox.queue.fill").tags("queue", "socket").gauge().value());
    }

    @Test
    void theMappingIsCountedWithTheEndOfItsExchange() {
        startWithRegistry();
        send(false);
        assertInstanceOf(Refusal.class, send(true).getException());
        assertEquals(1, count("stox.messages", "direction", "s2x", "outcome", "ok"));
        assertEquals(1, count("stox.messages", "direction", "s2x", "outcome", "refused"));
        assertEquals(0, count("stox.messages", "direction", "x2s", "outcome", "ok"));
        var timer = registry.get("stox.translations").tags("direction", "s2x").functionTimer();
        assertEquals(2, timer.count());
        assertTrue(timer.totalTime(TimeUnit.NANOSECONDS) > 0);
    }

    @Test
    void metersOfOneNameHaveTheSameTagKeys() {
        startWithRegistry();
        registry.getMeters().stream().map(Meter::getId).collect(Collectors.groupingBy(Meter.Id::getName)).forEach((name, ids) -> {
            Set<Set<String>> keys = ids.stream().map(id -> id.getTags().stream().map(tag -> tag.getKey())
                    .collect(Collectors.<String, Set<String>>toCollection(TreeSet::new))).collect(Collectors.toSet());
            assertEquals(1, keys.size(), name + " has " + keys);
        });
    }

    @Test
    void whatOpensLaterGetsItsMetersWithTheRouteThatOpensIt() throws Exception {
        played.there = false;
        startWithRegistry();
        assertTrue(registry.find("stox.xmpp.stanzas").meters().isEmpty());
        played.there = true;
        RouteBuilder.addRoutes(context, routes -> routes.from("direct:another").to("mock:end"));
        played.read = 3;
        assertEquals(3, count("stox.xmpp.stanzas", "direction", "in"));
        played.there = false;
        assertEquals(0, count("stox.xmpp.stanzas", "direction", "in"));
    }

    @Test
    void theMetersGoWithTheContext() {
        startWithRegistry();
        assertTrue(registry.getMeters().size() > 5);
        context.stop();
        assertEquals(0, registry.getMeters().size());
    }

    @Test
    void ofSeveralRegistriesTheOneThatStandsForAllIsTaken() {
        context.getRegistry().bind("one", registry);
        context.getRegistry().bind("other", new SimpleMeterRegistry());
        var all = new CompositeMeterRegistry();
        all.add(registry);
        context.getRegistry().bind("all", all);
        context.start();
        assertEquals(0, count("stox.messages", "direction", "s2x", "outcome", "ok"));
    }

    @Test
    void withoutARegistryNothingIsMissed() {
        context.start();
        assertEquals(0, registry.getMeters().size());
        assertEquals(1, send(false).getMessage().getBody(org.stox.protocol.xmpp.MessageStanza.class).bodies().size());
    }

    /** A class loader of all that this test has, but for Micrometer. */
    @Test
    void withoutTheClassesOfMicrometerTheComponentStarts() throws Exception {
        var urls = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !new File(entry).getName().startsWith("micrometer")).map(StoxMetersTest::url).toArray(URL[]::new);
        try (var loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            assertThrows(ClassNotFoundException.class, () -> loader.loadClass(SimpleMeterRegistry.class.getName()));
            var thread = Thread.currentThread();
            var before = thread.getContextClassLoader();
            thread.setContextClassLoader(loader);
            try {
                assertEquals("Started", loader.loadClass(Inside.class.getName()).getMethod("run").invoke(null));
            } finally {
                thread.setContextClassLoader(before);
            }
        }
    }

    private static URL url(String entry) {
        try {
            return new File(entry).toURI().toURL();
        } catch (java.net.MalformedURLException e) {
            throw new IllegalArgumentException(entry, e);
        }
    }

    /** Loaded by that class loader: nothing of it may be shared with the test. */
    public static final class Inside {

        private Inside() {
        }

        public static String run() throws java.io.IOException {
            try (var context = new DefaultCamelContext()) {
                context.getComponent("stox");
                context.start();
                return context.getStatus().name();
            }
        }
    }
}
