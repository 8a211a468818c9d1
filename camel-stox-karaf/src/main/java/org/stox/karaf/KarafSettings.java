package org.stox.karaf;

import java.io.IOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import org.apache.camel.karaf.core.OsgiDefaultCamelContext;
import org.osgi.framework.BundleContext;

import org.stox.settings.EnvironmentNames;

/** Where settings come from, as with {@code stox run}: the file, then the environment, then system properties; what comes later goes before. */
final class KarafSettings {

    private static final String PREFIX = "stox.";

    private KarafSettings() {
    }

    /** Throws for a placeholder of Camel that stands for nothing. */
    static Map<String, String> of(BundleContext bundle, Map<String, String> file) throws IOException {
        var values = new TreeMap<>(file);
        values.putAll(EnvironmentNames.settings(System.getenv()));
        System.getProperties().forEach((name, value) -> {
            if (name.toString().startsWith(PREFIX)) {
                values.put(name.toString(), value.toString());
            }
        });
        return values.values().stream().anyMatch(value -> value.contains("{{")) ? resolved(bundle, values) : values;
    }

    /** Placeholders, such as {@code {{env:SECRET}}}, as what they stand for, so that they can be checked. */
    private static Map<String, String> resolved(BundleContext bundle, Map<String, String> values) throws IOException {
        try (var context = new OsgiDefaultCamelContext(bundle)) {
            var initial = new Properties();
            initial.putAll(values);
            context.getPropertiesComponent().setInitialProperties(initial);
            var resolved = new TreeMap<>(values);
            resolved.replaceAll((name, value) -> name.startsWith(PREFIX) ? context.resolvePropertyPlaceholders(value) : value);
            return resolved;
        }
    }
}
