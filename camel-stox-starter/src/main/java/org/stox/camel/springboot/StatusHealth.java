package org.stox.camel.springboot;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;

import org.stox.camel.StoxStatus;
import org.stox.status.Status;

/** UP while all listeners, or all streams, of one component can do their work; without any of them there is nothing to be down. */
final class StatusHealth extends AbstractHealthIndicator {

    private final CamelContext context;
    private final String scheme;

    StatusHealth(CamelContext context, String scheme) {
        this.context = context;
        this.scheme = scheme;
    }

    @Override
    protected void doHealthCheck(Health.Builder builder) {
        var statuses = StoxStatus.of(context).stream().filter(status -> status.scheme().equals(scheme)).toList();
        if (statuses.stream().allMatch(Status::up)) {
            builder.up();
        } else {
            builder.down();
        }
        statuses.forEach(status -> builder.withDetail(status.name(), details(status)));
    }

    private static Map<String, Object> details(Status status) {
        var details = new LinkedHashMap<String, Object>();
        details.put("state", status.state());
        details.putAll(status.details());
        return details;
    }
}
