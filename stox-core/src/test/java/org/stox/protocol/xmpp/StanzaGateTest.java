package org.stox.protocol.xmpp;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.stox.protocol.xml.RandomTrees;
import org.stox.protocol.xml.StreamError;
import org.stox.protocol.xml.StreamReader;
import org.stox.protocol.xml.Streams;
import org.stox.protocol.xml.XmlAttribute;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlLimits;
import org.stox.protocol.xml.XmlNode;
import org.stox.protocol.xml.XmlText;
import org.stox.protocol.xmpp.StanzaGate.Passed;
import org.stox.protocol.xmpp.StanzaGate.Reason;
import org.stox.protocol.xmpp.StanzaGate.Refused;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StanzaGateTest {

    private static final StanzaGate GATE = new StanzaGate("sip.example", XmlLimits.WRITING);
    private static final XmlElement MESSAGE = XmlElement.of(Stanza.NAMESPACE, "message", XmlElement.text(Stanza.NAMESPACE, "body", "hi"))
            .with("from", "romeo@sip.example").with("to", "juliet@example.com");
    private static final XmlElement IQ = XmlElement.of(Stanza.NAMESPACE, "iq").with("from", "sip.example").with("to", "sip.example");

    private static Passed passed(XmlElement stanza) {
        return assertInstanceOf(Passed.class, GATE.check(stanza));
    }

    private static Reason reason(XmlElement stanza) {
        return assertInstanceOf(Refused.class, GATE.check(stanza)).reason();
    }

    @Test
    void aStanzaIsWrittenInTheDefaultNamespaceOfTheStream() {
        assertEquals("<message from='romeo@sip.example' to='juliet@example.com'><body>hi</body></message>", passed(MESSAGE).stanza().text());
    }

    @Test
    void aStanzaOfAClientOrServerIsOneOfOursButWhatItForwardsIsNot() {
        var inner = XmlElement.of("jabber:client", "message", XmlElement.text("jabber:client", "body", "in"));
        for (var namespace : List.of("jabber:client", "jabber:server", Stanza.NAMESPACE)) {
            var stanza = XmlElement.of(namespace, "message", XmlElement.text(namespace, "body", "hi"),
                    XmlElement.of("urn:xmpp:forward:0", "forwarded", inner)).with("from", "sip.example").with("to", "juliet@example.com");
            assertEquals("<message from='sip.example' to='juliet@example.com'><body>hi</body><forwarded xmlns='urn:xmpp:forward:0'>"
                    + "<message xmlns='jabber:client'><body>in</body></message></forwarded></message>", passed(stanza).stanza().text());
        }
    }

    @Test
    void whatXmlForbidsInTextIsReplacedAndCounted() {
        var passed = passed(XmlElement.of(Stanza.NAMESPACE, "message",
                XmlElement.text(Stanza.NAMESPACE, "body", "a\u0000b\uD800c\uFFFFd\uD83D\uDE00\t\r\n]]></message>&"))
                .with("from", "sip.example").with("to", "juliet@example.com"));
        assertEquals("<message from='sip.example' to='juliet@example.com'><body>a\uFFFDb\uFFFDc\uFFFDd\uD83D\uDE00\t&#13;\n]]&gt;"
                + "&lt;/message&gt;&amp;</body></message>", passed.stanza().text());
        assertEquals(3, passed.replaced());
    }

    @Test
    void fromIsInTheVeryDomainOfTheComponent() {
        assertEquals(List.of(), Stream.of("sip.example", "romeo@sip.example", "romeo@sip.example/a@b/c", "sip.example/a@b/")
                .filter(from -> !(GATE.check(MESSAGE.with("from", from)) instanceof Passed)).toList());
        Stream.of("", "romeo@example.com", "romeo@x.sip.example", "romeo@SIP.example", "@sip.example", "sip.example/", "romeo@sip.example/",
                "romeo@", "/sip.example", "sip.example.", "xsip.example", "romeo@evil@sip.example")
                .forEach(from -> assertEquals(Reason.BUG, reason(MESSAGE.with("from", from)), from));
        assertEquals(Reason.BUG, reason(XmlElement.of(Stanza.NAMESPACE, "message").with("to", "juliet@example.com")));
    }

    @Test
    void toIsAnAddress() {
        Stream.of("", "@example.com", "juliet@", "example.com/", "juliet@/x", "/x", "@", "a".repeat(3072), "juliet@exa\u0000mple.com")
                .forEach(to -> assertEquals(Reason.JID_MALFORMED, reason(MESSAGE.with("to", to)), to));
        passed(MESSAGE.with("to", "a".repeat(3071)));
        assertEquals(Reason.JID_MALFORMED, reason(XmlElement.of(Stanza.NAMESPACE, "message").with("from", "sip.example")));
    }

    @Test
    void anIqHasIdAndType() {
        passed(IQ.with("id", "1").with("type", "result"));
        Stream.of(IQ, IQ.with("id", "1"), IQ.with("type", "get"), IQ.with("id", "").with("type", "get"), IQ.with("id", "1").with("type", "got"))
                .forEach(iq -> assertEquals(Reason.BUG, reason(iq), iq.toString()));
    }

    @Test
    void onlyStanzasPass() {
        Stream.of(XmlElement.of(Stanza.NAMESPACE, "handshake"), XmlElement.of("urn:x", "message"), XmlElement.of("", "message"),
                XmlElement.of(StreamError.STREAMS, "error"), XmlElement.of(Stanza.NAMESPACE, "Message"))
                .map(e -> e.with("from", "sip.example").with("to", "juliet@example.com"))
                .forEach(e -> assertEquals(Reason.BUG, reason(e), e.toString()));
    }

    @Test
    void namesAndNamespacesAreOnesThatAServerTakes() {
        Stream.of("", "a b", "1a", "a:b", "xmlns:a", "a>", "\u00FC").forEach(name -> {
            assertEquals(Reason.BUG, reason(with(XmlElement.of("urn:x", name))), name);
            assertEquals(Reason.BUG, reason(MESSAGE.with(name, "1")), name);
        });
        Stream.of("", "a\u0000", "\uD800", XmlAttribute.XML, "http://www.w3.org/2000/xmlns/")
                .forEach(namespace -> assertEquals(Reason.BUG, reason(with(XmlElement.of(namespace, "x"))), namespace));
        assertEquals(Reason.BUG, reason(MESSAGE.with("xmlns", "urn:x")));
        assertEquals(Reason.BUG, reason(MESSAGE.with("id", "a\u0000")));
        var twice = List.of(new XmlAttribute("urn:x", "a", "1"), new XmlAttribute("urn:x", "a", "2"));
        assertEquals(Reason.BUG, reason(with(new XmlElement("urn:x", "x", twice, List.of()))));
    }

    private static XmlElement with(XmlNode child) {
        return new XmlElement(Stanza.NAMESPACE, "message", MESSAGE.attributes(), List.of(child));
    }

    @Test
    void sizeDepthAndAttributesHaveLimits() {
        passed(with(new XmlText("x".repeat(200_000))));
        assertEquals(Reason.POLICY_VIOLATION, reason(with(new XmlText("x".repeat(204_801)))));
        assertEquals(Reason.POLICY_VIOLATION, reason(with(new XmlText("\u4E2D".repeat(70_000)))));
        assertEquals(Reason.POLICY_VIOLATION, reason(with(new XmlText("&".repeat(50_000)))));
        passed(with(deep(63)));
        assertEquals(Reason.POLICY_VIOLATION, reason(with(deep(64))));
        assertEquals(Reason.POLICY_VIOLATION, reason(with(deep(100_000))));
        passed(MESSAGE.with("id", "x".repeat(8192)));
        assertEquals(Reason.POLICY_VIOLATION, reason(MESSAGE.with("id", "x".repeat(8193))));
        assertEquals(Reason.POLICY_VIOLATION, reason(MESSAGE.with("id", "\u00FC".repeat(4097))));
        var many = MESSAGE;
        for (var i = 0; i < 255; i++) {
            many = many.with("a" + i, "");
        }
        assertEquals(Reason.POLICY_VIOLATION, reason(many));
    }

    private static XmlElement deep(int levels) {
        var element = XmlElement.of(Stanza.NAMESPACE, "a");
        for (var i = 1; i < levels; i++) {
            element = XmlElement.of(Stanza.NAMESPACE, "a", element);
        }
        return element;
    }

    @Test
    void thePadReachesTwiceTheLengthOfEachTag() {
        var presence = passed(XmlElement.of(Stanza.NAMESPACE, "presence").with("from", "sip.example").with("to", "juliet@example.com"));
        assertEquals(presence.stanza().length(), presence.pad());
        var text = "x".repeat(500);
        var message = passed(with(new XmlText(text)));
        assertEquals("</message>".length(), message.pad());
    }

    /** xmpp-stream.md §3: nothing that passes is anything but one stanza, the same tree. */
    @Test
    void whatPassesIsReadAsExactlyOneStanzaWithTheSameTree() {
        var trees = new RandomTrees(42);
        var seen = new ArrayList<XmlElement>();
        var refused = 0;
        var replaced = 0;
        var reader = new StreamReader(XmlLimits.READING);
        var sink = new Streams.Elements(seen);
        var header = Streams.utf8(Streams.HEADER);
        reader.feed(header, 0, header.length, sink);
        for (var i = 0; i < 100_000; i++) {
            var tree = trees.stanza(i % 2 == 0);
            if (GATE.check(tree) instanceof Passed passed) {
                seen.clear();
                var bytes = passed.stanza().toArray();
                reader.feed(bytes, 0, bytes.length, sink);
                assertEquals(List.of(RandomTrees.asRead(tree)), seen);
                assertTrue(!reader.pending());
                replaced += passed.replaced();
            } else {
                refused++;
            }
        }
        assertTrue(refused > 1_000 && refused < 50_000, "refused " + refused);
        assertTrue(replaced > 10_000, "replaced " + replaced);
    }
}
