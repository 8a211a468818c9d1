package org.stox.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

import org.stox.camel.jdbc.JdbcSessions;

/** Loads what a translation, a store of sessions and a start without sockets load, for the archive of classes that bin/stox makes after a build. */
@Command(name = "warm", hidden = true)
final class WarmCommand implements Callable<Integer> {

    private static final String STANZA = "<message from='juliet@example.com/a' to='romeo@sip.example.com' id='1'><body>Hi</body></message>";

    @Override
    public Integer call() throws IOException {
        var there = new Translator(Optional.empty(), TranslateCommand.ChatForm.pager).translate(STANZA.getBytes(StandardCharsets.UTF_8));
        if (there instanceof Translation.Translated request) {
            new Translator(Optional.empty(), TranslateCommand.ChatForm.pager).translate(request.output().getBytes(StandardCharsets.UTF_8));
            FieldTable.of(request.fields());
        }
        store();
        return Stox.commandLine().execute("check", "-s", SettingsOptions.routesFolder().resolve(SettingsOptions.FILE).toString());
    }

    private static void store() throws IOException {
        var folder = Files.createTempDirectory("stox-warm");
        try (var sessions = JdbcSessions.sqlite(folder, List.of())) {
            sessions.byId("none");
        }
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toArray(Path[]::new)) {
                Files.delete(file);
            }
        }
    }
}
