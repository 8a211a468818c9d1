package org.stox.camel;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.EventNotifierSupport;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;

import org.stox.status.Figure;
import org.stox.status.Status;

/**
 * Every figure of a context as a Micrometer meter, with the tags of the figure, {@code endpoint} and {@code camelContext}. Only this
 * class knows Micrometer, and it is loaded only where that is there. Meters are added as routes start; all go when the context stops.
 */
final class StoxMeters extends EventNotifierSupport {

    /** The name by which other components of Camel look theirs up. */
    private static final String NAME = "metricsRegistry";

    private final CamelContext context;
    private final MeterRegistry registry;
    private final Map<String, Meter> meters = new ConcurrentHashMap<>();

    private StoxMeters(CamelContext context, MeterRegistry registry) {
        this.context = context;
        this.registry = registry;
    }

    /** The meters of a context; none if its registry has no MeterRegistry, or several and none that stands for all. */
    static Optional<AutoCloseable> of(CamelContext context) {
        return registry(context).map(registry -> {
            var meters = new StoxMeters(context, registry);
            context.getManagementStrategy().addEventNotifier(meters);
            meters.add();
            return () -> {
                context.getManagementStrategy().removeEventNotifier(meters);
                meters.remove();
            };
        });
    }

    private static Optional<MeterRegistry> registry(CamelContext context) {
        return Optional.ofNullable(context.getRegistry().lookupByNameAndType(NAME, MeterRegistry.class))
                .or(() -> Optional.ofNullable(CamelContextHelper.findSingleByType(context, MeterRegistry.class)))
                .or(() -> composite(context.getRegistry().findByType(MeterRegistry.class)));
    }

    private static Optional<MeterRegistry> composite(Set<MeterRegistry> several) {
        return several.stream().filter(CompositeMeterRegistry.class::isInstance).findFirst();
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event.getType() == CamelEvent.Type.RouteStarted;
    }

    /** A route that has started may have opened a listener or a stream. */
    @Override
    public void notify(CamelEvent event) {
        add();
    }

    private void add() {
        StoxStatus.of(context).forEach(status -> status.figures().forEach(figure ->
                meters.computeIfAbsent(key(status, figure), key -> meter(status, figure))));
    }

    private void remove() {
        meters.values().forEach(registry::remove);
        meters.clear();
    }

    private static String key(Status status, Figure figure) {
        return status.scheme() + ':' + status.name() + ' ' + figure.label();
    }

    private Meter meter(Status status, Figure figure) {
        var tags = Tags.of("camelContext", context.getName(), "endpoint", status.scheme() + ':' + status.name());
        for (var tag : figure.tags().entrySet()) {
            tags = tags.and(tag.getKey(), tag.getValue());
        }
        var key = key(status, figure);
        if (figure instanceof Figure.Total) {
            return FunctionCounter.builder(figure.name(), this, own -> own.count(key)).tags(tags).register(registry);
        }
        if (figure instanceof Figure.Now) {
            return Gauge.builder(figure.name(), this, own -> own.now(key)).tags(tags).register(registry);
        }
        if (figure instanceof Figure.Spent) {
            return FunctionTimer.builder(figure.name(), this, own -> own.count(key), own -> own.nanos(key), TimeUnit.NANOSECONDS).tags(tags)
                    .register(registry);
        }
        throw new AssertionError(figure);
    }

    /** A listener that is closed has nothing any more. */
    private Optional<Figure> figure(String key) {
        return StoxStatus.of(context).stream().filter(status -> key.startsWith(status.scheme() + ':' + status.name() + ' '))
                .flatMap(status -> status.figures().stream().filter(figure -> key.equals(key(status, figure)))).findFirst();
    }

    private long count(String key) {
        return figure(key).map(figure -> figure instanceof Figure.Total total ? total.count() : ((Figure.Spent) figure).count()).orElse(0L);
    }

    private double now(String key) {
        return figure(key).map(figure -> ((Figure.Now) figure).value()).orElse(0.0);
    }

    private double nanos(String key) {
        return figure(key).map(figure -> (double) ((Figure.Spent) figure).time().toNanos()).orElse(0.0);
    }
}
