package org.stox.camel.msrp.wire;

import java.util.OptionalInt;

import org.stox.protocol.msrp.MsrpTraffic;

/** The route that takes what comes from the wire. */
public interface Inbound {

    /** It takes messages: neither suspended nor stopped. */
    boolean isOpen();

    /** Starts; what has the same session has begun in its order. */
    void take(MsrpTraffic traffic, Ended ended);

    /** The end of one. */
    interface Ended {

        /** @param failure the code that its sender is told if that is owed; empty if all went well */
        void ended(OptionalInt failure);
    }
}
