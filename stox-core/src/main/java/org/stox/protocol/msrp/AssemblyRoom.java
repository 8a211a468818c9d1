package org.stox.protocol.msrp;

/** How many octets all unfinished messages of an endpoint may have together, whatever each session may have. Not for several threads. */
public final class AssemblyRoom {

    private final long octets;
    private long held;

    public AssemblyRoom(long octets) {
        this.octets = octets;
    }

    /** For one that is alone. */
    static AssemblyRoom unlimited() {
        return new AssemblyRoom(Long.MAX_VALUE);
    }

    public long held() {
        return held;
    }

    boolean isExceeded() {
        return held > octets;
    }

    /** @param more less where it is negative */
    void take(long more) {
        held += more;
    }
}
