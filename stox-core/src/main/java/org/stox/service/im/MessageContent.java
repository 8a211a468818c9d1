package org.stox.service.im;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.stox.address.AddressException;
import org.stox.address.SipUri;
import org.stox.address.SipUriCodec;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.cpim.CpimCodec;
import org.stox.protocol.cpim.CpimException;
import org.stox.protocol.cpim.CpimMessage;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.xhtml.XhtmlIm;
import org.stox.protocol.xml.XmlElement;

/**
 * What a MESSAGE says, by its content type (RFC 7572 §7).
 *
 * @param html the same with its formatting (XEP-0071)
 * @param subject a subject inside of the body, as message/cpim has it
 */
record MessageContent(String text, Optional<XmlElement> html, Optional<String> subject) {

    static final String PLAIN = "text/plain";
    static final String HTML = "text/html";
    static final String CPIM = "message/cpim";

    /** Taken and dropped: phones break, or repeat without end, if these are refused. */
    static final List<String> NOTIFICATIONS = List.of("application/im-iscomposing+xml", "message/imdn+xml");

    /** The Accept of a 415 (RFC7572-7-06). */
    static final String ACCEPT = String.join(", ", PLAIN, HTML, CPIM, NOTIFICATIONS.get(0), NOTIFICATIONS.get(1));

    /**
     * Empty for a notification, and for a body without a character.
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
        var contentType = contentType(type.get());
        if (NOTIFICATIONS.contains(contentType.essence())) {
            return Optional.empty();
        }
        if (request.header("Content-Encoding").filter(e -> !e.equalsIgnoreCase("identity")).isPresent()) {
            throw Refusal.sip(415, "Unsupported Content-Encoding", new SipHeader("Accept-Encoding", "identity"));
        }
        return contentType.is(CPIM) ? unwrapped(request.body(), isSender) : text(contentType, request.body(), Optional.empty());
    }

    private static Optional<MessageContent> text(ContentType type, Octets body, Optional<String> subject) {
        switch (type.essence()) {
            case PLAIN -> {
                var text = TextDecoding.decode(body, type.charset());
                return text.isEmpty() ? Optional.empty()
                        : Optional.of(new MessageContent(text, Optional.empty(), subject));
            }
            case HTML -> {
                var html = TextDecoding.decode(body, type.charset());
                var xhtml = XhtmlIm.ofHtml(html);
                if (xhtml.text().isEmpty() && !html.isBlank()) {        // a picture alone, a script: nothing would be left of it
                    throw Refusal.sip(415, "No text in the HTML", new SipHeader("Accept", PLAIN));
                }
                return xhtml.text().isEmpty() ? Optional.empty()
                        : Optional.of(new MessageContent(xhtml.text(), Optional.of(xhtml.html()), subject));
            }
            default -> throw Refusal.sip(415, "Unsupported Media Type", new SipHeader("Accept", ACCEPT));
        }
    }

    /** RFC 3862. Who speaks inside must be who speaks outside: the inner From was never checked by anybody. */
    private static Optional<MessageContent> unwrapped(Octets body, Predicate<SipUri> isSender) {
        CpimMessage message;
        try {
            message = CpimCodec.read(body);
        } catch (CpimException e) {
            throw Refusal.sip(400, "Bad message/cpim, " + e.getMessage());
        }
        if (!message.headers("From").stream().allMatch(from -> names(from, isSender))) {
            throw Refusal.sip(403, "The From of message/cpim is not the sender");
        }
        if (!message.headers("Require").isEmpty()) {                    // RFC 3862 §4.6
            throw Refusal.sip(415, "Unsupported extension of message/cpim", new SipHeader("Accept", PLAIN));
        }
        var type = contentType(message.contentHeader("Content-Type").orElse(PLAIN));
        if (NOTIFICATIONS.contains(type.essence())) {
            return Optional.empty();
        }
        var coding = message.contentHeader("Content-Transfer-Encoding").orElse("8bit").toLowerCase(java.util.Locale.ROOT);
        if (!List.of("7bit", "8bit", "binary").contains(coding) || message.contentHeader("Content-Encoding").isPresent()) {
            throw Refusal.sip(415, "Unsupported encoding in message/cpim", new SipHeader("Accept-Encoding", "identity"));
        }
        return text(type, message.content(), message.headers("Subject").stream().findFirst());
    }

    private static boolean names(String from, Predicate<SipUri> isSender) {
        try {
            return SipUriCodec.read(CpimMessage.uri(from)) instanceof SipUri uri && isSender.test(uri);
        } catch (AddressException e) {
            return false;
        }
    }

    private static ContentType contentType(String value) {
        try {
            return ContentType.read(value);
        } catch (SipSyntaxException e) {
            throw Refusal.sip(400, e.getMessage());
        }
    }
}
