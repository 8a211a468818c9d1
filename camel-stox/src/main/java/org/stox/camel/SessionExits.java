package org.stox.camel;

import java.util.function.Consumer;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.Stanza;

/** Where what sessions send leaves. Called on the runner's thread, in order, so it must not wait; what it is told back may come on any. */
public interface SessionExits {

    /**
     * @param kind of the service that sends
     * @param ended is told the final response, once: that of the peer, or 408 or 503 in the place of one
     */
    void toSip(String kind, SipRequest request, Consumer<SipResponse> ended);

    /** @param failed is told why it did not get through, if it did not */
    void toXmpp(String kind, Stanza stanza, Consumer<Refusal.Reason> failed);
}
