package org.stox.camel.springboot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.io.ResourceLoader;

import org.stox.settings.StoxSettings;
import org.stox.settings.StoxSettings.Reading;

/**
 * The settings of an application after the check that {@code stox run} makes.
 *
 * @param values by name, as they were given; none if the application goes without, and says all on its components and endpoints
 * @param routes the files of {@code stox.routes}, found
 */
record CheckedSettings(Map<String, String> values, List<String> routes) {

    CheckedSettings {
        values = Map.copyOf(values);
        routes = List.copyOf(routes);
    }

    /** Throws all that is wrong. */
    static CheckedSettings of(ConfigurableEnvironment environment, ResourceLoader resources) {
        var values = SpringSettings.of(environment);
        if (values.isEmpty()) {
            return new CheckedSettings(values, List.of());
        }
        if (StoxSettings.check(values) instanceof Reading.Good good) {
            return new CheckedSettings(values, values.containsKey(StoxSettings.ROUTES) ? found(good.settings(), resources) : List.of());
        }
        throw new WrongSettingsException(problems(values));
    }

    static List<String> problems(Map<String, String> values) {
        return StoxSettings.check(values) instanceof Reading.Bad bad ? bad.problems() : List.of();
    }

    private static List<String> found(StoxSettings settings, ResourceLoader resources) {
        var found = new ArrayList<String>();
        var problems = new ArrayList<String>();
        settings.routes().forEach(name ->
                RouteFiles.find(name, resources).ifPresentOrElse(found::add, () -> problems.add(RouteFiles.problem(name))));
        if (!problems.isEmpty()) {
            throw new WrongSettingsException(problems);
        }
        return found;
    }
}
