package org.stox.camel.springboot;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelAutoConfiguration;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import org.stox.camel.sip.SipComponent;
import org.stox.camel.xmpp.XmppStreamComponent;
import org.stox.settings.StoxSettings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** {@code camel.component.*}: each option that the component has for Camel can be set, and editors know it. */
class ComponentOptionsTest {

    private final ApplicationContextRunner application = new ApplicationContextRunner().withConfiguration(
            AutoConfigurations.of(CamelAutoConfiguration.class, StoxAutoConfiguration.class, StoxActuatorAutoConfiguration.class));

    @ParameterizedTest
    @CsvSource({"sip, /META-INF/org/stox/camel/sip/sip.json", "xmpp-component, /META-INF/org/stox/camel/xmpp/xmpp-component.json",
        "msrp, /META-INF/org/stox/camel/msrp/msrp.json", "stox, /META-INF/org/stox/camel/stox.json"})
    void everyOptionOfTheComponentCanBeSetAndIsInTheMetadata(String scheme, String json) throws Exception {
        var known = new ArrayList<String>();
        var values = new ArrayList<String>();
        Map<String, Map<String, Object>> options = read(json).getMap("componentProperties");
        options.forEach((name, option) -> {
            if (!option.get("type").equals("object")) {
                var property = "camel.component." + scheme + "." + StringHelper.camelCaseToDash(name);
                known.add(property);
                values.add(property + "=" + sample(option));
            }
        });
        assertTrue(known.size() > 5, known::toString);
        assertTrue(names().containsAll(known), () -> known + " against " + read("/META-INF/spring-configuration-metadata.json"));
        application.withPropertyValues(values.toArray(String[]::new)).run(context ->
                assertEquals(scheme, context.getBean(CamelContext.class).getComponent(scheme).getDefaultName()));
    }

    private static String sample(Map<String, Object> option) {
        return switch (option.get("type").toString()) {
            case "boolean" -> "true";
            case "integer" -> "7";
            case "duration" -> "7s";
            case "enum" -> ((List<?>) option.get("enum")).get(0).toString();
            default -> "example.com";
        };
    }

    @Test
    void valuesArrive() {
        application.withPropertyValues("camel.component.sip.in-flight=7", "camel.component.sip.idleTimeout=9s",
                "camel.component.xmpp-component.fence-timeout=2s", "camel.component.xmpp-component.workers=3").run(context -> {
            var camel = context.getBean(CamelContext.class);
            assertEquals(7, camel.getComponent("sip", SipComponent.class).getConfiguration().getInFlight());
            assertEquals(9, camel.getComponent("sip", SipComponent.class).getConfiguration().getIdleTimeout().toSeconds());
            assertEquals(2000, camel.getComponent("xmpp-component", XmppStreamComponent.class).getConfiguration().getFenceTimeout());
            assertEquals(3, camel.getComponent("xmpp-component", XmppStreamComponent.class).getWorkers());
        });
    }

    @Test
    void aComponentThatIsNotEnabledKeepsItsDefaults() {
        application.withPropertyValues("camel.component.sip.in-flight=7", "camel.component.sip.enabled=false").run(context -> {
            var sip = context.getBean(CamelContext.class).getComponent("sip", SipComponent.class);
            assertEquals(4096, sip.getConfiguration().getInFlight());
        });
    }

    @Test
    void theSettingsAreInTheMetadata() {
        assertTrue(names().containsAll(StoxSettings.LIST.stream().map(s -> s.name()).toList()), () -> names().toString());
        assertTrue(names().contains("stox.error"));
    }

    @Test
    void withoutTheActuatorItIsAGatewayAllTheSame() {
        application.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate", "io.micrometer")).run(context -> {
            assertTrue(context.getStartupFailure() == null, () -> String.valueOf(context.getStartupFailure()));
            assertFalse(context.containsBean("stox-sip"));
            assertTrue(context.containsBean("stoxComponentOptions"));
        });
    }

    private static List<String> names() {
        var names = new ArrayList<String>();
        read("/META-INF/spring-configuration-metadata.json").<List<JsonObject>>getCollection("properties")
                .forEach(property -> names.add(property.getString("name")));
        return names;
    }

    private static JsonObject read(String resource) {
        try (var input = ComponentOptionsTest.class.getResourceAsStream(resource)) {
            return (JsonObject) Jsoner.deserialize(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        } catch (Exception e) {
            throw new IllegalStateException(resource, e);
        }
    }
}
