package org.stox.camel;

import java.util.Map;

import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;

import org.stox.session.SessionRepository;

/** DOWN while sessions cannot be stored: what would begin, change or end one is refused then. */
public final class SessionsHealthCheck extends AbstractHealthCheck {

    private final SessionRepository sessions;

    public SessionsHealthCheck(SessionRepository sessions) {
        super("stox", "stox-sessions");
        this.sessions = sessions;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        sessions.trouble().ifPresentOrElse(trouble -> builder.down().message(trouble), builder::up);
    }
}
