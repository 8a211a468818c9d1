package org.stox.bench;

import java.nio.charset.StandardCharsets;

import org.stox.protocol.xml.StreamHeader;
import org.stox.protocol.xml.StreamReader;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlLimits;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.protocol.xmpp.StanzaGate;

/** Both ends of an open component stream without the socket: octets to stanza, and stanza through the gate to octets. */
final class XmppWire {

    private final StreamReader reader = new StreamReader(XmlLimits.READING);
    private final StanzaGate gate;
    private final Last last = new Last();

    XmppWire(String domain) {
        gate = new StanzaGate(domain, XmlLimits.WRITING);
        var header = ("<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' from='" + domain
                + "' id='1'>").getBytes(StandardCharsets.UTF_8);
        reader.feed(header, 0, header.length, last);
    }

    MessageStanza read(byte[] octets) {
        reader.feed(octets, 0, octets.length, last);
        return (MessageStanza) StanzaCodec.read(last.element);
    }

    byte[] write(MessageStanza stanza) {
        var verdict = gate.check(stanza.toXml());
        if (verdict instanceof StanzaGate.Passed passed) {
            return passed.stanza().toArray();
        }
        throw new IllegalStateException(verdict.toString());
    }

    private static final class Last implements StreamReader.Sink {

        private XmlElement element;

        @Override
        public void header(StreamHeader header) { }

        @Override
        public void element(XmlElement stanza) {
            element = stanza;
        }

        @Override
        public void skipped(XmlElement openTag) { }

        @Override
        public void end() { }
    }
}
