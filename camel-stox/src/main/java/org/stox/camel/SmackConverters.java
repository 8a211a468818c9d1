package org.stox.camel;

import org.apache.camel.Converter;
import org.apache.camel.RuntimeCamelException;
import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.util.PacketParserUtils;

import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaText;

/** Message stanzas from and to the bodies of camel-xmpp with {@code doc=true}; silent where that is not on the class path. */
@Converter(generateLoader = true, ignoreOnLoadError = true)
public final class SmackConverters {

    private SmackConverters() {
    }

    @Converter
    public static MessageStanza toMessageStanza(Message message) {
        return (MessageStanza) StanzaText.read(message.toXML(StanzaText.CLIENT).toString());
    }

    @Converter
    public static Message toSmack(MessageStanza message) {
        try {
            return PacketParserUtils.parseStanza(StanzaText.client(message.toXml()));
        } catch (Exception e) {
            throw new RuntimeCamelException("Smack does not take the stanza", e);
        }
    }
}
