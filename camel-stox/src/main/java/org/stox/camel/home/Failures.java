package org.stox.camel.home;

import java.io.FileNotFoundException;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.file.NoSuchFileException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.stox.settings.StoxSettings;

/** An exception as the one sentence that an operator can act on. */
public final class Failures {

    private static final Pattern WHERE = Pattern.compile("^ in .*, line \\d+, column \\d+", Pattern.MULTILINE);

    private Failures() {
    }

    public static String sentence(Throwable failure) {
        var deepest = failure;
        var listen = StoxSettings.SIP_LISTEN;
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).startsWith("msrp:")) {       // the URI that cannot listen
                listen = StoxSettings.MSRP_LISTEN;
            }
            if (cause instanceof BindException) {
                return "The address of " + listen + " cannot be opened (" + oneLine(cause.getMessage())
                        + "): it must be an address of this machine and a port that no other program has.";
            }
            if (cause instanceof UnknownHostException) {
                return "The host of " + listen + " is unknown (" + oneLine(cause.getMessage())
                        + "): it must be an address of this machine.";
            }
            if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
                return "There is no file " + oneLine(cause.getMessage()) + ".";
            }
            deepest = cause;
        }
        var message = deepest.getMessage();
        return message == null || message.isBlank() ? "Failed with " + deepest.getClass().getSimpleName() + "." : oneLine(message) + ".";
    }

    /** The first line, without a full stop; of YAML that is none also where and why, which are the next ones, without what it quotes. */
    private static String oneLine(String message) {
        var all = String.valueOf(message).strip();
        var line = WHERE.matcher(all).find()
                ? all.lines().filter(l -> !l.startsWith("    ")).map(String::strip).collect(Collectors.joining(" "))
                : all.lines().findFirst().orElse("").strip();
        return line.endsWith(".") || line.endsWith(":") ? line.substring(0, line.length() - 1) : line;
    }
}
