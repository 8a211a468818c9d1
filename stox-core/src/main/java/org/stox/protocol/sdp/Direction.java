package org.stox.protocol.sdp;

import java.util.Locale;

/** Which way media flow (RFC 8866 §6.7), seen from who wrote the description. */
public enum Direction {

    SENDRECV(true, true),
    SENDONLY(true, false),
    RECVONLY(false, true),
    INACTIVE(false, false);

    private final boolean sends;
    private final boolean receives;

    Direction(boolean sends, boolean receives) {
        this.sends = sends;
        this.receives = receives;
    }

    public boolean sends() {
        return sends;
    }

    public boolean receives() {
        return receives;
    }

    public String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What may be answered to this offer by who would like {@code wanted} (RFC 3264 §6.1): each sends only what the other takes. */
    public Direction answer(Direction wanted) {
        return of(receives && wanted.sends, sends && wanted.receives);
    }

    /** Put on hold, or taken off it (RFC 3264 §8.4): nothing is taken, or is again; what is sent stays. */
    public Direction hold(boolean on) {
        return of(sends, !on);
    }

    private static Direction of(boolean sends, boolean receives) {
        return sends ? receives ? SENDRECV : SENDONLY : receives ? RECVONLY : INACTIVE;
    }
}
