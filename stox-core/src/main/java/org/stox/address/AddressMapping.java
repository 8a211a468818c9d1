package org.stox.address;

/** RFC 7247 §6: a SIP URI to a JID and back. The domain is carried over; whose domain it may be is the policy's question. */
public final class AddressMapping {

    private AddressMapping() {
    }

    /** RFC 7247 §6.4, steps 1 to 8. */
    public static Jid toXmpp(SipUri uri) {
        throw new AddressException("skeleton: " + uri);
    }

    /** RFC 7247 §6.5, steps 1 to 8, for a sip destination; the resourcepart becomes {@code gr}. */
    public static SipUri toSip(Jid jid) {
        throw new AddressException("skeleton: " + jid);
    }
}
