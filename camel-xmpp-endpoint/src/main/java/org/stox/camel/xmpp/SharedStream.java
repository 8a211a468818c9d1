package org.stox.camel.xmpp;

import org.stox.camel.xmpp.stream.StanzaStream;

/** A stream and how many consumers and producers use it; it ends with the last. */
final class SharedStream {

    private final StanzaStream stream;
    private int users = 1;

    SharedStream(StanzaStream stream) {
        this.stream = stream;
    }

    StanzaStream stream() {
        return stream;
    }

    void join() {
        users++;
    }

    /** True if it was the last. */
    boolean leave() {
        return --users == 0;
    }
}
