package org.stox.service.chat;

import java.time.Instant;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.MappingPolicy;

/** How what no session can carry goes by MESSAGE: as pager mode has it, with what it asks to hear of itself. */
public interface ByMessage {

    /** Empty where nothing of the stanza crosses; throws {@link Refusal} where it may not. */
    Optional<SipRequest> request(MessageStanza message, MappingPolicy policy, Instant now);

    /** What the answer to it says of the peer: whether the same stanza is to go again, which becomes another request now. */
    boolean goesAgain(SipRequest request, int status, Jid peer, Instant now);
}
