package org.stox.protocol.sdp;

import java.util.Optional;

import org.stox.protocol.msrp.MsrpPath;

/** Where peers reach us by MSRP, as who listens knows it. */
public interface OwnMedia {

    /**
     * Our path for a new session: one URI, or those of our relay before it (RFC 4976 §5.1). Empty where nobody listens, or not with TLS.
     *
     * @param sessionId at least 80 random bits (RFC 4975 §14.1)
     */
    Optional<MsrpPath> path(boolean tls, String sessionId);

    /**
     * This session stands in an offer or answer of ours that is about to leave: what the peer sends for it may come before the session is
     * there, and waits a moment for that instead of being refused.
     */
    void offered(String sessionId);

    MessageTerms.Reach reach();

    /** Whether we may connect there. */
    boolean allows(MessageMedia.Target target);
}
