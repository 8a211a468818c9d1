package org.stox.service.im;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.stox.address.SipUri;
import org.stox.protocol.CleanText;
import org.stox.protocol.Octets;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.protocol.cpim.CpimCodec;
import org.stox.protocol.cpim.CpimMessage;
import org.stox.protocol.cpim.CpimMessage.Header;
import org.stox.protocol.imdn.Disposition;
import org.stox.protocol.imdn.Imdn;
import org.stox.protocol.imdn.ImdnCodec;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.service.Admission;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;

/**
 * Notices in pager mode: that somebody writes (RFC 3994, XEP-0085), that a message has come or was seen (RFC 5438, XEP-0184, XEP-0333);
 * and the wrapper that asks for them.
 */
public final class NoticeMapping {

    /** RFC 5438 §11.1.7 for a delivery that was not; what extends it is no error that XMPP has a word for. */
    private static final Map<String, Condition> NOT_DELIVERED = Map.of(
            "failed",    Condition.RECIPIENT_UNAVAILABLE,
            "forbidden", Condition.FORBIDDEN,
            "error",     Condition.INTERNAL_SERVER_ERROR);

    /** What {@link #wrapped} and an IMDN are sent as. */
    public static final String WRAPPER = MessageContent.CPIM;

    private NoticeMapping() {
    }

    /** RFC 7573 §6, Table 3, by itself and not to be kept (BEYOND-CS-01, BEYOND-POL-01). */
    public static MessageStanza toXmpp(Received.Composing composing, IdSource ids) {
        return Received.notice(composing.from(), composing.to(), ids, ChatState.of(composing.composing()).toXml(), MessageExtensions.NO_STORE);
    }

    /**
     * What an IMDN tells of a stanza (BEYOND-IMDN-02, BEYOND-MARK-02). Empty for what XMPP has no words for: it is processed, nobody
     * may know whether it was displayed.
     *
     * @param id of the stanza
     */
    public static Optional<MessageStanza> toXmpp(Received.Notification n, String id, IdSource ids) {
        var name = CleanText.forXml(id);
        return disposition(n.imdn()).map(disposition -> switch (disposition) {
            case POSITIVE_DELIVERY -> Received.notice(n.from(), n.to(), ids,
                    XmlElement.of(MessageExtensions.RECEIPTS, "received").with("id", name), MessageExtensions.NO_STORE);
            case DISPLAY -> Received.notice(n.from(), n.to(), ids, XmlElement.of(MessageExtensions.MARKERS, "displayed").with("id", name));
            default -> new MessageStanza(n.from(), n.to(), Optional.of(name), Optional.of("error"), Optional.empty(), List.of(), List.of(),
                    Optional.empty(), Optional.of(StanzaError.of(NOT_DELIVERED.get(n.imdn().status()))), List.of());
        });
    }

    /** The request that an IMDN answers, if XMPP can be told of it. */
    public static Optional<Disposition> disposition(Imdn imdn) {
        return switch (imdn.kind()) {
            case DELIVERY -> imdn.status().equals("delivered") ? Optional.of(Disposition.POSITIVE_DELIVERY)
                    : Optional.of(Disposition.NEGATIVE_DELIVERY).filter(d -> NOT_DELIVERED.containsKey(imdn.status()));
            case DISPLAY -> Optional.of(Disposition.DISPLAY).filter(d -> imdn.status().equals("displayed"));
            case PROCESSING -> Optional.empty();
        };
    }

    /** isComposing as a MESSAGE (RFC 3994 §4) from the sender of a stanza to its receiver. No refresh is promised (§3.2). */
    public static SipRequest toSip(MessageStanza message, IsComposing.State state, MappingPolicy policy, IdSource ids) {
        return request(message, IsComposing.CONTENT_TYPE, policy, ids,
                (from, to) -> IsComposingCodec.write(IsComposing.of(state).withContentType(MessageContent.PLAIN)));
    }

    /** An IMDN in its wrapper (RFC 5438 §7.2.1) from the sender of a stanza to its receiver. It asks for nothing (BEYOND-IMDN-04). */
    public static SipRequest toSip(MessageStanza message, Imdn imdn, MappingPolicy policy, IdSource ids) {
        return request(message, MessageContent.CPIM, policy, ids, (from, to) -> CpimCodec.write(new CpimMessage(
                List.of(new Header("From", "<" + from + ">"), new Header("To", "<" + to + ">"), new Header("NS", "imdn <" + Imdn.HEADERS + ">"),
                        new Header("imdn.Message-ID", ids.next())),
                List.of(new Header("Content-Type", Imdn.CONTENT_TYPE), new Header("Content-Disposition", "notification")),
                ImdnCodec.write(imdn))));
    }

    /** RFC 3994 and RFC 5438 both: what there is to say, said to somebody. */
    @FunctionalInterface
    private interface Body {

        Octets of(SipUri from, SipUri to);
    }

    private static SipRequest request(MessageStanza message, String type, MappingPolicy policy, IdSource ids, Body body) {
        var from = Admission.sender(message.from(), policy);
        var to = Admission.target(message.to(), policy);
        return new SipRequest("MESSAGE", to, List.of(new SipHeader("Max-Forwards", "70"), new SipHeader("Call-ID", ids.next()),
                new SipHeader("From", "<" + from + ">;tag=" + ids.next()), new SipHeader("To", "<" + to + ">"), new SipHeader("CSeq", "1 MESSAGE"),
                new SipHeader("Content-Type", type)), body.of(from.aor(), to.aor()));
    }

    /** What a wrapper has that asks for notices (RFC 5438 §6). */
    public static List<Header> asking(String messageId, Set<Disposition> asked) {
        return List.of(new Header("NS", "imdn <" + Imdn.HEADERS + ">"), new Header("imdn.Message-ID", messageId),
                new Header("imdn." + Disposition.HEADER, Disposition.write(asked)));
    }

    /**
     * A MESSAGE with its text in message/cpim, which asks for notices (RFC 5438 §7.1.1; BEYOND-IMDN-01, BEYOND-MARK-01).
     *
     * @param dateTime RFC 3339
     */
    public static SipRequest wrapped(SipRequest plain, String messageId, String dateTime, Set<Disposition> asked) {
        var from = NameAddr.read(plain.header("From").orElseThrow()).uri();
        var headers = new ArrayList<>(List.of(
                new Header("From", "<" + (from instanceof SipUri sip ? sip.aor() : from) + ">"),
                new Header("To", "<" + (plain.uri() instanceof SipUri sip ? sip.aor() : plain.uri()) + ">"),
                new Header("DateTime", dateTime)));
        headers.addAll(asking(messageId, asked));
        var body = new CpimMessage(headers, List.of(new Header("Content-Type", MessageContent.PLAIN + ";charset=UTF-8")), plain.body());
        return new SipRequest(plain.method(), plain.uri(), plain.with("Content-Type", MessageContent.CPIM).headers(), CpimCodec.write(body));
    }
}
