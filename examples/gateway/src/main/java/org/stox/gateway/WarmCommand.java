package org.stox.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;

/** Loads what a translation and a start without sockets load, for the archive of classes that bin/stox makes after a build. */
@Command(name = "warm", hidden = true)
final class WarmCommand implements Callable<Integer> {

    private static final String STANZA = "<message from='juliet@example.com/a' to='romeo@sip.example.com' id='1'><body>Hi</body></message>";

    @Override
    public Integer call() {
        var there = new Translator(Optional.empty()).translate(STANZA.getBytes(StandardCharsets.UTF_8));
        if (there instanceof Translation.Translated request) {
            new Translator(Optional.empty()).translate(request.output().getBytes(StandardCharsets.UTF_8));
            FieldTable.of(request.fields());
        }
        return Stox.commandLine().execute("check", "-s", SettingsOptions.routesFolder().resolve(SettingsOptions.FILE).toString());
    }
}
