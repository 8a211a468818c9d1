package org.stox.error;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.StanzaError;

/** RFC 7247 §7: Table 2 and Table 3 as data, with the operator's overrides on top. */
public final class ErrorMapping {

    /** The tables as printed. */
    public static final ErrorMapping DEFAULT = new ErrorMapping();

    private ErrorMapping() {
    }

    /** The final response to {@code request} (Table 2), with what RFC 3261 demands beside the code; never 408 to a non-INVITE. */
    public SipResponse toSip(Refusal.Reason reason, SipRequest request) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The error that answers the stanza (Table 3). */
    public StanzaError toXmpp(Refusal.Reason reason) {
        throw new UnsupportedOperationException("skeleton");
    }
}
