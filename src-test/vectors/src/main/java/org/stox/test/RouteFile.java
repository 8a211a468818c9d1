package org.stox.test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A file of YAML routes as the person who edits it sees it: parts that begin with a dash in the first column. */
public record RouteFile(List<String> parts) {

    private static final Pattern ID = Pattern.compile("(?m)^- route:\\R    id: (\\S+)$");

    public RouteFile {
        parts = List.copyOf(parts);
    }

    public static RouteFile of(String text) {
        return new RouteFile(Stream.of(text.split("(?m)^(?=- )")).filter(p -> p.startsWith("- ")).toList());
    }

    /** {@code routes/gateway.yaml}. */
    public static RouteFile gateway() {
        return of(Document.read("routes/gateway.yaml").text());
    }

    /** Whether it has a route of an id that the other has. */
    public boolean edits(RouteFile other) {
        return parts.stream().anyMatch(p -> id(p).isPresent() && other.parts.stream().anyMatch(o -> id(o).equals(id(p))));
    }

    /** A route takes the place of the one with its id, or goes to the end; what is no route goes in front. */
    public RouteFile with(RouteFile edit) {
        var all = new ArrayList<>(parts);
        for (var part : edit.parts) {
            var same = id(part).flatMap(id -> all.stream().filter(p -> id(p).equals(Optional.of(id))).findFirst());
            if (same.isPresent()) {
                all.set(all.indexOf(same.get()), part);
            } else {
                all.add(id(part).isPresent() ? all.size() : 0, part);
            }
        }
        return new RouteFile(all);
    }

    private static Optional<String> id(String part) {
        var id = ID.matcher(part);
        return id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }

    public String text() {
        return String.join("", parts.stream().map(p -> p.endsWith("\n") ? p : p + "\n").toList());
    }
}
