package org.stox.service.pager;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.stox.protocol.imdn.Disposition;

/**
 * Who wants to hear of which message, for a bounded time and number: no notice goes to somebody who did not ask, and none goes twice
 * (BEYOND-IMDN-04, RFC 5438 §7.2.1). For several threads.
 */
final class Expectations {

    private static final Set<Disposition> DELIVERY = Set.of(Disposition.POSITIVE_DELIVERY, Disposition.NEGATIVE_DELIVERY);

    private record Kept(Awaited message, Instant until) { }

    private final Duration kept;
    private final int maxPairs;
    private final int maxOfPair;

    /** By sender and receiver of the message, then by its id, in the order in which they were sent. */
    private final Map<Pair, LinkedHashMap<String, Kept>> pairs = new LinkedHashMap<>(16, 0.75f, true);

    Expectations(Duration kept, int maxPairs, int maxOfPair) {
        this.kept = kept;
        this.maxPairs = maxPairs;
        this.maxOfPair = maxOfPair;
    }

    synchronized void expect(Pair pair, Awaited message, Instant now) {
        var messages = pairs.computeIfAbsent(pair, p -> new LinkedHashMap<>());
        messages.remove(message.id());
        messages.values().removeIf(k -> !k.until().isAfter(now));
        messages.put(message.id(), new Kept(message, now.plus(kept)));
        if (messages.size() > maxOfPair) {
            messages.remove(messages.keySet().iterator().next());
        }
        if (pairs.size() > maxPairs) {
            pairs.remove(pairs.keySet().iterator().next());
        }
    }

    /** The message, if its sender still waits for this notice; he does not any more. */
    synchronized Optional<Awaited> told(Pair pair, String id, Disposition what, Instant now) {
        var messages = pairs.get(pair);
        var found = messages == null ? null : messages.get(id);
        if (found == null || !waits(found, what, now)) {
            return Optional.empty();
        }
        settle(pair, messages, found, what);
        return Optional.of(found.message());
    }

    /** The same for a message and each before it: who has seen one has seen those (BEYOND-MARK-02). In the order in which they were sent. */
    synchronized List<Awaited> toldUpTo(Pair pair, String id, Disposition what, Instant now) {
        var messages = pairs.get(pair);
        if (messages == null || !messages.containsKey(id)) {
            return List.of();
        }
        var all = new ArrayList<Kept>();
        for (var next : messages.values()) {
            if (waits(next, what, now)) {
                all.add(next);
            }
            if (next.message().id().equals(id)) {
                break;
            }
        }
        all.forEach(k -> settle(pair, messages, k, what));
        return all.stream().map(Kept::message).toList();
    }

    private static boolean waits(Kept message, Disposition what, Instant now) {
        return message.until().isAfter(now) && message.message().asked().contains(what);
    }

    /** A delivery is told of once, whatever is told (RFC 5438 §7.2.1). */
    private void settle(Pair pair, Map<String, Kept> messages, Kept kept, Disposition what) {
        var message = kept.message();
        var left = EnumSet.noneOf(Disposition.class);
        left.addAll(message.asked());
        left.removeAll(DELIVERY.contains(what) ? DELIVERY : Set.of(what));
        if (left.isEmpty()) {
            messages.remove(message.id());
        } else {
            messages.put(message.id(), new Kept(new Awaited(message.id(), message.ownId(), message.dateTime(), message.recipient(), left), kept.until()));
        }
        if (messages.isEmpty()) {
            pairs.remove(pair);
        }
    }
}
