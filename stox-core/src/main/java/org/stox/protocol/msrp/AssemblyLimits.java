package org.stox.protocol.msrp;

/**
 * How much of a session's unfinished messages is kept, so that no sender makes us buffer without end.
 *
 * @param message octets of one message: what {@code a=max-size} says
 * @param session octets of all that are unfinished
 * @param messages how many may be unfinished
 * @param extents runs of octets with gaps between, of one message
 * @param remembered Message-IDs that are known after their end
 */
public record AssemblyLimits(long message, long session, int messages, int extents, int remembered) {

    public static final AssemblyLimits DEFAULT = new AssemblyLimits(1 << 20, 4 << 20, 32, 1024, 64);

    public AssemblyLimits {
        if (message < 1 || session < message || session > Integer.MAX_VALUE - 8 || messages < 1 || extents < 1 || remembered < 0) {
            throw new IllegalArgumentException("limits of an assembly");
        }
    }

    /** The same for another size of messages; a session may have four of them unfinished. */
    public static AssemblyLimits ofMessage(long message) {
        return new AssemblyLimits(message, 4 * message, DEFAULT.messages, DEFAULT.extents, DEFAULT.remembered);
    }
}
