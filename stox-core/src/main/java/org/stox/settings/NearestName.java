package org.stox.settings;

import java.util.Collection;
import java.util.Optional;

/** The name that was probably meant: the one with the fewest changed characters, if they are few. */
final class NearestName {

    private NearestName() {
    }

    static Optional<String> of(String name, Collection<String> names) {
        var allowed = Math.max(2, name.length() / 4);
        Optional<String> nearest = Optional.empty();
        for (var candidate : names) {
            var distance = distance(name, candidate);
            if (distance <= allowed) {
                allowed = distance - 1;
                nearest = Optional.of(candidate);
            }
        }
        return nearest;
    }

    /** Characters to insert, remove or replace (Levenshtein), row by row. */
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                var replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
