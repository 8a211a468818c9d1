package org.stox.camel;

import java.util.Properties;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.jivesoftware.smack.packet.Message;
import org.junit.jupiter.api.Test;
import org.jxmpp.jid.impl.JidCreate;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The bodies of camel-xmpp, where that is there. */
class SmackConvertersTest extends CamelTestSupport {

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        return Samples.settings();
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:smack").convertBodyTo(MessageStanza.class).convertBodyTo(SipRequest.class);
            }
        };
    }

    @Test
    void messagesOfSmackConvertBothWays() throws Exception {
        var smack = new Message(JidCreate.from("romeo@sip.example.com"), "Hi <there> & \"you\"");
        smack.setFrom(JidCreate.from("juliet@example.com/balcony"));
        smack.setStanzaId("m1");
        smack.setSubject("S");
        var stanza = context.getTypeConverter().mandatoryConvertTo(MessageStanza.class, smack);
        assertEquals("Hi <there> & \"you\"", stanza.bodies().get(0).text());
        assertEquals("S", stanza.subjects().get(0).text());
        var back = context.getTypeConverter().mandatoryConvertTo(Message.class, stanza);
        assertEquals("Hi <there> & \"you\"", back.getBody());
        assertEquals("S", back.getSubject());
        assertEquals("m1", back.getStanzaId());
        assertEquals("Hi <there> & \"you\"", template.requestBody("direct:smack", smack, SipRequest.class).body().text());
    }
}
