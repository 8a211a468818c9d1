package org.stox.service.im;

import java.util.Optional;
import java.util.function.Predicate;

import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.ContentCoding;
import org.stox.protocol.Octets;
import org.stox.protocol.composing.ComposingException;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.protocol.imdn.Imdn;
import org.stox.protocol.imdn.ImdnCodec;
import org.stox.protocol.imdn.ImdnException;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xhtml.XhtmlIm;
import org.stox.protocol.xml.XmlElement;

/** What a MESSAGE says, by its content type (RFC 7572 §7). */
sealed interface MessageContent {

    /**
     * Something to read.
     *
     * @param html the same with its formatting (XEP-0071)
     */
    record Text(String text, Optional<XmlElement> html, Wrapper wrapper) implements MessageContent { }

    /** Whether its sender writes (RFC 3994). */
    record Composing(IsComposing composing) implements MessageContent { }

    /** What became of a message (RFC 5438). */
    record Notification(Imdn imdn) implements MessageContent { }

    String PLAIN = "text/plain";
    String HTML = "text/html";
    String CPIM = "message/cpim";

    /** The Accept of a 415 (RFC7572-7-06). */
    String ACCEPT = String.join(", ", PLAIN, HTML, CPIM, IsComposing.CONTENT_TYPE, Imdn.CONTENT_TYPE);

    /** More than a notice or a wrapped text of pager mode has. */
    int MAX_DECODED = 65_536;

    /**
     * Empty for a body without a character, and for a notice that cannot be read: phones break, or repeat without end, if one is refused.
     *
     * @param isSender whether an address is that of the sender, for a message that names one inside
     */
    static Optional<MessageContent> read(SipRequest request, Predicate<SipUri> isSender) {
        var type = request.header("Content-Type");
        if (type.isEmpty()) {
            if (request.body().length() > 0) {
                throw Refusal.sip(400, "No Content-Type");              // RFC 3261 §20.15
            }
            return Optional.empty();
        }
        var contentType = Unwrapped.contentType(type.get());
        var coding = request.header("Content-Encoding").filter(e -> !e.equalsIgnoreCase("identity"));
        if (isNotice(contentType)) {
            return notice(contentType, request.body(), coding.orElse(""));
        }
        if (contentType.is(CPIM)) {
            return unwrapped(coding.isEmpty() ? request.body() : decoded(request.body(), coding.get()), isSender);
        }
        if (coding.isPresent()) {
            throw unsupported("identity");
        }
        return text(contentType, request.body(), Wrapper.NONE);
    }

    private static boolean isNotice(ContentType type) {
        return type.is(IsComposing.CONTENT_TYPE) || type.is(Imdn.CONTENT_TYPE);
    }

    private static Optional<MessageContent> notice(ContentType type, Octets body, String coding) {
        try {
            var plain = ContentCoding.decoded(body, coding, MAX_DECODED);
            return type.is(IsComposing.CONTENT_TYPE) ? plain.map(b -> new Composing(IsComposingCodec.read(b)))
                    : plain.flatMap(b -> ImdnCodec.read(b).stream().findFirst()).map(Notification::new);
        } catch (ComposingException | ImdnException e) {
            return Optional.empty();
        }
    }

    /** Linphone deflates what it wraps. */
    private static Octets decoded(Octets body, String coding) {
        return ContentCoding.decoded(body, coding, MAX_DECODED).orElseThrow(() -> unsupported("identity, deflate"));
    }

    private static Refusal unsupported(String supported) {
        return Refusal.sip(415, "Unsupported Content-Encoding", new SipHeader("Accept-Encoding", supported));
    }

    private static Optional<MessageContent> text(ContentType type, Octets body, Wrapper wrapper) {
        switch (type.essence()) {
            case PLAIN -> {
                var text = TextDecoding.decode(body, type.charset());
                return text.isEmpty() ? Optional.empty() : Optional.of(new Text(text, Optional.empty(), wrapper));
            }
            case HTML -> {
                var html = TextDecoding.decode(body, type.charset());
                var xhtml = XhtmlIm.ofHtml(html);
                if (xhtml.text().isEmpty() && !html.isBlank()) {        // a picture alone, a script: nothing would be left of it
                    throw Refusal.sip(415, "No text in the HTML", new SipHeader("Accept", PLAIN));
                }
                return xhtml.text().isEmpty() ? Optional.empty() : Optional.of(new Text(xhtml.text(), Optional.of(xhtml.html()), wrapper));
            }
            default -> throw Refusal.sip(415, "Unsupported Media Type", new SipHeader("Accept", ACCEPT));
        }
    }

    private static Optional<MessageContent> unwrapped(Octets body, Predicate<SipUri> isSender) {
        var unwrapped = Unwrapped.of(body, isSender);
        var message = unwrapped.message();
        if (isNotice(unwrapped.type())) {
            return notice(unwrapped.type(), message.content(), message.contentHeader("Content-Encoding").orElse(""));
        }
        unwrapped.refuseEncoded();
        return text(unwrapped.type(), message.content(), unwrapped.wrapper());
    }
}
