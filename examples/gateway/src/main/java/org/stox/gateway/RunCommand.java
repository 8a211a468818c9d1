package org.stox.gateway;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code stox run}: the gateway in the foreground, until it is told to stop. */
@Command(name = "run", description = "Runs the gateway in the foreground; SIGTERM or Ctrl-C stops it.", mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(Stox.class);

    @Mixin
    private SettingsOptions options;
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var read = options.read(spec.commandLine().getErr());
        if (read.isEmpty()) {
            return Stox.SETTINGS;
        }
        var given = read.get();
        var settings = given.settings();
        var gateway = Gateway.of(given.routes(), given.properties());
        var running = new AtomicBoolean();
        var stop = new Thread(() -> stop(gateway, running), "stox-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            gateway.start().checkRoutes();
        } catch (Exception e) {
            Runtime.getRuntime().removeShutdownHook(stop);
            gateway.close();
            throw e;
        }
        running.set(true);
        LOG.info("Running: SIP users of {} on {} with peer {}, XMPP users of {} by {}", settings.domain(), settings.sip().listen(),
                settings.sip().peer(), String.join(", ", settings.xmpp().domains()), settings.xmpp().server());
        new CountDownLatch(1).await();
        return Stox.OK;
    }

    /** A stop that was asked for is no failure. While the gateway starts it has taken nothing yet that it could lose. */
    private static void stop(Gateway gateway, AtomicBoolean running) {
        LOG.info("Stopping");
        if (running.get()) {
            gateway.close();
        }
        LOG.info("Stopped");
        Runtime.getRuntime().halt(Stox.OK);
    }
}
