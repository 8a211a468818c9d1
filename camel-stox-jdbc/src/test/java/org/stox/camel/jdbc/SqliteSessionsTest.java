package org.stox.camel.jdbc;

import java.nio.file.Path;

import org.junit.jupiter.api.io.TempDir;

import org.stox.session.SessionRepository;

class SqliteSessionsTest extends SessionsContract {

    @TempDir
    Path directory;

    @Override
    SessionRepository open() {
        return JdbcSessions.sqlite(directory.resolve("state"), Talk.SERVICES);
    }
}
