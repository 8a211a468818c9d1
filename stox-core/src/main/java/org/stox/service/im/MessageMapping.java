package org.stox.service.im;

import java.util.Optional;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;

/** RFC 7572: MESSAGE to message stanza (§5, Table 2) and back (§4, Table 1). */
public final class MessageMapping {

    private MessageMapping() {
    }

    /**
     * RFC 7572 §4. The request has no Via: that is the transaction's. Empty where the stanza carries nothing that crosses
     * (no body); throws {@link org.stox.error.Refusal} where it may not cross.
     */
    public static Optional<SipRequest> toSip(MessageStanza message, MappingPolicy policy, IdSource ids) {
        throw new UnsupportedOperationException("skeleton");
    }

    /**
     * RFC 7572 §5. Empty for what is taken and dropped (isComposing, imdn); throws {@link org.stox.error.Refusal} where it may
     * not cross.
     */
    public static Optional<MessageStanza> toXmpp(SipRequest request, MappingPolicy policy, IdSource ids) {
        throw new UnsupportedOperationException("skeleton");
    }
}
