package org.stox.camel.msrp.wire;

import org.stox.error.Refusal;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.Reporting;

/** A message that was handed over and is not done: written, with Failure-Report: yes answered too (RFC 4975 §7.1.1). */
final class Pending {

    private final Outgoing message;
    private final Fate fate;
    private int open;               // chunks without their 200
    private boolean lastBegun;

    Pending(Outgoing message, Fate fate) {
        this.message = message;
        this.fate = fate;
    }

    Outgoing message() {
        return message;
    }

    private boolean waitsForAnswers() {
        return message.reporting().failure() == Reporting.Failure.YES;
    }

    /** A chunk is complete, and on its way. */
    void chunk(boolean last) {
        open++;
        lastBegun |= last;
    }

    /** A chunk was answered by 200; true if all is done. */
    boolean answered() {
        open--;
        return waitsForAnswers() && lastBegun && open == 0;
    }

    /** The last octet has left; true if all is done. */
    boolean written() {
        return !waitsForAnswers();
    }

    void done() {
        fate.done();
    }

    void failed(Refusal refusal) {
        fate.failed(refusal);
    }
}
