package org.stox.karaf;

import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.settings.EnvironmentNames;
import org.stox.settings.StoxSettings;
import org.stox.settings.StoxSettings.Reading;

/**
 * The gateway as Karaf's settings have it: other settings stop the one that runs and start another. Wrong ones change nothing, so what
 * runs goes on. One thread does it all, since Karaf must not wait for a start or a stop; nothing else touches the state.
 */
final class GatewayService implements ManagedService, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayService.class);
    private static final String FILE = "etc/" + Activator.PID + ".cfg";
    private static final String PREFIX = "stox.";
    /** More than a context takes to stop. */
    private static final int STOP_SECONDS = 60;

    private final BundleContext bundle;
    private final Path folder;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> new Thread(task, "stox-gateway"));
    private Optional<KarafGateway> running = Optional.empty();

    /** @param folder where the files of routes lie */
    GatewayService(BundleContext bundle, Path folder) {
        this.bundle = bundle;
        this.folder = folder;
    }

    @Override
    public void updated(Dictionary<String, ?> properties) {
        if (properties == null) {
            thread.execute(this::removed);
            return;
        }
        var values = new TreeMap<String, String>();
        for (var names = properties.keys(); names.hasMoreElements();) {
            var name = names.nextElement();
            values.put(name, String.valueOf(properties.get(name)));
        }
        thread.execute(() -> changed(values));
    }

    @Override
    public void close() {
        thread.execute(this::stop);
        thread.shutdown();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("The gateway has not stopped in {} s", STOP_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void removed() {
        stop();
        LOG.info("Waiting for the settings in {}", FILE);
    }

    private void changed(Map<String, String> file) {
        var next = new KarafGateway(bundle, folder);
        try {
            var values = next.resolved(all(file));
            var reading = StoxSettings.check(values);
            if (reading instanceof Reading.Bad bad) {
                bad.problems().forEach(LOG::error);
                LOG.warn(running.isPresent() ? "The gateway goes on as it was until {} is right" : "The gateway waits until {} is right", FILE);
                next.close();
                return;
            }
            var settings = ((Reading.Good) reading).settings();
            stop();
            next.start(values);
            running = Optional.of(next);
            LOG.info("Running: SIP users of {} on {} with peer {}, XMPP users of {} by {}", settings.domain(), settings.sip().listen(),
                    settings.sip().peer(), String.join(", ", settings.xmpp().domains()), settings.xmpp().server());
        } catch (Exception e) {
            next.close();
            LOG.error(Failures.sentence(e));
            LOG.debug("The start failed", e);
            LOG.warn("The gateway waits for a change of {}", FILE);
        }
    }

    /** As everywhere: the file, then the environment, then {@code -D} or etc/system.properties; what comes later goes before. */
    private static Map<String, String> all(Map<String, String> file) {
        var values = new TreeMap<>(file);
        values.putAll(EnvironmentNames.settings(System.getenv()));
        System.getProperties().forEach((name, value) -> {
            if (name.toString().startsWith(PREFIX)) {
                values.put(name.toString(), value.toString());
            }
        });
        return values;
    }

    private void stop() {
        running.ifPresent(gateway -> {
            LOG.info("Stopping");
            gateway.close();
            LOG.info("Stopped");
        });
        running = Optional.empty();
    }
}
