package org.stox.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Settings in the environment: {@code STOX_XMPP_SERVER} is {@code stox.xmpp.server}. */
public final class EnvironmentNames {

    private static final String PREFIX = "STOX_";

    /** They belong to the script. */
    private static final Set<String> NOT_SETTINGS = Set.of("STOX_JAVA_OPTS", "STOX_HOME");

    private EnvironmentNames() {
    }

    public static String of(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /** The settings in an environment, by their property names. A name that is no setting is kept, so that the check can refuse it. */
    public static Map<String, String> settings(Map<String, String> environment) {
        var settings = new TreeMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !NOT_SETTINGS.contains(name)) {
                settings.put(settingName(name), value);
            }
        });
        return settings;
    }

    private static String settingName(String name) {
        for (var setting : StoxSettings.LIST) {
            if (setting.environmentName().equals(name)) {
                return setting.name();
            }
        }
        var error = of(StoxSettings.ERROR);
        if (name.startsWith(error)) {
            return StoxSettings.ERROR + name.substring(error.length()).toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return name;
    }
}
