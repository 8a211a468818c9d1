package org.stox.service.pager;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of somebody until a time; the oldest is forgotten first where there is too much. For several threads. */
final class Lately<K, V> {

    private record Known<V>(V value, Instant until) { }

    private final Map<K, Known<V>> all = new LinkedHashMap<>();
    private final int max;

    Lately(int max) {
        this.max = max;
    }

    /** Gives what was known before. */
    synchronized Optional<V> put(K key, V value, Instant now, Instant until) {
        var before = Optional.ofNullable(all.remove(key)).filter(k -> k.until().isAfter(now)).map(Known::value);
        all.put(key, new Known<>(value, until));
        if (all.size() > max) {
            all.remove(all.keySet().iterator().next());
        }
        return before;
    }

    synchronized Optional<V> get(K key, Instant now) {
        return all.isEmpty() ? Optional.empty() : Optional.ofNullable(all.get(key)).filter(k -> k.until().isAfter(now)).map(Known::value);
    }

    synchronized Optional<V> remove(K key) {
        return all.isEmpty() ? Optional.empty() : Optional.ofNullable(all.remove(key)).map(Known::value);
    }

    /** Forgets what is over, and gives it. */
    synchronized List<V> over(Instant now) {
        if (all.isEmpty()) {
            return List.of();
        }
        var over = new ArrayList<V>();
        all.values().removeIf(known -> {
            boolean is = !known.until().isAfter(now);
            if (is) {
                over.add(known.value());
            }
            return is;
        });
        return over;
    }
}
