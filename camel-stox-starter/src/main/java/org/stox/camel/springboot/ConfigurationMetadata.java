package org.stox.camel.springboot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.apache.camel.util.StringHelper;
import org.apache.camel.util.json.DeserializationException;
import org.apache.camel.util.json.JsonArray;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;

import org.stox.camel.StoxComponent;
import org.stox.camel.msrp.MsrpComponent;
import org.stox.camel.sip.SipComponent;
import org.stox.camel.xmpp.XmppStreamComponent;
import org.stox.settings.Setting;
import org.stox.settings.StoxSettings;

/**
 * Writes Spring Boot's configuration metadata in the build, from what describes the components to Camel and from the list of settings:
 * editors complete and explain the properties, and nothing can drift. It is not in the jar.
 */
public final class ConfigurationMetadata {

    private static final Map<String, String> JSON = Map.of("sip", "/META-INF/org/stox/camel/sip/sip.json",
            "msrp", "/META-INF/org/stox/camel/msrp/msrp.json",
            "xmpp-component", "/META-INF/org/stox/camel/xmpp/xmpp-component.json", "stox", "/META-INF/org/stox/camel/stox.json");

    private final JsonArray groups = new JsonArray();
    private final JsonArray properties = new JsonArray();
    private final JsonArray hints = new JsonArray();

    private ConfigurationMetadata() {
    }

    public static void main(String[] args) throws IOException {
        var file = Path.of(args[0]);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text());
    }

    static String text() {
        var metadata = new ConfigurationMetadata();
        metadata.component("sip", SipComponent.class);
        metadata.component("msrp", MsrpComponent.class);
        metadata.component("xmpp-component", XmppStreamComponent.class);
        metadata.component("stox", StoxComponent.class);
        metadata.settings();
        var all = new JsonObject();
        all.put("groups", metadata.groups);
        all.put("properties", metadata.properties);
        all.put("hints", metadata.hints);
        return Jsoner.prettyPrint(all.toJson());
    }

    private void component(String scheme, Class<?> type) {
        var prefix = "camel.component." + scheme;
        var json = read(type, JSON.get(scheme));
        group(prefix, type, json.getMap("component").get("description").toString());
        property(prefix + ".enabled", "java.lang.Boolean", "Whether the component may be configured by properties.", true);
        property(prefix + ".customizer.enabled", "java.lang.Boolean", "Whether these properties are set on the component.", true);
        Map<String, Map<String, Object>> options = json.getMap("componentProperties");
        options.forEach((name, option) -> {
            if ("object".equals(option.get("type"))) {
                return;         // the options one by one
            }
            var property = prefix + "." + StringHelper.camelCaseToDash(name);
            property(property, type(option), option.get("description").toString(), option.get("defaultValue"));
            if (option.get("enum") instanceof List<?> values) {
                hint(property, values);
            }
        });
    }

    /** Lengths of time are written as such, also where Camel keeps them in milliseconds. */
    private static String type(Map<String, Object> option) {
        var type = option.get("javaType").toString();
        return switch (type) {
            case "boolean" -> "java.lang.Boolean";
            case "int" -> "java.lang.Integer";
            default -> "duration".equals(option.get("type")) ? "java.time.Duration" : type;
        };
    }

    private void settings() {
        group("stox", StoxSettings.class, "The settings of a gateway.");
        StoxSettings.LIST.forEach(this::setting);
        property("stox.error", "java.util.Map<java.lang.String,java.lang.String>",
                "Rows of the error tables of RFC 7247 replaced: a status to a condition, or a condition to a status.", null);
    }

    /** The routes alone have no default here: an application may have its own. */
    private void setting(Setting<?> setting) {
        property(setting.name(), "java.lang.String", setting.meaning() + ": " + setting.right() + ".",
                setting.name().equals(StoxSettings.ROUTES) ? null : setting.standard().filter(s -> !s.contains(" ")).orElse(null));
    }

    private void group(String name, Class<?> type, String description) {
        var group = new JsonObject();
        group.put("name", name);
        group.put("type", type.getName());
        group.put("description", description);
        groups.add(group);
    }

    private void property(String name, String type, String description, Object standard) {
        var property = new JsonObject();
        property.put("name", name);
        property.put("type", type);
        property.put("description", description);
        if (standard != null) {
            property.put("defaultValue", standard);
        }
        properties.add(property);
    }

    private void hint(String name, List<?> values) {
        var hint = new JsonObject();
        hint.put("name", name);
        var array = new JsonArray();
        values.forEach(v -> array.add(new JsonObject(Map.of("value", v))));
        hint.put("values", array);
        hints.add(hint);
    }

    private static JsonObject read(Class<?> type, String resource) {
        try (var input = type.getResourceAsStream(resource)) {
            return (JsonObject) Jsoner.deserialize(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DeserializationException e) {
            throw new IllegalStateException(resource, e);
        }
    }
}
