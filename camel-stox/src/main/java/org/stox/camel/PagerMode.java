package org.stox.camel;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.stox.camel.StoxService.Legs;
import org.stox.service.pager.Pager;

/** Pager mode of one context, and the clock that tells of those who have stopped to write without saying so (RFC 3994 §3.3). */
final class PagerMode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PagerMode.class);
    private static final int TICK_SECONDS = 1;

    private final StoxComponent component;
    private final Pager pager;
    private final ScheduledExecutorService clock;

    PagerMode(StoxComponent component, Pager pager) {
        this.component = component;
        this.pager = pager;
        this.clock = component.getCamelContext().getExecutorServiceManager().newSingleThreadScheduledExecutor(component, "stox-pager");
        clock.scheduleWithFixedDelay(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    Pager pager() {
        return pager;
    }

    private void tick() {
        try {
            for (var stanza : pager.silent(Instant.now())) {
                exit().ifPresent(exit -> exit.send(stanza, StoxService.IM, ended -> { }));
            }
        } catch (RuntimeException e) {
            LOG.error("The end of a chat state was not told", e);
        }
    }

    private Optional<StoxConsumer> exit() {
        return Stream.of(StoxService.CHAT, StoxService.GATEWAY).flatMap(s -> component.doors(s).exit(Legs.XMPP).stream()).findFirst();
    }

    @Override
    public void close() {
        component.getCamelContext().getExecutorServiceManager().shutdownNow(clock);
    }
}
