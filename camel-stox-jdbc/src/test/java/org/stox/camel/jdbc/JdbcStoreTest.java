package org.stox.camel.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.ResolverHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.stox.session.SessionRepository.Unavailable;
import org.stox.session.SessionStore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class JdbcStoreTest {

    private static SessionStore found() throws IOException {
        try (var context = new DefaultCamelContext()) {
            return ResolverHelper.resolveService(context, "stox-sessions", SessionStore.class).orElseThrow();
        }
    }

    @Test
    void camelFindsItAndADirectoryIsMade(@TempDir Path directory) throws Exception {
        var place = directory.resolve("a/b");

        try (var sessions = found().open(place.toString(), List.of())) {
            assertEquals(Optional.empty(), sessions.trouble());
        }
        assertTrue(Files.exists(place.resolve("sessions.db")));
    }

    @Test
    void anUrlIsADatabaseAndOneThatCannotBeUsedIsTold() {
        var message = assertThrows(Unavailable.class, () -> found().open("jdbc:mysql://127.0.0.1/x", List.of())).getMessage();

        assertTrue(message.contains("no URL of PostgreSQL"), message);
    }

    @Test
    void whatIsNoDirectoryIsTold(@TempDir Path directory) throws Exception {
        var file = Files.createFile(directory.resolve("file"));

        var message = assertThrows(Unavailable.class, () -> found().open(file.resolve("x").toString(), List.of())).getMessage();

        assertTrue(message.contains("cannot use the directory"), message);
        assertThrows(Unavailable.class, () -> found().open("a\0b", List.of()));
    }
}
