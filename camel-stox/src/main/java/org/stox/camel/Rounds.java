package org.stox.camel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What all sessions are told one after the other: that another process had them, that the XMPP side is away, that it is back. */
final class Rounds {

    private final Set<String> foreign = new LinkedHashSet<>();
    private final Set<String> lost = new LinkedHashSet<>();
    private final Set<String> back = new LinkedHashSet<>();

    /** Those of another process; who takes a step with one of them tells it first. */
    Set<String> foreign() {
        return foreign;
    }

    /** A new outage, so nobody is told any more that the one before is over. Those of another process take nothing for granted anyway. */
    void lost(Set<String> all) {
        back.clear();
        lost.addAll(all);
        lost.removeAll(foreign);
    }

    void back(Set<String> all) {
        back.addAll(all);
        back.removeAll(foreign);
    }

    boolean isEmpty() {
        return foreign.isEmpty() && lost.isEmpty() && back.isEmpty();
    }

    int size() {
        return foreign.size() + lost.size() + back.size();
    }

    /** The next ones, as long as the pacing has something left; nobody hears of an end before its begin. */
    void next(int most, Pacing pacing, Consumer<String> restore, Consumer<String> tellLost, Consumer<String> tellBack) {
        first(foreign.stream(), most).forEach(id -> ifLeft(pacing, () -> restore.accept(id)));
        first(lost.stream(), most).forEach(id -> ifLeft(pacing, () -> {
            lost.remove(id);
            tellLost.accept(id);
        }));
        if (lost.isEmpty()) {
            first(back.stream(), most).forEach(id -> ifLeft(pacing, () -> {
                back.remove(id);
                tellBack.accept(id);
            }));
        }
    }

    private static List<String> first(Stream<String> ids, int most) {
        return ids.limit(most).toList();
    }

    private static void ifLeft(Pacing pacing, Runnable next) {
        if (pacing.left() > 0) {
            next.run();
        }
    }
}
