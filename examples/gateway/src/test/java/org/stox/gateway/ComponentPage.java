package org.stox.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The part of {@code docs/SCHEME.md} that is made from what Camel's generator wrote about the component: URI, options, headers. */
record ComponentPage(JsonNode json) {

    private static final String FIRST = "<!-- From here made of the component's JSON -->\n";
    private static final String LAST = "<!-- to here -->\n";

    static ComponentPage of(String scheme, String folder) {
        try (var in = ComponentPage.class.getResourceAsStream("/META-INF/" + folder + "/" + scheme + ".json")) {
            return new ComponentPage(new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The page with this part in the place of what stands there. */
    String in(String page) {
        int from = page.indexOf(FIRST);
        int to = page.indexOf(LAST);
        if (from < 0 || to < from) {
            throw new AssertionError("There is no place for the tables: the page needs the lines\n" + FIRST + LAST);
        }
        return page.substring(0, from) + FIRST + text() + LAST + page.substring(to + LAST.length());
    }

    private String text() {
        var properties = entries("properties");
        var ofComponent = entries("componentProperties");
        var names = properties.stream().map(Entry::getKey).collect(Collectors.toSet());
        var shared = ofComponent.stream().filter(p -> names.contains(p.getKey())).map(Entry::getKey).collect(Collectors.toSet());
        var scheme = json.at("/component/scheme").asText();
        var alone = properties.stream().filter(p -> is(p, "parameter") && !shared.contains(p.getKey())).map(p -> "`" + p.getKey() + "`").toList();
        return "\n## URI\n\n`" + json.at("/component/syntax").asText() + "`, then options as `?name=value&name=value`.\n\n"
                + table("part", properties, p -> is(p, "path"))
                + "\n## Options of endpoints\n\nAll can be left out. Those of *consumer* are for endpoints that a route begins with, those of "
                + "*producer* for endpoints that it\nleads to.\n\n"
                + table("option", properties, p -> is(p, "parameter"))
                + "\n## Options of the component\n\nEach option above"
                + (alone.isEmpty() ? "" : " but " + String.join(" and ", alone)) + " can be set for all endpoints at once: on the component, or as the\n"
                + "property `camel.component." + scheme + ".NAME` of `bin/stox` and Spring Boot. The component alone has these:\n\n"
                + table("option", ofComponent, p -> !shared.contains(p.getKey()))
                + "\n## Headers\n\nThey are written from the body, for a route to choose by, and never read.\n\n"
                + table("header", entries("headers"), p -> true)
                + "\n";
    }

    private static boolean is(Entry<String, JsonNode> property, String kind) {
        return property.getValue().path("kind").asText().equals(kind);
    }

    private List<Entry<String, JsonNode>> entries(String name) {
        var entries = new ArrayList<Entry<String, JsonNode>>();
        json.path(name).fields().forEachRemaining(entries::add);
        return entries;
    }

    private static String table(String first, List<Entry<String, JsonNode>> rows, Predicate<Entry<String, JsonNode>> which) {
        return "| " + first + " | for | default | what it is |\n|---|---|---|---|\n"
                + rows.stream().filter(which).map(r -> row(r.getKey(), r.getValue())).collect(Collectors.joining());
    }

    private static String row(String name, JsonNode of) {
        var values = new ArrayList<String>();
        of.path("enum").forEach(v -> values.add("`" + v.asText() + "`"));
        var what = sentence(of) + (values.isEmpty() ? "" : " One of " + String.join(", ", values) + ".")
                + (of.path("required").asBoolean() ? " It must be there." : "")
                + (of.path("secret").asBoolean() ? " It is never shown." : "");
        return "| `" + name + "` | " + of.path("label").asText().replace(",", ", ") + " | " + defaultValue(of) + " | " + what.replace("|", "\\|")
                + " |\n";
    }

    private static String defaultValue(JsonNode of) {
        var value = of.path("defaultValue").asText();
        boolean millis = of.path("type").asText().equals("duration") && value.matches("[0-9]+");
        return value.isEmpty() ? "" : "`" + value.replace(",", ", ") + (millis ? " ms" : "") + "`";
    }

    /** Of what all of Camel's components have, the first sentence says enough. */
    private static String sentence(JsonNode of) {
        var text = of.path("description").asText().strip();
        boolean ours = of.has("configurationClass") || of.has("constantName") || of.path("kind").asText().equals("path");
        int end = text.indexOf(". ");
        var told = ours || end < 0 ? text : text.substring(0, end);
        return told.endsWith(".") ? told : told + ".";
    }
}
