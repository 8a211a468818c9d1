package org.stox.camel;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.apache.camel.spi.annotations.DevConsole;
import org.apache.camel.support.console.AbstractDevConsole;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;

import org.stox.status.Figure;
import org.stox.status.Status;

/** The console {@code stox}: listeners, streams and the mapping with their states and figures, as text and as JSON. */
@DevConsole(name = "stox", displayName = "Stox", description = "SIP listeners, XMPP streams and the mapping between them")
public class StoxDevConsole extends AbstractDevConsole {

    public StoxDevConsole() {
        super("stox", "stox", "Stox", "SIP listeners, XMPP streams and the mapping between them");
    }

    /** What is 0 is left out. */
    @Override
    protected String doCallText(Map<String, Object> options) {
        var text = new StringBuilder();
        for (var status : StoxStatus.of(getCamelContext())) {
            text.append(status.scheme()).append(':').append(status.name()).append("  ").append(status.state());
            status.details().forEach((name, value) -> text.append("  ").append(name).append('=').append(value));
            text.append('\n');
            status.figures().forEach(figure -> value(figure).ifPresent(value ->
                    text.append("    ").append(figure.label()).append(' ').append(value).append('\n')));
        }
        return text.isEmpty() ? "Nothing of stox is running\n" : text.toString();
    }

    private static Optional<String> value(Figure figure) {
        if (figure instanceof Figure.Total total) {
            return total.count() == 0 ? Optional.empty() : Optional.of(Long.toString(total.count()));
        }
        if (figure instanceof Figure.Now now) {
            return now.value() == 0 ? Optional.empty() : Optional.of(number(now.value()).toString());
        }
        if (figure instanceof Figure.Spent spent) {
            return spent.count() == 0 ? Optional.empty() : Optional.of(spent.count() + ", of " + mean(spent).toNanos() / 1_000 + " µs each");
        }
        throw new AssertionError(figure);
    }

    private static Duration mean(Figure.Spent spent) {
        return spent.time().dividedBy(spent.count());
    }

    private static Number number(double value) {
        if (value == Math.rint(value)) {
            return (long) value;
        }
        return Math.round(value * 1_000) / 1_000.0;
    }

    @Override
    protected Map<String, Object> doCallJson(Map<String, Object> options) {
        List<Status> all = StoxStatus.of(getCamelContext());
        var parts = new JsonArray();
        all.forEach(status -> parts.add(json(status)));
        var json = new JsonObject();
        json.put("up", all.stream().allMatch(Status::up));
        json.put("parts", parts);
        return json;
    }

    private static JsonObject json(Status status) {
        var json = new JsonObject();
        json.put("scheme", status.scheme());
        json.put("name", status.name());
        json.put("state", status.state());
        json.put("up", status.up());
        json.put("details", new JsonObject(status.details()));
        var figures = new JsonArray();
        status.figures().forEach(figure -> figures.add(json(figure)));
        json.put("figures", figures);
        return json;
    }

    private static JsonObject json(Figure figure) {
        var json = new JsonObject();
        json.put("name", figure.name());
        json.put("tags", new JsonObject(figure.tags()));
        if (figure instanceof Figure.Total total) {
            json.put("count", total.count());
        } else if (figure instanceof Figure.Now now) {
            json.put("value", number(now.value()));
        } else if (figure instanceof Figure.Spent spent) {
            json.put("count", spent.count());
            json.put("seconds", spent.time().toNanos() / 1e9);
        } else {
            throw new AssertionError(figure);
        }
        return json;
    }
}
