package org.stox.service.presence;

import java.util.Optional;

/** RFC 8048 §6.2 note 6: priority 0 to 127 of XMPP to thousandths of PIDF, each to one of its own, and back. */
final class PriorityScale {

    private static final int XMPP = 127;
    private static final int PIDF = 1000;

    private PriorityScale() {
    }

    /** 1 is 0.007, 126 is 0.992; a negative one is not mapped. */
    static Optional<Integer> toPidf(int priority) {
        return priority < 0 ? Optional.empty() : Optional.of(priority * PIDF / XMPP);
    }

    static int toXmpp(int thousandths) {
        return (thousandths * XMPP + PIDF - 1) / PIDF;
    }
}
