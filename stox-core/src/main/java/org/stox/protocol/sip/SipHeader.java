package org.stox.protocol.sip;

/** One header field as it is written: the name in the form that was used, the value unfolded and trimmed (RFC 3261 §7.3.1). */
public record SipHeader(String name, String value) {

    /** The long form of a name (RFC 3261 §7.3.3), in the spelling that stox writes; other names stay as they are. */
    public static String longForm(String name) {
        return SipHeaderNames.longForm(name);
    }

    /** Compared without case, compact and long form alike. */
    public boolean is(String other) {
        if (name.length() != 1 && other.length() != 1) {
            return name.equalsIgnoreCase(other);
        }
        return longForm(name).equalsIgnoreCase(longForm(other));
    }

    @Override
    public String toString() {
        return name + ": " + value;
    }
}
