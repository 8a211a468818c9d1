package org.stox.camel.springboot;

import org.apache.camel.CamelContext;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

import org.stox.camel.home.QuietRefusals;

/** The settings are checked before anything else is made, and then the components, the routes and the error handler get what they need. */
@AutoConfiguration(before = CamelAutoConfiguration.class)
public class StoxAutoConfiguration {

    /** As early as can be, so that a wrong setting is all that is told. */
    @Bean
    static BeanFactoryPostProcessor stoxSettings(ConfigurableEnvironment environment, ResourceLoader resources) {
        return beans -> beans.addBeanPostProcessor(new CamelSettings(CheckedSettings.of(environment, resources)));
    }

    @Bean
    ComponentCustomizer stoxComponentOptions(Environment environment) {
        return new ComponentOptions(environment);
    }

    @Bean
    CamelContextConfiguration stoxErrorHandler() {
        return new CamelContextConfiguration() {
            @Override
            public void beforeApplicationStart(CamelContext context) {
                QuietRefusals.in(context);
            }

            @Override
            public void afterApplicationStart(CamelContext context) {
                // all is done
            }
        };
    }
}
