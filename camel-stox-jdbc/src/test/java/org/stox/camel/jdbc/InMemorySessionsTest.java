package org.stox.camel.jdbc;

import org.stox.camel.InMemorySessions;
import org.stox.session.SessionRepository;

class InMemorySessionsTest extends SessionsContract {

    @Override
    SessionRepository open() {
        return new InMemorySessions();
    }
}
