package org.stox.camel.xmpp.stream;

import org.stox.error.Refusal;

/** Learns what became of a stanza that was handed to the stream; one of the two, once, on any thread, and returns at once. */
public interface Fate {

    /** Nobody asks. */
    Fate UNASKED = new Fate() {
        @Override
        public void taken() {
            // nobody asks
        }

        @Override
        public void refused(Refusal refusal) {
            // nobody asks
        }
    };

    /** The server has taken it; or, where the fence is not asked for, it was written. */
    void taken();

    void refused(Refusal refusal);
}
