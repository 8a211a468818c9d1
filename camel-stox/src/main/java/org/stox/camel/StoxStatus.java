package org.stox.camel;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;

import org.apache.camel.CamelContext;

import org.stox.status.Reporting;
import org.stox.status.Status;

/** How the SIP listeners, the XMPP streams and the mapping of a context are: what console, meters and health are made of. */
public final class StoxStatus {

    private StoxStatus() {
    }

    /** Asks each component that the context has; makes none. */
    public static List<Status> of(CamelContext context) {
        return new TreeSet<>(context.getComponentNames()).stream().map(name -> context.hasComponent(name)).filter(Objects::nonNull)
                .filter(Reporting.class::isInstance).map(Reporting.class::cast).flatMap(component -> component.status().stream()).toList();
    }
}
