package org.stox.camel.springboot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import org.stox.camel.StoxStatus;
import org.stox.status.Figure;
import org.stox.status.Figure.Now;
import org.stox.status.Figure.Spent;
import org.stox.status.Figure.Total;
import org.stox.status.Status;

/** {@code /actuator/stox}: the state of listeners and streams, and what they have counted. */
@Endpoint(id = "stox")
public final class StoxActuatorEndpoint {

    private final CamelContext context;

    StoxActuatorEndpoint(CamelContext context) {
        this.context = context;
    }

    /** By scheme and name. */
    @ReadOperation
    public Map<String, Map<String, Map<String, Object>>> state() {
        var all = new LinkedHashMap<String, Map<String, Map<String, Object>>>();
        StoxStatus.of(context).forEach(status ->
                all.computeIfAbsent(status.scheme(), scheme -> new LinkedHashMap<>()).put(status.name(), described(status)));
        return all;
    }

    private static Map<String, Object> described(Status status) {
        var described = new LinkedHashMap<String, Object>();
        described.put("state", status.state());
        described.put("up", status.up());
        described.putAll(status.details());
        described.put("figures", figures(status.figures()));
        return described;
    }

    private static Map<String, Object> figures(List<Figure> figures) {
        var numbers = new LinkedHashMap<String, Object>();
        figures.forEach(figure -> numbers.put(figure.label(), number(figure)));
        return numbers;
    }

    private static Object number(Figure figure) {
        if (figure instanceof Total total) {
            return total.count();
        }
        if (figure instanceof Now now) {
            return now.value();
        }
        if (figure instanceof Spent spent) {
            return Map.of("count", spent.count(), "time", spent.time());
        }
        throw new AssertionError(figure);
    }
}
