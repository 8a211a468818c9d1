package org.stox.camel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

import org.stox.error.Refusal;
import org.stox.status.Figure;
import org.stox.status.Figure.Spent;
import org.stox.status.Figure.Total;

/** Counts the mappings of one context: how long they took, and how the exchanges ended whose messages they made. */
final class Translations {

    enum Direction { S2X, X2S }

    /** Of a message: it arrived, nothing of it crosses, it is a notice that went on, somebody said no, or something is broken. */
    enum Outcome { OK, DROPPED, NOTICE, REFUSED, FAILED }

    /** A mapping, which may throw what the body or the settings are not good for. */
    @FunctionalInterface
    interface Mapping<T> {

        Optional<? extends T> map() throws Exception;
    }

    private static final class Counts {

        private final LongAdder translations = new LongAdder();
        private final LongAdder nanos = new LongAdder();
        private final Map<Outcome, LongAdder> outcomes = new EnumMap<>(Outcome.class);

        private Counts() {
            for (var outcome : Outcome.values()) {
                outcomes.put(outcome, new LongAdder());
            }
        }
    }

    private final Map<Direction, Counts> counts = new EnumMap<>(Direction.class);

    Translations() {
        for (var direction : Direction.values()) {
            counts.put(direction, new Counts());
        }
    }

    /** Does it, and counts it; the outcome of what it makes is that of the exchange. */
    <T> Optional<? extends T> count(Direction direction, Exchange exchange, Mapping<T> mapping) throws Exception {
        return count(direction, exchange, mapping, made -> false);
    }

    /** @param notice what of the made is none of what users write: what becomes of it does not count */
    <T> Optional<? extends T> count(Direction direction, Exchange exchange, Mapping<T> mapping, Predicate<T> notice) throws Exception {
        long begun = System.nanoTime();
        var outcome = Outcome.FAILED;
        try {
            var made = mapping.map();
            outcome = made.isEmpty() ? Outcome.DROPPED : notice.test(made.get()) ? Outcome.NOTICE : Outcome.OK;
            return made;
        } catch (Refusal e) {
            outcome = Outcome.REFUSED;
            throw e;
        } finally {
            counts.get(direction).translations.increment();
            counts.get(direction).nanos.add(System.nanoTime() - begun);
            if (outcome == Outcome.OK) {
                exchange.getExchangeExtension().addOnCompletion(new End(direction));
            } else {
                ended(direction, outcome);
            }
        }
    }

    private void ended(Direction direction, Outcome outcome) {
        counts.get(direction).outcomes.get(outcome).increment();
    }

    List<Figure> figures() {
        var figures = new ArrayList<Figure>();
        counts.forEach((direction, count) -> {
            figures.add(new Spent("stox.translations", Map.of("direction", name(direction)), count.translations.sum(),
                    Duration.ofNanos(count.nanos.sum())));
            count.outcomes.forEach((outcome, number) -> figures.add(new Total("stox.messages",
                    Map.of("direction", name(direction), "outcome", name(outcome)), number.sum())));
        });
        return figures;
    }

    long count(Direction direction, Outcome outcome) {
        return counts.get(direction).outcomes.get(outcome).sum();
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private final class End extends SynchronizationAdapter {

        private final Direction direction;

        private End(Direction direction) {
            this.direction = direction;
        }

        @Override
        public void onComplete(Exchange exchange) {
            ended(direction, Outcome.OK);
        }

        @Override
        public void onFailure(Exchange exchange) {
            ended(direction, exchange.getException(Refusal.class) == null ? Outcome.FAILED : Outcome.REFUSED);
        }
    }
}
