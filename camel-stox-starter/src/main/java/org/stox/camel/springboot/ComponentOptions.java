package org.stox.camel.springboot;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spring.boot.util.HierarchicalPropertiesEvaluator;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.support.service.ServiceHelper;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

import org.stox.camel.StoxComponent;
import org.stox.camel.msrp.MsrpComponent;
import org.stox.camel.sip.SipComponent;
import org.stox.camel.xmpp.XmppStreamComponent;

/** Sets {@code camel.component.NAME.*} on our components. Their options are known by their own configurers, so there is no second list. */
final class ComponentOptions implements ComponentCustomizer {

    private static final String PREFIX = "camel.component";
    private static final Map<Class<? extends Component>, String> SCHEMES = Map.of(
            SipComponent.class, "sip", MsrpComponent.class, "msrp", XmppStreamComponent.class, "xmpp-component", StoxComponent.class, "stox");

    /** Of Camel in Spring Boot, not of a component. */
    private static final List<String> NOT_OPTIONS = List.of("enabled", "customizer.enabled");

    private static final Set<String> SECRETS = Set.of("secret", "relayUser", "relayPassword");

    private final Environment environment;

    ComponentOptions(Environment environment) {
        this.environment = environment;
    }

    @Override
    public boolean isEnabled(String name, Component component) {
        return SCHEMES.containsKey(component.getClass())
                && HierarchicalPropertiesEvaluator.evaluate(environment, PREFIX, prefix(name))
                && HierarchicalPropertiesEvaluator.evaluate(environment, PREFIX + ".customizer", prefix(name) + ".customizer");
    }

    @Override
    public void configure(String name, Component component) {
        var options = options(name);
        if (options.isEmpty()) {
            return;
        }
        ServiceHelper.initService(component);       // only then it has its configurer
        options.forEach((option, value) -> set(name, component, option, value));
    }

    private Map<String, String> options(String name) {
        var options = new TreeMap<String, String>();
        flatten("", Binder.get(environment).bind(prefix(name), Bindable.mapOf(String.class, Object.class)).orElse(Map.of()), options);
        NOT_OPTIONS.forEach(options::remove);
        return options;
    }

    private static void flatten(String prefix, Map<?, ?> values, Map<String, String> options) {
        values.forEach((key, value) -> {
            if (value instanceof Map<?, ?> nested) {
                flatten(prefix + key + ".", nested, options);
            } else {
                options.put(prefix + key, String.valueOf(value));
            }
        });
    }

    private static void set(String name, Component component, String option, String value) {
        CamelContext context = component.getCamelContext();
        var property = StringHelper.dashToCamelCase(option);
        try {
            var known = PropertyBindingSupport.build().withConfigurer(component.getComponentPropertyConfigurer()).withIgnoreCase(true)
                    .withReflection(false).bind(context, component, property, value);
            if (!known) {
                throw new WrongSettingsException(List.of(unknown(name, component, option)));
            }
        } catch (PropertyBindingException e) {
            var wrong = new WrongSettingsException(List.of(prefix(name) + "." + option + shown(property, value)
                    + " cannot be set: " + reason(e)));
            wrong.initCause(e);
            throw wrong;
        }
    }

    private static String unknown(String name, Component component, String option) {
        return prefix(name) + "." + option + " is unknown: it must be an option of the component "
                + SCHEMES.get(component.getClass()) + ", such as those that docs/" + SCHEMES.get(component.getClass()) + ".md lists.";
    }

    private static String shown(String property, String value) {
        return SECRETS.contains(property) ? "" : "=" + value;
    }

    private static String reason(Throwable failure) {
        var deepest = failure;
        while (deepest.getCause() != null) {
            deepest = deepest.getCause();
        }
        return Optional.ofNullable(deepest.getMessage()).flatMap(m -> m.lines().findFirst()).orElse(deepest.getClass().getSimpleName());
    }

    private static String prefix(String name) {
        return PREFIX + "." + name;
    }
}
