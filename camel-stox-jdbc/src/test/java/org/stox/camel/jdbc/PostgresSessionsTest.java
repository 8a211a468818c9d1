package org.stox.camel.jdbc;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;

import org.stox.session.SessionRepository;

class PostgresSessionsTest extends SessionsContract {

    @AutoClose
    private static PostgresServer server;

    @BeforeAll
    static void start() throws Exception {
        server = PostgresServer.start();
    }

    @Override
    SessionRepository open() throws Exception {
        return JdbcSessions.postgres(server.freshDatabase(), Talk.SERVICES, () -> 1);
    }
}
