package org.stox.service.presence;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What one watcher has been told of the resources of one contact; never that of another watcher (RFC 8048 §8.2). */
final class KnownPresence {

    /** More resources than a person has; the oldest go. */
    private static final int MAX = 32;

    private KnownPresence() {
    }

    /** With the news last; a word of the bare JID that it is gone is one of all its resources (RFC 6121 §4.5.2). */
    static List<Availability> with(List<Availability> known, Availability news) {
        var all = new ArrayList<Availability>(known.size() + 1);
        boolean everywhere = isGone(news);
        for (var one : known) {
            if (everywhere && one.open()) {
                all.add(new Availability(one.resource(), false, Optional.empty(), Optional.empty(),
                        news.lang(), news.status(), news.since()));
            } else if (!one.resource().equals(news.resource()) && !(isGone(one) && news.open())) {
                all.add(one);
            }
        }
        if (!everywhere || all.isEmpty()) {
            all.add(news);
        }
        return List.copyOf(all.size() > MAX ? all.subList(all.size() - MAX, all.size()) : all);
    }

    /** The word that the contact is gone altogether, which any open resource makes untrue. */
    private static boolean isGone(Availability availability) {
        return availability.resource().isEmpty() && !availability.open();
    }

    static boolean isOpen(List<Availability> known) {
        return known.stream().anyMatch(Availability::open);
    }

    static List<Availability> open(List<Availability> known) {
        return known.stream().filter(Availability::open).toList();
    }

    /**
     * Each resource that is new or other than before; one that is there no more is gone (RFC8048-6.3-16). It goes last, as Linphone has new
     * tuple ids in each document and is not to be seen leaving at each; but the bare JID first, as it is gone with all that it has.
     */
    static List<Availability> news(List<Availability> known, List<Availability> now) {
        var gone = open(known).stream().filter(b -> now.stream().noneMatch(a -> a.resource().equals(b.resource()))).map(Availability::gone)
                .toList();
        return Stream.of(gone.stream().filter(KnownPresence::isGone), now.stream().filter(a -> !known.contains(a)),
                gone.stream().filter(a -> a.resource().isPresent())).flatMap(s -> s).toList();
    }

    /** After they have been told: what is gone is told once, and only a contact that is gone altogether is remembered so. */
    static List<Availability> told(List<Availability> known) {
        if (isOpen(known)) {
            return open(known);
        }
        return known.isEmpty() ? known : List.of(known.get(known.size() - 1));
    }

    /** All of them gone: the last word to a watcher who leaves (RFC8048-5.3.3-02). */
    static List<Availability> allClosed(List<Availability> known) {
        return known.isEmpty() ? List.of(Availability.closed(Optional.empty())) : known.stream().map(Availability::gone).toList();
    }
}
