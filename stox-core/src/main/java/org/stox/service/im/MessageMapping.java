package org.stox.service.im;

import java.util.List;
import java.util.Optional;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.service.IdSource;
import org.stox.service.MappedField;
import org.stox.service.MappingPolicy;

/**
 * RFC 7572: MESSAGE to message stanza (§5, Table 2: {@link MessageToXmpp#TABLE_2}) and back (§4, Table 1:
 * {@link MessageToSip#TABLE_1}).
 */
public final class MessageMapping {

    private MessageMapping() {
    }

    /**
     * RFC 7572 §4. The request has no Via: that is the transaction's. Empty where the stanza carries nothing that crosses
     * (an error, no body); throws {@link Refusal} where it may not cross.
     */
    public static Optional<SipRequest> toSip(MessageStanza message, MappingPolicy policy, IdSource ids) {
        switch (message.type().orElse("normal")) {          // RFC7572-4-22
            case "error":
                return Optional.empty();
            case "groupchat":
                throw Refusal.xmpp(StanzaError.of(Condition.SERVICE_UNAVAILABLE), false);
            default:                                        // chat, headline, normal; RFC 6121 §5.2.2: others are normal
                var text = MessageToSip.of(message, policy, ids);
                if (text.isEmpty() && MessageExtensions.isInvitation(message)) {
                    throw Refusal.xmpp(StanzaError.of(Condition.SERVICE_UNAVAILABLE), false);
                }
                return text.map(MessageToSip::request);
        }
    }

    /**
     * RFC 7572 §5, and what a notice is by itself. Empty for what is taken and dropped (no text, a notice that XMPP has no words for); throws
     * {@link Refusal} where it may not cross.
     */
    public static Optional<MessageStanza> toXmpp(SipRequest request, MappingPolicy policy, IdSource ids) {
        return read(request, policy, ids).flatMap(received -> received.stanza(ids));
    }

    /** What a MESSAGE says, for who remembers what was before. */
    public static Optional<Received> read(SipRequest request, MappingPolicy policy, IdSource ids) {
        return MessageToXmpp.read(request, policy, ids);
    }

    /** The octets of the request as it stands (RFC7572-6-02); the limit holds for the request with its Via. */
    public static int size(SipRequest request) {
        return SipCodec.write(request).length;
    }

    /** Throws the refusal of a request of that many octets, if that is too many (RFC 7572 §6). */
    public static void checkSize(int octets, MappingPolicy policy) {
        if (octets > policy.messageMax()) {
            throw tooLarge(octets, policy.messageMax());
        }
    }

    /** RFC 7572 §6, in the words of both sides. */
    public static Refusal tooLarge(int octets, int max) {
        var text = "The message is too large: " + octets + " octets as a SIP request, " + max + " may be sent";
        return Refusal.both(513, StanzaError.of(Condition.POLICY_VIOLATION), text);
    }

    /** Which rows of Table 1 made the request of the stanza. */
    public static List<MappedField> explainToSip(MessageStanza message, SipRequest request) {
        return MessageToSip.explain(message, request);
    }

    /** Which rows of Table 2 made the stanza of the request. */
    public static List<MappedField> explainToXmpp(SipRequest request, MessageStanza message) {
        return MessageToXmpp.explain(request, message);
    }
}
