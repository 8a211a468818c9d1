package org.stox.camel.springboot;

import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spring.boot.CamelConfigurationProperties;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Gives Camel the settings by their own names, and the files of {@code stox.routes} beside the routes of the application. */
final class CamelSettings implements BeanPostProcessor {

    private final CheckedSettings settings;

    CamelSettings(CheckedSettings settings) {
        this.settings = settings;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof PropertiesComponent properties) {
            settings.values().forEach(properties::addOverrideProperty);
        } else if (bean instanceof CamelConfigurationProperties camel && !settings.routes().isEmpty()) {
            var main = camel.getMain();
            main.setRoutesIncludePattern(RouteFiles.pattern(main.getRoutesIncludePattern(), settings.routes().stream()));
        }
        return bean;
    }
}
