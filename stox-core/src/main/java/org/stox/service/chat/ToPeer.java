package org.stox.service.chat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.error.Refusal;
import org.stox.protocol.LanguageTag;
import org.stox.protocol.Octets;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.protocol.cpim.CpimCodec;
import org.stox.protocol.cpim.CpimMessage;
import org.stox.protocol.imdn.Disposition;
import org.stox.protocol.msrp.MsrpHeader;
import org.stox.protocol.msrp.MsrpHeaders;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.service.im.MessageExtensions;

/** What the peer gets by MSRP: texts and isComposing (RFC 7573 §4, §6). */
final class ToPeer {

    /** What a composer announces, and how often it says so again (RFC 3994 §3.2). */
    static final Duration REFRESH = Duration.ofSeconds(120);
    static final Duration AGAIN = Duration.ofSeconds(115);

    private static final String LANGUAGE = "Content-Language";

    /** XEP-0384, XEP-0373, XEP-0027. */
    private static final Set<String> ENCRYPTED = Set.of("eu.siacs.conversations.axolotl", "urn:xmpp:omemo:2", "urn:xmpp:openpgp:0",
            "jabber:x:encrypted");

    private ToPeer() {
    }

    /** The body in the language of the stanza, else the first (RFC7572-4-23). One without a character says nothing. */
    static Optional<LangText> body(MessageStanza message) {
        var said = message.bodies().stream().filter(b -> !b.text().isEmpty()).toList();
        return said.stream().filter(b -> b.lang().isEmpty() || b.lang().equals(message.lang())).findFirst().or(() -> said.stream().findFirst());
    }

    /** RFC7573-10-04: what only the other end could read is refused, and its fallback text is not taken for it. */
    static void refuseEncrypted(MessageStanza message) {
        if (message.extensions().stream().anyMatch(e -> ENCRYPTED.contains(e.namespace()))) {
            throw refusal(Condition.NOT_ACCEPTABLE, "An encrypted message cannot cross to SIP");
        }
    }

    /**
     * A SEND. Its transaction is named by the stanza, if MSRP lets it (RFC7573-4-06); a failure is not reported, as XEP-0184 has none
     * (RFC7573-7-05).
     */
    static Outgoing message(MessageStanza message, LangText body, Media media, Parties parties, ChatContext context) {
        var success = MessageExtensions.asked(message).contains(Disposition.POSITIVE_DELIVERY);
        var mark = MessageExtensions.isCorrection(message) ? context.policy().correction() + ' ' : "";         // BEYOND-EDIT-01
        var text = Octets.utf8(mark + body.text());
        var language = body.lang().or(message::lang).filter(LanguageTag::isTag);
        if (!media.accept().takes(text.length())) {
            throw refusal(Condition.POLICY_VIOLATION, "The message is too large: " + text.length() + " octets, the contact takes "
                    + media.accept().maxSize().getAsLong());                // RFC7573-8-08
        }
        var asking = media.takesNotices() ? context.pager().askingDisplay(message, context.now()) : List.<CpimMessage.Header>of();     // BEYOND-MARK-01
        var reporting = new Reporting(success, Reporting.Failure.NO);
        var plain = asking.isEmpty() ? send(SendContent.PLAIN, text, language, media, reporting, parties, context)
                : wrapped(SendContent.PLAIN, text, language, asking, media, reporting, parties, context);
        return message.id().filter(id -> !id.isEmpty()).map(plain::withTransaction).orElse(plain);
    }

    /** RFC 7573 §6, Table 4. */
    static Outgoing composing(IsComposing.State state, Media media, Parties parties, ChatContext context) {
        var said = IsComposing.of(state).withContentType(SendContent.PLAIN);
        var document = IsComposingCodec.write(state == IsComposing.State.ACTIVE ? said.withRefresh(REFRESH) : said);
        return send(SendContent.COMPOSING, document, Optional.empty(), media, Reporting.NONE, parties, context);
    }

    private static Outgoing send(String type, Octets content, Optional<String> language, Media media, Reporting reporting, Parties parties,
            ChatContext context) {
        if (media.accept().wraps(type)) {
            return wrapped(type, content, language, List.of(), media, reporting, parties, context);
        }
        var plain = Outgoing.of(media.route(), type, content, reporting, context.ids()::next);
        return language.map(l -> plain.with(new MsrpHeader(LANGUAGE, l))).orElse(plain);
    }

    private static Outgoing wrapped(String type, Octets content, Optional<String> language, List<CpimMessage.Header> asking, Media media,
            Reporting reporting, Parties parties, ChatContext context) {
        return Outgoing.of(media.route(), SendContent.CPIM, Wrapping.of(type, content, language, asking, parties, context), reporting,
                context.ids()::next);
    }

    /** Whether it is a text: of anything else nobody is told that it failed. */
    static boolean isText(Outgoing message) {
        var type = type(message);
        var content = type.is(SendContent.CPIM) ? wrapped(message) : type;
        return message.body().length() > 0 && !content.is(SendContent.COMPOSING) && !content.is(SendContent.IMDN);
    }

    private static ContentType type(Outgoing message) {
        return ContentType.read(message.content().stream().filter(h -> h.is(MsrpHeaders.CONTENT_TYPE)).map(MsrpHeader::value).findFirst()
                .orElse(SendContent.PLAIN));
    }

    private static ContentType wrapped(Outgoing message) {
        return ContentType.read(CpimCodec.read(message.body()).contentHeader(MsrpHeaders.CONTENT_TYPE).orElse(SendContent.PLAIN));
    }

    static Refusal refusal(Condition condition, String text) {
        var error = StanzaError.of(condition);
        return Refusal.xmpp(new StanzaError(error.type(), condition, error.address(), Optional.of(text), error.by()), true);
    }
}
