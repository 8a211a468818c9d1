package org.stox.protocol.xml;

import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.stox.protocol.xmpp.Stanza;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StreamReaderTest {

    private static final String MESSAGE = "<message from='juliet@example.com/balcony' to='romeo@sip.example' id='m1' type='chat'>"
            + "<body xml:lang='en'>Wherefore &lt;art&gt; <![CDATA[<thou>]]>?\r\n</body>"
            + "<x:active xmlns:x='http://jabber.org/protocol/chatstates'/></message>";

    @Test
    void aStanzaBecomesATree() {
        var outcome = Streams.whole(Streams.utf8(Streams.HEADER + MESSAGE + " \n" + MESSAGE + "</stream:stream>"));

        assertEquals("closed", outcome.end());
        assertEquals(List.of(new StreamHeader(Optional.of("3BF96D32"), Optional.of("sip.example"), Stanza.NAMESPACE, Optional.empty())),
                outcome.headers());
        var body = new XmlElement(Stanza.NAMESPACE, "body", List.of(new XmlAttribute(XmlAttribute.XML, "lang", "en")),
                List.of(new XmlText("Wherefore <art> <thou>?\n")));
        var message = XmlElement.of(Stanza.NAMESPACE, "message", body, XmlElement.of("http://jabber.org/protocol/chatstates", "active"))
                .with("from", "juliet@example.com/balcony").with("to", "romeo@sip.example").with("id", "m1").with("type", "chat");
        assertEquals(List.of(message, message), outcome.elements());
    }

    @Test
    void theCutsOfTheReadsMakeNoDifference() {
        var stream = Streams.utf8(Streams.HEADER + MESSAGE.repeat(20) + "</stream:stream >\n");
        var whole = Streams.whole(stream);
        assertEquals(20, whole.elements().size());
        assertEquals(whole, Streams.bytewise(stream));
        var random = new Random(1);
        for (var most = 2; most < 300; most++) {
            assertEquals(whole, Streams.read(stream, most, random));
        }
    }

    @Test
    void whatHasBegunIsPending() {
        assertFalse(Streams.whole(Streams.utf8(Streams.HEADER + MESSAGE + "\n")).pending());
        for (var cut = 1; cut < MESSAGE.length(); cut++) {
            assertTrue(Streams.whole(Streams.utf8(Streams.HEADER + MESSAGE.substring(0, cut))).pending(), MESSAGE.substring(0, cut));
        }
        assertTrue(Streams.whole(Streams.utf8(Streams.HEADER.substring(0, 60))).pending());
        assertFalse(new StreamReader(XmlLimits.READING).pending());
        assertFalse(Streams.whole(Streams.utf8(Streams.HEADER + "</stream:stream>")).pending());
    }

    @Test
    void aStanzaInheritsTheLanguageOfTheStream() {
        var header = Streams.HEADER.replace(" from", " xml:lang='de' from");
        var outcome = Streams.whole(Streams.utf8(header + "<message/><message xml:lang='fr'/>"));
        assertEquals(List.of("de", "fr"), outcome.elements().stream().map(e -> e.attribute(XmlAttribute.XML, "lang").orElse("")).toList());
    }
}
