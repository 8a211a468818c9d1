package org.stox.service.im;

import java.util.List;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.protocol.CleanText;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.imdn.Imdn;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.IdSource;

/** A MESSAGE that may cross, read to its end. */
public sealed interface Received {

    Jid from();

    Jid to();

    /**
     * A text (RFC 7572 §5).
     *
     * @param stanza what Table 2 makes of it
     * @param name how its sender calls himself: in From, else in the wrapper (BEYOND-NICK-01)
     * @param sent when, as the wrapper has it, else as Date has it (BEYOND-POL-03), as written
     */
    record Text(MessageStanza stanza, Optional<String> name, Optional<String> sent, Wrapper wrapper) implements Received {

        @Override
        public Jid from() {
            return stanza.from();
        }

        @Override
        public Jid to() {
            return stanza.to();
        }

        /** The stanza with the name of its sender. */
        public MessageStanza named() {
            return name.map(n -> MessageExtensions.and(stanza, XmlElement.text(MessageExtensions.NICK, "nick", n))).orElse(stanza);
        }
    }

    record Composing(Jid from, Jid to, IsComposing composing) implements Received { }

    record Notification(Jid from, Jid to, Imdn imdn) implements Received { }

    /** @param header the From, as it was read */
    static Received of(SipRequest request, NameAddr header, MessageContent content, Jid from, Jid to, IdSource ids) {
        if (content instanceof MessageContent.Composing c) {
            return new Composing(from, to, c.composing());
        }
        if (content instanceof MessageContent.Notification n) {
            return new Notification(from, to, n.imdn());
        }
        var text = (MessageContent.Text) content;
        var name = header.displayName().or(text.wrapper()::name).map(CleanText::name).map(CleanText::forXml).filter(n -> !n.isEmpty());
        return new Text(new MessageToXmpp(request, text, from, to, ids).stanza(), name, text.wrapper().dateTime().or(() -> request.header("Date")),
                text.wrapper());
    }

    /** What it is without a memory of anything before it; empty for a notice that has no form in XMPP. */
    default Optional<MessageStanza> stanza(IdSource ids) {
        if (this instanceof Text text) {
            return Optional.of(text.named());
        }
        if (this instanceof Composing composing) {
            return Optional.of(NoticeMapping.toXmpp(composing, ids));
        }
        var notification = (Notification) this;
        return NoticeMapping.toXmpp(notification, notification.imdn().messageId(), ids);
    }

    /** A stanza that is all that its extensions say. */
    static MessageStanza notice(Jid from, Jid to, IdSource ids, XmlElement... extensions) {
        return new MessageStanza(from, to, Optional.of(ids.next()), Optional.of("chat"), Optional.empty(), List.of(), List.of(), Optional.empty(),
                Optional.empty(), List.of(extensions));
    }
}
