package org.stox.camel.msrp.wire;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;

import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.traffic.ConversationQueue;

/** From the wire to the route: what is of one session begins in its order. Offered on the node's loop. */
final class Deliveries {

    private static final int TIMEOUT = 408;
    private static final int PER_SESSION = 2048;

    private final ConversationQueue<String> queue;
    private final ArrayDeque<MsrpClose> waiting = new ArrayDeque<>();
    private final int total;
    private volatile Optional<Inbound> inbound = Optional.empty();

    Deliveries(Executor crew, int total) {
        this.queue = new ConversationQueue<>(crew, PER_SESSION, total);
        this.total = total;
    }

    void to(Optional<Inbound> route) {
        inbound = route;
    }

    boolean isOpen() {
        return inbound.filter(Inbound::isOpen).isPresent();
    }

    Optional<Inbound> inbound() {
        return inbound;
    }

    int size() {
        return queue.size();
    }

    int total() {
        return total;
    }

    /** False if nobody takes it, or too many wait. */
    boolean offer(MsrpTraffic traffic, Inbound.Ended ended) {
        return isOpen() && put(traffic, ended);
    }

    /** The end of a session is told in any case: later, where there is no place for it now. */
    void close(MsrpClose close) {
        if (!waiting.isEmpty() || !put(close, failure -> { })) {
            waiting.add(close);
        }
    }

    /** What found no place. */
    void retry() {
        while (!waiting.isEmpty() && put(waiting.peek(), failure -> { })) {
            waiting.remove();
        }
    }

    private boolean put(MsrpTraffic traffic, Inbound.Ended ended) {
        var route = inbound;
        if (route.isEmpty()) {
            return traffic instanceof MsrpClose;        // nobody who would want to know
        }
        return queue.offer(traffic.session().sessionId().orElse(""), new ConversationQueue.Task() {
            @Override
            public void start(Runnable done) {
                route.get().take(traffic, failure -> {
                    done.run();
                    ended.ended(failure);
                });
            }

            @Override
            public void abandon() {
                ended.ended(OptionalInt.of(TIMEOUT));
            }
        });
    }
}
