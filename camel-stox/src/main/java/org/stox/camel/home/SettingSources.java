package org.stox.camel.home;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import org.apache.camel.CamelContext;

import org.stox.settings.EnvironmentNames;
import org.stox.settings.StoxSettings;

/** Where settings come from: a file, then the environment, then system properties; what comes later goes before. */
public final class SettingSources {

    private SettingSources() {
    }

    /** With what the file has besides, such as options of components. */
    public static Map<String, String> over(Map<String, String> file) {
        var values = new TreeMap<>(file);
        values.putAll(EnvironmentNames.settings(System.getenv()));
        System.getProperties().forEach((name, value) -> {
            if (StoxSettings.isSetting(name.toString())) {
                values.put(name.toString(), value.toString());
            }
        });
        return values;
    }

    /** Whether a value names something by a placeholder of Camel, such as {@code {{env:SECRET}}}. */
    public static boolean needResolving(Map<String, String> values) {
        return values.values().stream().anyMatch(value -> value.contains("{{"));
    }

    /**
     * Settings as what their placeholders stand for, so that they can be checked; the rest as it is. Throws for a placeholder that stands
     * for nothing.
     *
     * @param context only for this, and not started
     */
    public static Map<String, String> resolved(Map<String, String> values, CamelContext context) {
        var initial = new Properties();
        initial.putAll(values);
        context.getPropertiesComponent().setInitialProperties(initial);
        var resolved = new TreeMap<>(values);
        resolved.replaceAll((name, value) -> name.startsWith(StoxSettings.PREFIX) ? context.resolvePropertyPlaceholders(value) : value);
        return resolved;
    }

    /**
     * With the directory of sessions as an absolute one: beside the settings, wherever the program was started. What is not a directory
     * stays as it is.
     *
     * @param folder where the settings are
     */
    public static Map<String, String> state(Map<String, String> values, Path folder) {
        var state = values.getOrDefault(StoxSettings.STATE, StoxSettings.STATE_FOLDER);
        if (state.equals(StoxSettings.MEMORY) || state.startsWith("jdbc:")) {
            return values;
        }
        var absolute = new TreeMap<>(values);
        absolute.put(StoxSettings.STATE, folder.toAbsolutePath().resolve(state).normalize().toString());
        return absolute;
    }
}
