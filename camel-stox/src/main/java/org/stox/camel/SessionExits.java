package org.stox.camel;

import java.util.function.Consumer;

import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.Stanza;

/** Where what sessions send leaves. Called on the runner's thread, in order, so it must not wait; what it is told back may come on any. */
public interface SessionExits {

    /**
     * Who sends: what leaves for one session leaves in the order of the calls.
     *
     * @param kind of the service
     * @param session its id; empty where the event began none
     */
    record Sender(String kind, String session) { }

    /** @param ended is told the final response, once: that of the peer, or 408 or 503 in the place of one; an ACK has none */
    void toSip(Sender sender, SipRequest request, Consumer<SipResponse> ended);

    /** @param failed is told why it did not get through, if it did not */
    void toXmpp(Sender sender, Stanza stanza, Consumer<Refusal.Reason> failed);

    /** @param failed is told why it did not get through, if it did not */
    void toMsrp(Sender sender, MsrpTraffic traffic, Consumer<Refusal.Reason> failed);

    /** Tells whoever waits for it what the answer is, before what follows in the session. */
    default void answer(Sender sender, Runnable answer) {
        answer.run();
    }
}
