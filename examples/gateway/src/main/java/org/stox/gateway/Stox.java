package org.stox.gateway;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

import picocli.CommandLine;
import picocli.CommandLine.Command;

import org.stox.camel.home.Failures;
import org.stox.gateway.demo.DemoCommand;

/** The command. Exit codes: 0; 1 a step or a translation failed; 2 settings, or a command line that is none. */
@Command(name = "stox", description = "A gateway between SIP and XMPP.", mixinStandardHelpOptions = true, version = "stox 1.0.0",
        synopsisSubcommandLabel = "COMMAND", usageHelpAutoWidth = true,
        subcommands = {DemoCommand.class, RunCommand.class, CheckCommand.class, TranslateCommand.class, WarmCommand.class},
        footer = "%n  test        Runs all tests, with what they need from Debian.%n%nStart with: bin/stox demo")
public final class Stox {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int SETTINGS = 2;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args.length == 0 ? new String[] {"--help"} : args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Stox())
                .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((exception, line, parsed) -> {
                    line.getErr().println("stox: " + Failures.sentence(exception));
                    return FAILED;
                });
    }
}
