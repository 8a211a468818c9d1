package org.stox.camel.springboot;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** However a setting is written, the check sees it by its own name. */
class SpringSettingsTest {

    @Test
    void yamlListsAndNumbersAreFolded() {
        assertEquals(Map.of("stox.xmpp.domains", "example.com,example.org", "stox.error.480", "gone", "stox.im.max", "2000"),
                SpringSettings.of(environment(Map.of("stox.xmpp.domains[0]", "example.com", "stox.xmpp.domains[1]", "example.org",
                        "stox.error[480]", "gone", "stox.im.max", 2000, "other", "x", "stox.home", "of the script"), Map.of())));
    }

    @Test
    void theEnvironmentGoesBeforeTheFileAndNamesWhatItDoesNotKnow() {
        assertEquals(Map.of("stox.xmpp.server", "a:1", "stox.error.item-not-found", "404", "STOX_XMPP_SERVR", "b:1"),
                SpringSettings.of(environment(Map.of("stox.xmpp.server", "c:1"), Map.of("STOX_XMPP_SERVER", "a:1", "STOX_XMPP_SERVR", "b:1",
                        "STOX_ERROR_ITEM_NOT_FOUND", "404", "STOX_JAVA_OPTS", "-Xmx1g"))));
    }

    @Test
    void placeholdersOfSpringAndOfCamelAreResolved() {
        assertEquals("sip.example.com", SpringSettings.of(environment(Map.of("stox.domain", "sip.${mine}", "mine", "example.com"),
                Map.of())).get("stox.domain"));
        assertEquals("s3cret", SpringSettings.of(environment(Map.of("stox.xmpp.secret", "{{sys:stoxTestSecret:s3cret}}"), Map.of()))
                .get("stox.xmpp.secret"));
    }

    private static StandardEnvironment environment(Map<String, Object> file, Map<String, Object> variables) {
        var environment = new StandardEnvironment();
        environment.getPropertySources().forEach(source -> environment.getPropertySources().remove(source.getName()));
        environment.getPropertySources().addLast(new SystemEnvironmentPropertySource("test-systemEnvironment", variables));
        environment.getPropertySources().addLast(new MapPropertySource("file", file));
        return environment;
    }
}
