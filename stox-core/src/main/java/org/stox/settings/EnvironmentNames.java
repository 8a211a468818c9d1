package org.stox.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Settings in the environment: {@code STOX_XMPP_SERVER} is {@code stox.xmpp.server}. */
public final class EnvironmentNames {

    private static final String PREFIX = "STOX_";

    /** They belong to the script. */
    private static final Set<String> NOT_SETTINGS = Set.of("STOX_JAVA_OPTS", "STOX_HOME");

    /**
     * What Kubernetes and container links put there for each service whose name begins with stox: {@code STOX_SERVICE_HOST},
     * {@code STOX_PORT_5060_UDP_ADDR}. Only such forms, so that a setting spelt wrong is still named.
     */
    private static final Pattern SERVICE_LINK = Pattern.compile(
            "STOX(_[A-Z0-9_]+)?(_SERVICE_HOST|_SERVICE_PORT(_[A-Z0-9_]+)?|_PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    /** Of {@code STOX_PORT} and {@code STOX_SIP_PORT} the value tells: somebody may mean a setting by it. */
    private static final Pattern SERVICE_PORT = Pattern.compile("STOX(_[A-Z0-9_]+)?_PORT");
    private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

    private EnvironmentNames() {
    }

    public static String of(String setting) {
        return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    /**
     * The settings in an environment, by their property names. A name that is no setting is kept, so that the check can refuse it; a
     * name that the surroundings set for a service is not.
     */
    public static Map<String, String> settings(Map<String, String> environment) {
        var settings = new TreeMap<String, String>();
        environment.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !NOT_SETTINGS.contains(name) && !isServiceLink(name, value)) {
                settings.put(settingName(name), value);
            }
        });
        return settings;
    }

    private static boolean isServiceLink(String name, String value) {
        return SERVICE_LINK.matcher(name).matches() || SERVICE_PORT.matcher(name).matches() && SERVICE_ADDRESS.matcher(value).matches();
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
