package org.stox.protocol.sip;

import java.util.Optional;

import org.stox.address.SipUri;

/** Where peers reach us by SIP, as who listens knows it (RFC 3261 §8.1.1.8). */
public interface OwnAddress {

    /** Nobody listens. */
    OwnAddress NONE = Optional::empty;

    /** Host, port and parameters of the Contact in our dialogs; empty where nobody listens, or not yet. */
    Optional<SipUri> contact();
}
