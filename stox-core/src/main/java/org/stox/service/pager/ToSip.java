package org.stox.service.pager;

import java.util.List;

import org.stox.address.Jid;
import org.stox.protocol.sip.SipRequest;
import org.stox.service.Peers.Ability;

/** What leaves for SIP because of one stanza. */
public sealed interface ToSip {

    /** The text as it is (RFC 7572 §4): what becomes of it is told to its sender. */
    record Text(SipRequest request) implements ToSip { }

    /**
     * The text in message/cpim, as its sender wants to hear of it.
     *
     * @param plain the same without: what goes where the peer does not understand the wrapper
     */
    record Wrapped(SipRequest request, SipRequest plain, Jid peer) implements ToSip { }

    /**
     * What the user did not write himself: he never hears what becomes of it.
     *
     * @param ability what the peer needs for it
     */
    record Notices(List<SipRequest> requests, Jid peer, Ability ability) implements ToSip {

        public Notices {
            requests = List.copyOf(requests);
        }
    }
}
