package org.stox.service.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.error.Refusal;
import org.stox.protocol.CleanText;
import org.stox.protocol.LanguageTag;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.service.im.ChatState;
import org.stox.service.im.MessageExtensions;
import org.stox.session.Action;

/** What the XMPP user gets: messages, chat states, receipts, errors (RFC 7573 §4 to §7). */
final class ToUser {

    static final Optional<String> CHAT = Optional.of("chat");

    private ToUser() {
    }

    /** RFC 7573 §5: a SEND with all its chunks; the id is that of its transaction, the first one's (RFC7573-4-22). */
    static MessageStanza message(WholeMessage message, SendContent.Text content, Talking chat) {
        var extensions = new ArrayList<XmlElement>(4);
        content.html().ifPresent(extensions::add);
        if (message.reporting().success()) {
            extensions.add(XmlElement.of(MessageExtensions.RECEIPTS, "request"));             // RFC7573-7-03
        }
        if (chat.media().takes(SendContent.COMPOSING) && chat.typing().client() != Typing.Client.SILENT) {
            extensions.add(ChatState.ACTIVE.toXml());                       // XEP-0085 §5.1: so that the client sends its own
        }
        chat.opening().nick().ifPresent(n -> extensions.add(XmlElement.text(MessageExtensions.NICK, "nick", n)));
        var parties = chat.parties();
        var subject = chat.opening().subject().or(content.wrapper()::subject).map(s -> new LangText(Optional.empty(), s));
        return new MessageStanza(parties.contact(), parties.user(), Optional.of(message.first().transaction()), CHAT,
                message.header("Content-Language").or(content::language).flatMap(LanguageTag::first), subject.map(List::of).orElse(List.of()),
                List.of(new LangText(Optional.empty(), CleanText.forXml(content.text()))), Optional.of(parties.thread()), Optional.empty(), extensions);
    }

    /** A standalone chat state. */
    static Action state(ChatState state, Parties parties, ChatContext context) {
        return stanza(parties, context.ids().next(), CHAT, Optional.of(parties.thread()), List.of(state.toXml(), MessageExtensions.NO_STORE));
    }

    /** RFC7573-7-04: the id of the REPORT's transaction, and the id of the stanza that arrived. */
    static Action receipt(String reference, String transaction, Parties parties) {
        return stanza(parties, transaction, CHAT, Optional.empty(), List.of(XmlElement.of(MessageExtensions.RECEIPTS, "received").with("id", reference), MessageExtensions.NO_STORE));
    }

    private static Action stanza(Parties parties, String id, Optional<String> type, Optional<String> thread, List<XmlElement> extensions) {
        return new Action.ToXmpp(new MessageStanza(parties.contact(), parties.user(), Optional.of(id), type, Optional.empty(), List.of(), List.of(),
                thread, Optional.empty(), extensions));
    }

    /** For a stanza that is at hand. */
    static Optional<Action> error(MessageStanza message, Refusal.Reason reason, ChatContext context) {
        return StanzaCodec.error(message, context.policy().errors().toXmpp(reason)).map(Action.ToXmpp::new);
    }

    /** For one of which its id is left. */
    static Action error(Optional<String> id, Refusal.Reason reason, Parties parties, ChatContext context) {
        var error = context.policy().errors().toXmpp(reason);
        return new Action.ToXmpp(new MessageStanza(parties.contact().bare(), parties.user(), id, Optional.of("error"), Optional.empty(), List.of(),
                List.of(), Optional.empty(), Optional.of(error), List.of()));
    }
}
