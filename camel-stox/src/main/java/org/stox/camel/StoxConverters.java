package org.stox.camel;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.apache.camel.Converter;
import org.apache.camel.Exchange;

import org.stox.camel.Translations.Direction;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlWriter;
import org.stox.protocol.xmpp.IqStanza;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.service.im.MessageMapping;

/**
 * {@code convertBodyTo} between SIP requests and message stanzas (RFC 7572), and between records and text. Where nothing crosses (a stanza
 * without a body, a composing notice) the body becomes null and the exchange is marked to stop: the rest of the route is not run, and
 * it ends as a success. A message that may not cross fails with a {@link org.stox.error.Refusal} as the cause.
 */
@Converter(generateLoader = true)
public final class StoxConverters {

    private StoxConverters() {
    }

    @Converter(allowNull = true)
    public static SipRequest toSipRequest(MessageStanza message, Exchange exchange) throws Exception {
        var stox = stox(exchange);
        return crossing(stox.translations().count(Direction.X2S, exchange,
                () -> MessageMapping.toSip(message, stox.policy(), stox.ids())), exchange);
    }

    @Converter(allowNull = true)
    public static MessageStanza toMessageStanza(SipRequest request, Exchange exchange) throws Exception {
        var stox = stox(exchange);
        return crossing(stox.translations().count(Direction.S2X, exchange,
                () -> MessageMapping.toXmpp(request, stox.policy(), stox.ids())), exchange);
    }

    private static <T> T crossing(Optional<? extends T> mapped, Exchange exchange) {
        if (mapped.isEmpty()) {
            exchange.setRouteStop(true);
        }
        return mapped.orElse(null);
    }

    private static StoxComponent stox(Exchange exchange) {
        if (exchange == null) {
            throw new IllegalArgumentException("The mapping needs the stox component of an exchange's context, and there is no exchange");
        }
        return exchange.getContext().getComponent("stox", StoxComponent.class);
    }

    /** Only a whole message is taken: a text alone is no request. */
    @Converter
    public static SipRequest toSipRequest(byte[] octets) {
        return message(octets, SipRequest.class);
    }

    @Converter
    public static SipRequest toSipRequest(String text) {
        return message(text.getBytes(StandardCharsets.UTF_8), SipRequest.class);
    }

    @Converter
    public static SipResponse toSipResponse(byte[] octets) {
        return message(octets, SipResponse.class);
    }

    @Converter
    public static SipResponse toSipResponse(String text) {
        return message(text.getBytes(StandardCharsets.UTF_8), SipResponse.class);
    }

    private static <T extends SipMessage> T message(byte[] octets, Class<T> kind) {
        var reading = SipCodec.read(octets, 0, octets.length);
        if (reading instanceof SipCodec.Reading.Bad bad) {
            throw new IllegalArgumentException("Not a SIP message: " + bad.reason());
        }
        var message = ((SipCodec.Reading.Good) reading).message();
        if (!kind.isInstance(message)) {
            throw new IllegalArgumentException("Not a " + kind.getSimpleName());
        }
        return kind.cast(message);
    }

    @Converter
    public static byte[] toBytes(SipMessage message) {
        return SipCodec.write(message);
    }

    /** What a file or a socket of Camel takes. */
    @Converter
    public static InputStream toStream(SipMessage message) {
        return new ByteArrayInputStream(toBytes(message));
    }

    @Converter
    public static String toText(SipMessage message) {
        return new String(SipCodec.write(message), StandardCharsets.UTF_8);
    }

    @Converter
    public static Stanza toStanza(String text) {
        return StanzaText.read(text);
    }

    @Converter
    public static MessageStanza toMessageStanza(String text) {
        return stanza(text, MessageStanza.class);
    }

    @Converter
    public static PresenceStanza toPresenceStanza(String text) {
        return stanza(text, PresenceStanza.class);
    }

    @Converter
    public static IqStanza toIqStanza(String text) {
        return stanza(text, IqStanza.class);
    }

    private static <T extends Stanza> T stanza(String text, Class<T> kind) {
        var stanza = StanzaText.read(text);
        if (!kind.isInstance(stanza)) {
            throw new IllegalArgumentException("Not a " + kind.getSimpleName());
        }
        return kind.cast(stanza);
    }

    @Converter
    public static XmlElement toXml(Stanza stanza) {
        return stanza.toXml();
    }

    @Converter
    public static String toText(Stanza stanza) {
        return XmlWriter.text(stanza.toXml());
    }

    @Converter
    public static byte[] toBytes(Stanza stanza) {
        return toText(stanza).getBytes(StandardCharsets.UTF_8);
    }

    @Converter
    public static InputStream toStream(Stanza stanza) {
        return new ByteArrayInputStream(toBytes(stanza));
    }
}
