package org.stox.service.im;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.protocol.CleanText;
import org.stox.protocol.imdn.Disposition;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipTokens;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;

/** What stands in a message beside its text and means something to SIP, by the XEP that it is of. */
public final class MessageExtensions {

    /** XEP-0184. */
    public static final String RECEIPTS = "urn:xmpp:receipts";
    /** XEP-0333. */
    static final String MARKERS = "urn:xmpp:chat-markers:0";
    /** XEP-0308. */
    static final String CORRECTION = "urn:xmpp:message-correct:0";
    /** XEP-0172. */
    public static final String NICK = "http://jabber.org/protocol/nick";
    /** XEP-0203. */
    static final String DELAY = "urn:xmpp:delay";
    /** XEP-0249. */
    static final String ROOM = "jabber:x:conference";
    /** XEP-0045. */
    static final String MUC_USER = "http://jabber.org/protocol/muc#user";
    /** XEP-0353. */
    static final String CALL = "urn:xmpp:jingle-message:0";
    /** XEP-0359. */
    static final String ORIGIN = "urn:xmpp:sid:0";

    /** XEP-0334: what is over when it is told is not kept for later (BEYOND-POL-01). */
    public static final XmlElement NO_STORE = XmlElement.of("urn:xmpp:hints", "no-store");

    private MessageExtensions() {
    }

    /** What a message asks to hear of itself (BEYOND-IMDN-01, BEYOND-MARK-01); one without an id can ask for nothing. */
    public static Set<Disposition> asked(MessageStanza message) {
        var asked = EnumSet.noneOf(Disposition.class);
        if (id(message).isPresent()) {
            if (child(message, RECEIPTS, "request").isPresent()) {
                asked.add(Disposition.POSITIVE_DELIVERY);
                asked.add(Disposition.NEGATIVE_DELIVERY);
            }
            if (child(message, MARKERS, "markable").isPresent()) {
                asked.add(Disposition.DISPLAY);
            }
        }
        return asked;
    }

    /** What a message is known by in what is told of it (BEYOND-EDIT-03). */
    public static Optional<String> id(MessageStanza message) {
        return message.id().or(() -> child(message, ORIGIN, "origin-id").flatMap(e -> e.attribute("id"))).filter(i -> !i.isEmpty());
    }

    /** The message that has arrived (XEP-0184 §5.3). */
    public static Optional<String> received(MessageStanza message) {
        return child(message, RECEIPTS, "received").flatMap(e -> e.attribute("id"));
    }

    /** The last message that was seen (XEP-0333 §4.2). */
    public static Optional<String> displayed(MessageStanza message) {
        return child(message, MARKERS, "displayed").flatMap(e -> e.attribute("id"));
    }

    /** The name that somebody gives himself (BEYOND-NICK-01). */
    public static Optional<String> nick(MessageStanza message) {
        return child(message, NICK, "nick").map(e -> CleanText.name(e.text())).filter(n -> !n.isEmpty());
    }

    public static boolean isCorrection(MessageStanza message) {
        return child(message, CORRECTION, "replace").isPresent();
    }

    /** Whether it asks into a room (XEP-0249 §2, XEP-0045 §7.8.2) or to a call (XEP-0353 §3.1), so that somebody waits for an answer. */
    public static boolean isInvitation(MessageStanza message) {
        return child(message, ROOM, "x").isPresent() || child(message, CALL, "propose").isPresent()
                || child(message, MUC_USER, "x").flatMap(x -> x.child(MUC_USER, "invite")).isPresent();
    }

    /** When it was written, if that was earlier than now (XEP-0203 §3), as written. */
    public static Optional<String> stamp(MessageStanza message) {
        return child(message, DELAY, "delay").flatMap(e -> e.attribute("stamp"));
    }

    /** With what asks for the notices that SIP asked for. */
    public static MessageStanza asking(MessageStanza message, Set<Disposition> asked) {
        var extensions = new ArrayList<>(message.extensions());
        if (asked.contains(Disposition.POSITIVE_DELIVERY)) {
            extensions.add(XmlElement.of(RECEIPTS, "request"));
        }
        if (asked.contains(Disposition.DISPLAY)) {
            extensions.add(XmlElement.of(MARKERS, "markable"));
        }
        return with(message, extensions);
    }

    /** The From of a request with a name for people. */
    public static SipRequest named(SipRequest request, String name) {
        return request.with("From", SipTokens.quote(name) + ' ' + request.header("From").orElseThrow());
    }

    static MessageStanza and(MessageStanza message, XmlElement extension) {
        var extensions = new ArrayList<>(message.extensions());
        extensions.add(extension);
        return with(message, extensions);
    }

    private static MessageStanza with(MessageStanza m, List<XmlElement> extensions) {
        return new MessageStanza(m.from(), m.to(), m.id(), m.type(), m.lang(), m.subjects(), m.bodies(), m.thread(), m.error(), extensions);
    }

    private static Optional<XmlElement> child(MessageStanza message, String namespace, String name) {
        for (var extension : message.extensions()) {
            if (extension.is(namespace, name)) {
                return Optional.of(extension);
            }
        }
        return Optional.empty();
    }
}
