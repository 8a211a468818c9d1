package org.stox.address;

/** A URI as it stands in a SIP message: one that stox can map, or any other, kept as it is written. */
public sealed interface Uri permits SipUri, OtherUri {

    /** The scheme in lower case, without the colon. */
    String schemeName();
}
