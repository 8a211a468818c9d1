package org.stox.camel;

import java.util.Objects;
import java.util.Optional;

import org.apache.camel.CamelContext;

/** A component of a context by what it can, as the module that has it is not known here. */
final class Able {

    private Able() {
    }

    static <T> Optional<T> in(CamelContext context, Class<T> ability) {
        return context.getComponentNames().stream().sorted().map(context::hasComponent).filter(Objects::nonNull)
                .filter(ability::isInstance).map(ability::cast).findFirst();
    }
}
