package org.stox.camel.jdbc;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import org.stox.session.Change;
import org.stox.session.Session;
import org.stox.session.SessionKey;

/** Changes on their way to the disk, laid over what is stored: who looks sees them at once. Each follows the one before it. */
final class Unsaved {

    private record Pending(Save save, Change change) { }

    private final Map<String, List<Pending>> lines = new HashMap<>();
    private final Map<SessionKey, List<String>> ids = new HashMap<>();

    /** The id of a session of which another version is on its way, if there is one; then nothing is added. */
    synchronized Optional<String> add(Save save) {
        for (var one : save.changes()) {
            var line = lines.get(one.change().id());
            if (line != null && !version(line.get(line.size() - 1).change().after()).equals(version(one.change().before()))) {
                return Optional.of(one.change().id());
            }
        }
        for (var one : save.changes()) {
            lines.computeIfAbsent(one.change().id(), id -> new ArrayList<>(2)).add(new Pending(save, one.change()));
            eachKey(one.change(), key -> ids.computeIfAbsent(key, k -> new ArrayList<>(2)).add(one.change().id()));
        }
        return Optional.empty();
    }

    private static Optional<Long> version(Optional<Session> session) {
        return session.map(Session::version);
    }

    /** It is stored. */
    synchronized void remove(Save save) {
        for (var one : save.changes()) {
            lines.computeIfPresent(one.change().id(), (id, line) -> {
                if (line.removeIf(pending -> pending.save() == save)) {
                    eachKey(one.change(), key -> ids.computeIfPresent(key, (k, those) -> those.remove(id) && those.isEmpty() ? null : those));
                }
                return line.isEmpty() ? null : line;
            });
        }
    }

    /** It will not be stored, and neither will those that were built upon it, which are marked as doomed. */
    synchronized void fail(Save save) {
        var doomed = new HashSet<Save>();
        doom(save, doomed);
        doomed.forEach(this::remove);
    }

    private void doom(Save save, Set<Save> doomed) {
        if (doomed.add(save)) {
            save.doom();
            for (var one : save.changes()) {
                var line = lines.getOrDefault(one.change().id(), List.of());
                var at = line.stream().map(Pending::save).toList().indexOf(save);
                if (at >= 0) {
                    line.subList(at, line.size()).forEach(pending -> doom(pending.save(), doomed));
                }
            }
        }
    }

    private static void eachKey(Change change, Consumer<SessionKey> each) {
        change.before().ifPresent(session -> session.keys().forEach(each));
        change.after().ifPresent(session -> session.keys().forEach(each));
    }

    /** By id, what became of the sessions that have the key, or had it, by what is not yet stored. */
    synchronized Map<String, Change> touching(SessionKey key) {
        if (!ids.containsKey(key)) {
            return Map.of();
        }
        var touching = new HashMap<String, Change>();
        ids.get(key).forEach(id -> last(id).ifPresent(change -> touching.put(id, change)));
        return touching;
    }

    /** What became of a session, if anything did that is not yet stored. */
    synchronized Optional<Change> last(String id) {
        return Optional.ofNullable(lines.get(id)).map(line -> line.get(line.size() - 1).change());
    }

    synchronized boolean isEmpty() {
        return lines.isEmpty();
    }

    synchronized Map<String, Change> all() {
        var all = new HashMap<String, Change>();
        lines.keySet().forEach(id -> last(id).ifPresent(change -> all.put(id, change)));
        return all;
    }
}
