package org.stox.address;

/** RFC 3261 §19.1.4: when two URIs are the same address. */
public final class SipUris {

    private SipUris() {
    }

    /** Equal by the rules of the RFC. They are not transitive, so this cannot be the equality of a map: see {@link #key}. */
    public static boolean equivalent(Uri one, Uri other) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** Equal for all URIs that are equivalent, and for those that differ only in parameters which one of the two may lack. */
    public static String key(Uri uri) {
        throw new UnsupportedOperationException("skeleton");
    }
}
