package org.stox.camel.springboot;

import java.util.Optional;
import java.util.stream.Stream;

import org.apache.camel.CamelContext;

import org.stox.status.Reporting;
import org.stox.status.Status;

/** What the components of a context tell about themselves; none is made for it. */
final class Statuses {

    private Statuses() {
    }

    static Stream<Status> of(CamelContext context) {
        return context.getComponentNames().stream().sorted().flatMap(name -> Optional.ofNullable(context.hasComponent(name)).stream())
                .filter(Reporting.class::isInstance).flatMap(component -> ((Reporting) component).status().stream());
    }
}
