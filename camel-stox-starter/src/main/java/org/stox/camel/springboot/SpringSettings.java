package org.stox.camel.springboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import org.stox.camel.home.SettingSources;
import org.stox.settings.EnvironmentNames;
import org.stox.settings.StoxSettings;

/** The {@code stox.*} settings of an environment by their own names, however they are written: properties, YAML, {@code STOX_*}. */
final class SpringSettings {

    /** YAML makes {@code stox.error[480]} of a key that is a number, and {@code stox.xmpp.domains[0]} of a list. */
    private static final Pattern NUMBERED = Pattern.compile("(.*)\\[([0-9]+)]");

    private SpringSettings() {
    }

    /** All that is given, also what is no setting, so that the check can refuse it. */
    static Map<String, String> of(ConfigurableEnvironment environment) {
        var settings = new TreeMap<String, String>();
        for (var name : names(environment)) {
            var value = environment.getProperty(name);
            if (value != null) {
                put(settings, name, value);
            }
        }
        return resolved(settings);
    }

    private static Set<String> names(ConfigurableEnvironment environment) {
        var names = new TreeSet<String>();
        for (var source : environment.getPropertySources()) {
            if (source instanceof SystemEnvironmentPropertySource system) {
                var variables = new TreeMap<String, String>();
                system.getSource().forEach((name, value) -> variables.put(name, String.valueOf(value)));
                names.addAll(EnvironmentNames.settings(variables).keySet());
            } else if (source instanceof EnumerablePropertySource<?> properties) {
                for (var name : properties.getPropertyNames()) {
                    if (StoxSettings.isSetting(name)) {
                        names.add(name);
                    }
                }
            }
        }
        return names;
    }

    private static void put(Map<String, String> settings, String name, String value) {
        var numbered = NUMBERED.matcher(name);
        if (!numbered.matches()) {
            settings.put(name, value);
        } else if (StoxSettings.ERROR.equals(numbered.group(1) + ".")) {
            settings.put(StoxSettings.ERROR + numbered.group(2), value);
        } else {
            settings.merge(numbered.group(1), value, (before, next) -> before + "," + next);
        }
    }

    /** Placeholders of Camel; those of Spring are resolved already. */
    private static Map<String, String> resolved(Map<String, String> settings) {
        if (!SettingSources.needResolving(settings)) {
            return settings;
        }
        try (var context = new DefaultCamelContext()) {
            return SettingSources.resolved(settings, context);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
