package org.stox.gateway;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What tools of Camel (Kaoto, the Spring Boot metadata, IDEs) read of the components: nothing that is ours is without its words. */
class ComponentJsonTest {

    private static final Set<String> LABELS = Set.of("common", "consumer", "producer", "security", "advanced", "filter", "health");

    static Stream<Arguments> components() {
        return ComponentPagesTest.pages();
    }

    private static TreeMap<String, JsonNode> options(JsonNode json) {
        var all = new TreeMap<String, JsonNode>();
        for (var part : List.of("componentProperties", "properties")) {
            json.path(part).fields().forEachRemaining(p -> all.put(part + " " + p.getKey(), p.getValue()));
        }
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("components")
    void everyOptionHasAGroupAndKnownLabels(String scheme, String folder) {
        options(ComponentPage.of(scheme, folder).json()).forEach((name, option) -> {
            assertTrue(!option.path("group").asText().isEmpty(), name);
            assertTrue(!option.path("displayName").asText().isEmpty(), name);
            if (!option.path("kind").asText().equals("path")) {
                assertTrue(LABELS.containsAll(List.of(option.path("label").asText().split(","))), name + " " + option.path("label"));
            }
        });
    }

    /** A number, a switch or a time that is not set has a value all the same: it is there, or the words say where it comes from. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("components")
    void everyOptionThatIsNotRequiredSaysWhatItIsWhenNotSet(String scheme, String folder) {
        var silent = new TreeSet<String>();
        options(ComponentPage.of(scheme, folder).json()).forEach((name, option) -> {
            var scalar = List.of("integer", "duration", "boolean").contains(option.path("type").asText());
            var words = option.path("description").asText();
            if (scalar && !option.path("required").asBoolean() && option.path("defaultValue").isMissingNode()
                    && !words.contains("Default:") && !words.contains("if not set")) {
                silent.add(name);
            }
        });
        assertEquals(Set.of(), silent);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("components")
    void whatIsASecretIsMarkedAsOne(String scheme, String folder) {
        options(ComponentPage.of(scheme, folder).json()).forEach((name, option) -> {
            var secret = name.toLowerCase().contains("secret") || name.toLowerCase().contains("password");
            assertEquals(secret, option.path("secret").asBoolean(), name);
            assertTrue(!secret || option.path("label").asText().contains("security"), name);
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("components")
    void everyHeaderConstantIsInTheJson(String scheme, String folder) throws Exception {
        var json = ComponentPage.of(scheme, folder).json();
        var documented = new TreeSet<String>();
        json.path("headers").fieldNames().forEachRemaining(documented::add);
        var declared = new ArrayList<String>();
        var constants = Class.forName(json.path("component").path("javaType").asText().replace("Component", "Constants"));
        for (var field : constants.getFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == String.class) {
                declared.add((String) field.get(null));
            }
        }
        assertEquals(documented, new TreeSet<>(declared));
        assertTrue(documented.stream().allMatch(h -> h.matches("Camel(Sip|Xmpp|Msrp|Stox)[A-Z]\\w+")), documented.toString());
    }
}
