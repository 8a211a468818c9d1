package org.stox.camel.sip;

import java.util.concurrent.atomic.AtomicBoolean;

import org.stox.protocol.sip.SipRequest;

/** A request on its way through a route: it is answered once. */
final class Incoming {

    private final TransactionId id;
    private final SipRequest request;
    private final long since = System.nanoTime();
    private final AtomicBoolean answered = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    Incoming(TransactionId id, SipRequest request) {
        this.id = id;
        this.request = request;
    }

    TransactionId id() {
        return id;
    }

    SipRequest request() {
        return request;
    }

    /** True for whoever may give the final answer. */
    boolean answer() {
        return answered.compareAndSet(false, true);
    }

    boolean answered() {
        return answered.get();
    }

    /** True once, when its route has ended. */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    long nanosSince() {
        return System.nanoTime() - since;
    }
}
