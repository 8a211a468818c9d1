package org.stox.gateway;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ExitCodesTest {

    private static final String[] SIX = {"stox.domain=sip.example.com", "stox.xmpp.server=127.0.0.1:1", "stox.xmpp.secret=s",
        "stox.xmpp.domains=example.com", "stox.sip.listen=127.0.0.1:5060", "stox.sip.peer=127.0.0.1:5070"};

    @TempDir
    private Path folder;

    private CommandLine run(String command, String... changes) throws Exception {
        var routes = Path.of("..", "..", "routes", "gateway.yaml").toAbsolutePath().normalize();
        var lines = Stream.concat(Stream.of(SIX), Stream.of(changes)).collect(Collectors.joining("\n")) + "\n";
        if (!lines.contains("stox.routes")) {
            lines += "stox.routes=" + routes + "\n";
        }
        var file = Files.writeString(folder.resolve("application.properties"), lines);
        return CommandLine.run(command, "-s", file.toString());
    }

    private static void assertSentence(CommandLine line, String sentence) {
        assertEquals(sentence, line.err().strip());
        assertFalse(line.err().contains("\tat "));
    }

    @Test
    void rightSettingsAreChecked() throws Exception {
        var checked = run("check");
        assertEquals(0, checked.exit(), checked.err());
        assertTrue(checked.out().contains("route     ok  from-sip: "), checked.out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void aWrongSettingIsOneSentenceAndTwo(String command) throws Exception {
        var wrong = run(command, "stox.sip.peer=pbx");
        assertEquals(2, wrong.exit());
        assertSentence(wrong, "stox.sip.peer=pbx has no port: it must be host:port, such as pbx.example.com:5060 or "
                + "192.0.2.10:5060;transport=tcp.");
    }

    @Test
    void aNameWithoutAValueIsOneSentenceAndTwo() {
        var wrong = CommandLine.run("check", "-D", "foo");
        assertEquals(2, wrong.exit());
        assertSentence(wrong, "-D foo has no value: it must be NAME=VALUE, such as -D stox.sip.peer=192.0.2.10:5060.");
    }

    @Test
    void eachWrongSettingHasItsLine() throws Exception {
        var wrong = run("run", "stox.sip.peer=pbx", "stox.im.accepted=201", "stox.sip.lisen=a:1");
        assertEquals(2, wrong.exit());
        assertEquals(3, wrong.err().strip().lines().count());
    }

    @Test
    void aMissingFileOfRoutesIsAWrongSetting() throws Exception {
        var wrong = run("run", "stox.routes=gatway.yaml");
        assertEquals(2, wrong.exit());
        assertTrue(wrong.err().startsWith("stox.routes=gatway.yaml is no file in "), wrong.err());
        assertEquals(1, wrong.err().strip().lines().count());
    }

    @Test
    void aMissingFileOfSettingsIsOneSentence() {
        var wrong = CommandLine.run("run", "-s", folder.resolve("none").toString());
        assertEquals(2, wrong.exit());
        assertTrue(wrong.err().contains(" is no file that can be read: "), wrong.err());
    }

    @Test
    void whatIsGivenOnTheCommandLineGoesBeforeTheFile() throws Exception {
        run("check");
        var wrong = CommandLine.run("check", "-s", folder.resolve("application.properties").toString(), "-Dstox.im.accepted=204");
        assertEquals(2, wrong.exit());
        assertSentence(wrong, "stox.im.accepted=204 is neither 200 nor 202: it must be 200 or 202.");
    }

    @Test
    void placeholdersOfCamelAreResolvedBeforeTheCheck() throws Exception {
        var wrong = run("check", "stox.sip.peer={{my.peer}}", "my.peer=pbx");
        assertSentence(wrong, "stox.sip.peer=pbx has no port: it must be host:port, such as pbx.example.com:5060 or "
                + "192.0.2.10:5060;transport=tcp.");
        assertEquals(0, run("check", "stox.sip.peer={{my.peer}}", "my.peer=pbx.example.com:5060").exit());
    }

    @Test
    void aRouteThatCannotBeIsOneSentenceAndOne() throws Exception {
        var routes = Files.writeString(folder.resolve("r.yaml"), "- from:\n    uri: nothing:here\n    steps:\n      - to: log:a\n");
        var wrong = run("check", "stox.routes=" + routes);
        assertEquals(1, wrong.exit());
        assertEquals(1, wrong.err().strip().lines().count(), wrong.err());
        assertTrue(wrong.err().contains("nothing"), wrong.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "check"})
    void aFileWithoutARouteIsOneSentenceAndOne(String command) throws Exception {
        var routes = Files.writeString(folder.resolve("r.yaml"), "[]\n");
        var wrong = run(command, "stox.routes=" + routes, "stox.state=memory");
        assertEquals(1, wrong.exit());
        assertSentence(wrong, "stox: There is no route in r.yaml: a gateway is routes that begin with \"- route:\" or \"- from:\".");
    }

    @Test
    void yamlThatIsNoneIsOneSentenceThatSaysWhere() throws Exception {
        var routes = Files.writeString(folder.resolve("r.yaml"), "- route:\n    id: a\n   from: direct:a\n");
        var wrong = run("check", "stox.routes=" + routes);
        assertEquals(1, wrong.exit());
        assertEquals(1, wrong.err().strip().lines().count(), wrong.err());
        assertTrue(wrong.err().contains("line 3"), wrong.err());
    }

    @Test
    void adoorWithoutAWayOutIsOneSentenceAndOne() throws Exception {
        var routes = Files.writeString(folder.resolve("r.yaml"), "- from:\n    uri: direct:a\n    steps:\n      - to: stox:gateway/sip\n");
        var wrong = run("check", "stox.routes=" + routes);
        assertEquals(1, wrong.exit());
        assertSentence(wrong, "stox: A route leads to stox:gateway/sip, but none begins with stox:gateway/sip: add one, so that what goes in "
                + "comes out.");
    }

    @Test
    void aPortInUseIsOneSentenceAndOne() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var wrong = run("run", "stox.sip.listen=127.0.0.1:" + taken.getLocalPort());
            assertEquals(1, wrong.exit());
            assertTrue(wrong.err().strip().startsWith("stox: The address of stox.sip.listen cannot be opened ("), wrong.err());
            assertEquals(1, wrong.err().strip().lines().count(), wrong.err());
        }
    }

    @Test
    void aPortOfMsrpInUseIsSaidOfItsOwnSetting() throws Exception {
        var loopback = InetAddress.getLoopbackAddress();
        var free = new ServerSocket(0, 1, loopback);
        free.close();
        try (var taken = new ServerSocket(0, 1, loopback)) {
            var wrong = run("run", "stox.sip.listen=127.0.0.1:" + free.getLocalPort(), "stox.msrp.listen=127.0.0.1:" + taken.getLocalPort());
            assertEquals(1, wrong.exit());
            assertTrue(wrong.err().contains("stox: The address of stox.msrp.listen cannot be opened ("), wrong.err());
        }
    }

    @Test
    void anUnknownCommandIsAWrongCommandLine() {
        assertEquals(2, CommandLine.run("rum").exit());
        assertEquals(0, CommandLine.run("--help").exit());
    }
}
