package org.stox.gateway;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stox check}: settings and routes are read as for a run, and nothing is opened. */
@Command(name = "check", description = "Checks settings and routes; opens nothing.", mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    @Mixin
    private SettingsOptions options;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var read = options.read(spec.commandLine().getErr());
        if (read.isEmpty()) {
            return Stox.SETTINGS;
        }
        var given = read.get();
        try (var gateway = Gateway.of(given.routes(), given.properties()).silent().start()) {
            gateway.checkRoutes();
            out.println("settings  ok  " + given.settings().domain() + " for " + String.join(", ", given.settings().xmpp().domains()));
            gateway.context().getRoutes().forEach(r -> out.println("route     ok  " + r.getId() + ": " + r.getEndpoint().getEndpointUri()));
        }
        return Stox.OK;
    }
}
