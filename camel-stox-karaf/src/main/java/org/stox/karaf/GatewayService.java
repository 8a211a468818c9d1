package org.stox.karaf;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import org.apache.camel.karaf.core.OsgiDefaultCamelContext;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ManagedService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.home.Failures;
import org.stox.camel.home.SettingSources;
import org.stox.settings.StoxSettings;
import org.stox.settings.StoxSettings.Reading;

/**
 * The gateway as Karaf's settings have it: other settings stop the one that runs and start another. Wrong ones change nothing, so what
 * runs goes on. One thread does it all, since Karaf must not wait for a start or a stop; nothing else touches the state.
 */
final class GatewayService implements ManagedService, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GatewayService.class);
    private static final String FILE = "etc/" + Activator.PID + ".cfg";
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
        Map<String, String> values;
        try {
            values = resolved(SettingSources.over(file));
        } catch (IOException | RuntimeException e) {        // a placeholder that stands for nothing
            refused(List.of(Failures.sentence(e)));
            return;
        }
        var reading = StoxSettings.check(values);
        if (reading instanceof Reading.Bad bad) {
            refused(bad.problems());
            return;
        }
        stop();
        start(((Reading.Good) reading).settings(), SettingSources.state(values, folder.getParent()));
    }

    private Map<String, String> resolved(Map<String, String> values) throws IOException {
        if (!SettingSources.needResolving(values)) {
            return values;
        }
        try (var context = new OsgiDefaultCamelContext(bundle)) {
            return SettingSources.resolved(values, context);
        }
    }

    private void refused(List<String> problems) {
        problems.forEach(LOG::error);
        LOG.warn(running.isPresent() ? "The gateway goes on as it was until {} is right" : "The gateway waits until {} is right", FILE);
    }

    private void start(StoxSettings settings, Map<String, String> values) {
        var gateway = new KarafGateway(bundle, folder);
        try {
            gateway.start(settings, values);
            running = Optional.of(gateway);
            LOG.info("Running: SIP users of {} on {} with peer {}, XMPP users of {} by {}", settings.domain(), settings.sip().listen(),
                    settings.sip().peer(), String.join(", ", settings.xmpp().domains()), settings.xmpp().server());
        } catch (Exception e) {
            gateway.close();
            LOG.error(Failures.sentence(e));
            LOG.debug("The start failed", e);
            LOG.warn("The gateway waits for a change of {}", FILE);
        }
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
