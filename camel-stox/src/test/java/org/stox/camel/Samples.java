package org.stox.camel;

import java.nio.charset.StandardCharsets;
import java.util.Properties;

import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaText;

/** A few messages, and the settings that they fit. */
final class Samples {

    private Samples() {
    }

    static Properties settings() {
        var settings = new Properties();
        settings.put("stox.domain", "sip.example.com");
        settings.put("stox.xmpp.domains", "example.com");
        settings.put("stox.state", "memory");
        return settings;
    }

    static SipRequest request(String method, String contentType, String body) {
        var text = method + " sip:juliet@example.com SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bKeskdgs677\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: <sip:romeo@sip.example.com>;tag=38594\r\n"
                + "To: <sip:juliet@example.com>\r\n"
                + "Call-ID: 9E97FB43-85F4-4A00-8751-1124FD4C7B2E\r\n"
                + "CSeq: 5 " + method + "\r\n"
                + "Content-Type: " + contentType + "\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
        var octets = text.getBytes(StandardCharsets.US_ASCII);
        return (SipRequest) ((SipCodec.Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
    }

    static SipRequest message(String body) {
        return request("MESSAGE", "text/plain", body);
    }

    static MessageStanza stanza(String content) {
        return (MessageStanza) StanzaText.read(stanzaText(content));
    }

    static String stanzaText(String content) {
        return "<message from='juliet@example.com/balcony' to='romeo@sip.example.com' id='m1'>" + content + "</message>";
    }
}
