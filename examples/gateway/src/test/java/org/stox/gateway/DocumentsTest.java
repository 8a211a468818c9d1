package org.stox.gateway;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.stox.settings.StoxSettings;
import org.stox.test.Document;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What pages promise beside their routes: links lead somewhere, commands print what is shown, settings are those that there are. */
class DocumentsTest {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern COMMAND = Pattern.compile("\\$ bin/stox ([^<\\n]*?)(?: < (\\S+))?\\n(?s)(.*)");

    static Stream<Document> documents() {
        return Document.all().stream();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFile(Document document) {
        LINK.matcher(document.text()).results().map(l -> l.group(1)).filter(l -> !l.matches("https?:.*|#.*"))
                .forEach(l -> assertTrue(Files.exists(document.path().resolveSibling(l.replaceAll("#.*", ""))), document + " links to " + l));
    }

    @ParameterizedTest
    @MethodSource("documents")
    void aDependencyOfOursIsAModule(Document document) {
        var poms = Document.read("pom.xml").text();
        for (var block : document.blocks("xml")) {
            Pattern.compile("<groupId>org\\.stox</groupId>\\s*<artifactId>([^<]+)</artifactId>").matcher(block.text()).results()
                    .forEach(d -> assertTrue(poms.contains("/" + d.group(1) + "<") || poms.contains(">" + d.group(1) + "<"), d.group(1)));
        }
    }

    @Test
    void theCommandsOfReadmePrintWhatItShows() throws Exception {
        int run = 0;
        for (var block : Document.read("README.md").blocks("")) {
            var shown = COMMAND.matcher(block.text());
            if (shown.lookingAt()) {
                var in = shown.group(2) == null ? new byte[0] : Files.readAllBytes(Document.HOME.resolve(shown.group(2)));
                var arguments = Stream.concat(Arrays.stream(shown.group(1).split(" ")), shown.group(1).startsWith("run")
                        ? Stream.of("-s", Document.HOME.resolve("routes/application.properties").toString()) : Stream.of());
                var line = CommandLine.run(in, arguments.toArray(String[]::new));
                assertShown(shown.group(3), line.out() + line.err());
                run++;
            }
        }
        assertEquals(2, run);
    }

    /** Line by line; what follows a line of three dots is not shown. */
    private static void assertShown(String shown, String printed) {
        var lines = shown.lines().map(String::stripTrailing).toList();
        var all = lines.indexOf("...") < 0 ? lines : lines.subList(0, lines.indexOf("..."));
        assertEquals(String.join("\n", all), String.join("\n", printed.lines().map(String::stripTrailing).limit(all.size()).toList()));
    }

    @Test
    void everySettingIsInReadmeAndInTheFileOfSettings() {
        var readme = Document.read("README.md").text();
        var file = Document.read("routes/application.properties").text();
        for (var setting : StoxSettings.LIST) {
            assertTrue(readme.contains("| `" + setting.name() + "` |"), setting.name());
            assertTrue(file.contains(setting.name() + "="), setting.name());
        }
        var names = List.copyOf(StoxSettings.LIST).stream().map(s -> s.name()).toList();
        Pattern.compile("(?m)^\\| `(stox\\.[a-z.]+)` \\|").matcher(readme).results().map(r -> r.group(1))
                .forEach(n -> assertTrue(names.contains(n), n + " is no setting"));
    }
}
