package org.stox.camel;

import java.util.List;
import java.util.Optional;

import org.apache.camel.CamelContext;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.ResolverHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.session.Service;
import org.stox.session.SessionRepository;
import org.stox.session.SessionStore;
import org.stox.settings.StoxSettings;

/** Where the sessions of a context are kept: in the repository that is bound, else where the setting {@code stox.state} says. */
final class StateSetting {

    private static final Logger LOG = LoggerFactory.getLogger(StateSetting.class);
    private static final String STORE = "stox-sessions";

    private StateSetting() {
    }

    static SessionRepository open(CamelContext context, List<? extends Service> services) {
        var bound = CamelContextHelper.findSingleByType(context, SessionRepository.class);
        if (bound != null) {
            return bound;
        }
        var state = Optional.ofNullable(context.resolvePropertyPlaceholders("{{?" + StoxSettings.STATE + "}}")).filter(s -> !s.isBlank());
        if (state.filter(StoxSettings.MEMORY::equals).isPresent()) {
            LOG.info("{}={}: authorizations and subscriptions end with this process", StoxSettings.STATE, StoxSettings.MEMORY);
            return new InMemorySessions();
        }
        var store = ResolverHelper.resolveService(context, STORE, SessionStore.class);
        if (store.isPresent()) {
            return store.get().open(state.orElse(StoxSettings.STATE_FOLDER), services);
        }
        if (state.isPresent()) {
            throw new IllegalStateException(StoxSettings.STATE + " names a store, and there is none: add camel-stox-jdbc, or set it to "
                    + StoxSettings.MEMORY);
        }
        LOG.warn("Authorizations and subscriptions end with this process, as camel-stox-jdbc is not there. {}={} says that this is meant",
                StoxSettings.STATE, StoxSettings.MEMORY);
        return new InMemorySessions();
    }
}
