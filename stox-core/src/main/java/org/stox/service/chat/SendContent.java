package org.stox.service.chat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.composing.ComposingException;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.protocol.imdn.Imdn;
import org.stox.protocol.imdn.ImdnCodec;
import org.stox.protocol.imdn.ImdnException;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.xhtml.XhtmlIm;
import org.stox.protocol.xml.XmlElement;
import org.stox.service.im.Unwrapped;
import org.stox.service.im.Wrapper;

/** What a SEND says, by its content type (RFC 7573 §5, RFC 4975 §8.6). */
sealed interface SendContent {

    String PLAIN = "text/plain";
    String HTML = "text/html";
    String CPIM = "message/cpim";
    String COMPOSING = IsComposing.CONTENT_TYPE;
    String IMDN = Imdn.CONTENT_TYPE;

    /** What a peer may send, as our descriptions say (RFC7573-5-04). */
    List<String> TAKEN = List.of(PLAIN, HTML, COMPOSING, CPIM);
    List<String> WRAPPED = List.of(PLAIN, HTML, COMPOSING, IMDN);

    /** One of these the peer must take, or there is no chat. */
    List<String> SENT = List.of(PLAIN);

    /** @param wrapper what stands around it, if it came in message/cpim */
    record Text(String text, Optional<XmlElement> html, Optional<String> language, Wrapper wrapper) implements SendContent { }

    record Composing(IsComposing composing) implements SendContent { }

    /** What became of a message (RFC 5438): in a session, that it was seen. */
    record Notification(Imdn imdn) implements SendContent { }

    /** No body, or one without a character: it binds a connection, or keeps it open (RFC 4975 §5.4). */
    record Nothing() implements SendContent { }

    /**
     * Throws {@link Refusal}: 415 for what cannot be converted, 400 for what is not what it says.
     *
     * @param isSender whether an address is that of the peer, for a message that names one inside
     */
    static SendContent read(WholeMessage message, Predicate<SipUri> isSender) {
        var type = message.first().contentType();
        if (type.isEmpty() || message.body().length() == 0) {
            return new Nothing();
        }
        var contentType = Unwrapped.contentType(type.get());
        return contentType.is(CPIM) ? unwrapped(message.body(), isSender)
                : content(contentType, message.body(), Optional.empty(), Wrapper.NONE);
    }

    private static SendContent content(ContentType type, Octets body, Optional<String> language, Wrapper wrapper) {
        switch (type.essence()) {
            case PLAIN -> {
                return text(decoded(body, type.charset()), Optional.empty(), language, wrapper);
            }
            case HTML -> {
                var html = XhtmlIm.ofHtml(decoded(body, type.charset()));
                if (html.text().isEmpty() && body.length() > 0) {
                    throw Refusal.sip(415, "No text in the HTML");
                }
                return text(html.text(), Optional.of(html.html()), language, wrapper);
            }
            case COMPOSING -> {
                try {
                    return new Composing(IsComposingCodec.read(body));
                } catch (ComposingException e) {
                    throw Refusal.sip(400, "Bad isComposing, " + e.getMessage());
                }
            }
            case IMDN -> {
                try {
                    return ImdnCodec.read(body).stream().findFirst().<SendContent>map(Notification::new).orElse(new Nothing());
                } catch (ImdnException e) {
                    throw Refusal.sip(400, "Bad IMDN, " + e.getMessage());
                }
            }
            default -> throw Refusal.sip(415, "Unsupported Media Type");
        }
    }

    private static SendContent text(String text, Optional<XmlElement> html, Optional<String> language, Wrapper wrapper) {
        var lines = text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
        return lines.isEmpty() ? new Nothing() : new Text(lines, html, language, wrapper);
    }

    private static SendContent unwrapped(Octets body, Predicate<SipUri> isSender) {
        var unwrapped = Unwrapped.of(body, isSender);
        unwrapped.refuseEncoded();
        var message = unwrapped.message();
        return content(unwrapped.type(), message.content(), message.contentHeader("Content-Language"), unwrapped.wrapper());
    }

    /** UTF-8 if nothing else is said; malformed octets of it are replaced (RFC7573-9-02). */
    private static String decoded(Octets body, Optional<String> charset) {
        if (charset.isEmpty() || charset.get().equalsIgnoreCase("utf-8") || charset.get().equalsIgnoreCase("us-ascii")) {
            return body.text();
        }
        try {
            return Charset.forName(charset.get()).newDecoder().decode(ByteBuffer.wrap(body.toArray())).toString();
        } catch (CharacterCodingException e) {
            throw Refusal.sip(400, "The body is not " + charset.get());
        } catch (IllegalArgumentException e) {
            throw Refusal.sip(415, "Unsupported charset");
        }
    }
}
