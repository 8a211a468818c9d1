package org.stox.camel.jdbc;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

import org.stox.session.SessionRepository;

class PostgresSessionsTest extends SessionsContract {

    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() throws Exception {
        if (server != null) {
            server.close();
        }
    }

    @Override
    SessionRepository open() throws Exception {
        return JdbcSessions.postgres(server.freshDatabase(), Talk.SERVICES, () -> 1);
    }
}
