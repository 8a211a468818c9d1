package org.stox.gateway;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

import org.stox.address.Jid;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaText;

/**
 * A message that somebody pasted: a stanza, or SIP. Lines that end as the editor wrote them become those of SIP, and then the length of the
 * body is what is there; a message with CRLF is taken as it is.
 */
final class PastedMessage {

    private PastedMessage() {
    }

    static boolean isXml(byte[] pasted) {
        return text(pasted).stripLeading().startsWith("<");
    }

    static boolean isMsrp(byte[] pasted) {
        return PastedMsrp.isMsrp(text(pasted));
    }

    static PastedMsrp msrp(byte[] pasted) {
        return PastedMsrp.read(text(pasted));
    }

    static XmlElement element(byte[] pasted) {
        return StanzaText.readElement(text(pasted));
    }

    static SipCodec.Reading sip(byte[] pasted) {
        var edited = !text(pasted).contains("\r\n");
        var octets = edited ? wire(text(pasted).stripLeading()) : pasted;
        return SipCodec.read(octets, 0, octets.length);
    }

    /** Headers with CRLF; the length and the last line end of the body are the editor's, so they go. */
    private static byte[] wire(String text) {
        var blank = text.indexOf("\n\n");
        var head = blank < 0 ? text.stripTrailing() : text.substring(0, blank);
        var body = blank < 0 ? "" : text.substring(blank + 2);
        body = body.endsWith("\n") ? body.substring(0, body.length() - 1) : body;
        body = body.startsWith("v=0\n") ? body.stripTrailing().replace("\n", "\r\n") + "\r\n" : body;        // RFC 8866 §5
        var wire = new StringBuilder();
        head.lines().filter(l -> !isLength(l)).forEach(l -> wire.append(l).append("\r\n"));
        wire.append("Content-Length: ").append(Octets.utf8(body).length()).append("\r\n\r\n").append(body);
        return wire.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static boolean isLength(String line) {
        var colon = line.indexOf(':');
        return colon > 0 && new SipHeader(line.substring(0, colon).strip(), "").is("Content-Length");
    }

    /** For people: line ends as the terminal has them. */
    static String shown(SipMessage message) {
        return new String(SipCodec.write(message), StandardCharsets.UTF_8).replace("\r\n", "\n");
    }

    /** One child a line, which changes nothing in a stanza, and no namespace, as the RFCs print it. */
    static String shown(Stanza stanza) {
        return shown(stanza.toXml());
    }

    static String shown(XmlElement stanza) {
        var children = stanza.children();
        if (children.isEmpty()) {
            return bare(StanzaText.client(stanza));
        }
        var empty = new XmlElement(Stanza.NAMESPACE, stanza.name(), stanza.attributes(), List.of());
        var open = bare(StanzaText.client(empty)).replaceFirst("/>$", ">");
        return open + "\n" + children.stream().map(c -> "  " + bare(StanzaText.client(c)) + "\n").collect(Collectors.joining())
                + "</" + stanza.name() + ">";
    }

    private static String bare(String xml) {
        return xml.replaceFirst(" xmlns='jabber:client'", "");
    }

    /** The error alone, as it stands in the answer to any stanza. */
    static String shown(StanzaError error) {
        var nobody = new Jid(Optional.empty(), "stox.invalid", Optional.empty());
        return StanzaCodec.error(MessageStanza.of(nobody, nobody), error).orElseThrow().toXml().children().stream()
                .filter(e -> e.name().equals("error")).map(e -> bare(StanzaText.client(e))).findFirst().orElseThrow();
    }

    private static String text(byte[] pasted) {
        var bom = pasted.length > 2 && pasted[0] == (byte) 0xef && pasted[1] == (byte) 0xbb && pasted[2] == (byte) 0xbf;
        return new String(bom ? Arrays.copyOfRange(pasted, 3, pasted.length) : pasted, StandardCharsets.UTF_8);
    }
}
