package org.stox.camel.springboot;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Health and the endpoint {@code stox}, where there is an actuator. */
@AutoConfiguration(after = CamelAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, Endpoint.class})
@ConditionalOnBean(CamelContext.class)
public class StoxActuatorAutoConfiguration {

    @Bean("stox-xmpp-stream")
    @ConditionalOnEnabledHealthIndicator("stox-xmpp-stream")
    HealthIndicator xmppStreamHealth(CamelContext context) {
        return new StatusHealth(context, "xmpp-component");
    }

    @Bean("stox-sip")
    @ConditionalOnEnabledHealthIndicator("stox-sip")
    HealthIndicator sipHealth(CamelContext context) {
        return new StatusHealth(context, "sip");
    }

    @Bean("stox-msrp")
    @ConditionalOnEnabledHealthIndicator("stox-msrp")
    HealthIndicator msrpHealth(CamelContext context) {
        return new StatusHealth(context, "msrp");
    }

    @Bean
    @ConditionalOnAvailableEndpoint
    @ConditionalOnMissingBean
    StoxActuatorEndpoint stoxActuatorEndpoint(CamelContext context) {
        return new StoxActuatorEndpoint(context);
    }
}
