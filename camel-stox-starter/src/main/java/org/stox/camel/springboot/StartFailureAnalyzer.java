package org.stox.camel.springboot;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

import org.stox.settings.StoxSettings;

/** Why the start failed, in sentences that an operator can act on: wrong settings and options, a port in use, an unknown host. */
final class StartFailureAnalyzer implements FailureAnalyzer {

    private static final String OURS = "org.stox.";
    private static final String CANNOT_LISTEN = " cannot listen: ";
    private static final Pattern NO_SETTING = Pattern.compile("\\[(stox\\.[a-z.]+)] not found");

    private final Environment environment;

    StartFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public FailureAnalysis analyze(Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            var analysis = analyzeOne(cause);
            if (analysis.isPresent()) {
                return analysis.get();
            }
        }
        return null;        // Spring asks the next analyzer then
    }

    private Optional<FailureAnalysis> analyzeOne(Throwable cause) {
        if (cause instanceof WrongSettingsException wrong) {
            return Optional.of(settings(wrong.problems(), cause));
        }
        var message = String.valueOf(cause.getMessage());
        if ((message.startsWith("sip:") || message.startsWith("msrp:")) && message.contains(CANNOT_LISTEN)) {
            var listen = message.startsWith("sip:") ? StoxSettings.SIP_LISTEN : StoxSettings.MSRP_LISTEN;
            return Optional.of(new FailureAnalysis(message + ".", "Let " + listen + ", or the URI of the route, have an "
                    + "address of this machine and a port that no other program has.", cause));
        }
        var missing = NO_SETTING.matcher(message);
        if (missing.find()) {
            var problems = environment instanceof ConfigurableEnvironment known ? CheckedSettings.problems(SpringSettings.of(known))
                    : List.<String>of();
            return Optional.of(settings(problems.isEmpty() ? List.of(missing.group(1) + " is missing.") : problems, cause));
        }
        return cause instanceof IllegalArgumentException && thrownByUs(cause)
                ? Optional.of(new FailureAnalysis(message, "Correct the route or the option.", cause)) : Optional.empty();
    }

    private static boolean thrownByUs(Throwable cause) {
        var trace = cause.getStackTrace();
        return trace.length > 0 && trace[0].getClassName().startsWith(OURS);
    }

    private static FailureAnalysis settings(List<String> problems, Throwable cause) {
        return new FailureAnalysis(String.join(System.lineSeparator(), problems), "Correct them where they are set: application.yaml, "
                + "application.properties, the environment (STOX_DOMAIN, ...) or the command line.", cause);
    }
}
