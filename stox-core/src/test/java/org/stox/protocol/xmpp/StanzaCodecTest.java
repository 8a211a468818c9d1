package org.stox.protocol.xmpp;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.stox.address.Jid;
import org.stox.protocol.xml.RandomTrees;
import org.stox.protocol.xml.StreamReader;
import org.stox.protocol.xml.Streams;
import org.stox.protocol.xml.XmlAttribute;
import org.stox.protocol.xml.XmlCharacters;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlLimits;
import org.stox.protocol.xml.XmlWriter;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.protocol.xmpp.StanzaError.Type;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StanzaCodecTest {

    private static final Jid JULIET = new Jid(Optional.of("juliet"), "example.com", Optional.of("balcony"));
    private static final Jid ROMEO = new Jid(Optional.of("romeo"), "sip.example", Optional.empty());
    private static final String ADDRESSES = " from='juliet@example.com/balcony' to='romeo@sip.example'";
    private static final String CONDITIONS = " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'";

    private static XmlElement xml(String text) {
        var elements = new ArrayList<XmlElement>();
        var bytes = Streams.utf8(Streams.HEADER + text);
        new StreamReader(XmlLimits.READING).feed(bytes, 0, bytes.length, new Streams.Elements(elements));
        assertEquals(1, elements.size());
        return elements.get(0);
    }

    private static Stanza read(String text) {
        return StanzaCodec.read(xml(text));
    }

    @Test
    void aMessageIsReadWithAllItsParts() {
        var message = read("<message" + ADDRESSES + " id='m1' type='chat' xml:lang='en'>\n<subject>Hi</subject><subject xml:lang='cs'>Ahoj</subject>"
                + "<body>Wherefore?</body><body xml:lang='de'>Warum?</body><thread parent='p'>t1</thread>"
                + "<active xmlns='http://jabber.org/protocol/chatstates'/><thread>t2</thread></message>");
        assertEquals(new MessageStanza(JULIET, ROMEO, Optional.of("m1"), Optional.of("chat"), Optional.of("en"),
                List.of(new LangText(Optional.empty(), "Hi"), new LangText(Optional.of("cs"), "Ahoj")),
                List.of(new LangText(Optional.empty(), "Wherefore?"), new LangText(Optional.of("de"), "Warum?")),
                Optional.of("t1"), Optional.empty(),
                List.of(XmlElement.of("http://jabber.org/protocol/chatstates", "active"), XmlElement.text(Stanza.NAMESPACE, "thread", "t2"))),
                message);
    }

    @Test
    void aMessageIsWrittenAndReadAgainAsTheSame() {
        var message = (MessageStanza) read("<message" + ADDRESSES + " id='m1' type='x-new' xml:lang='en'><subject>Hi</subject><body xml:lang='de'>A&amp;B</body>"
                + "<thread>t1</thread><active xmlns='http://jabber.org/protocol/chatstates'/></message>");
        assertEquals(Optional.of("x-new"), message.type());
        assertEquals(message, StanzaCodec.read(message.toXml()));
        assertEquals(message, read(message.toString()));
        var bare = MessageStanza.of(JULIET, ROMEO);
        assertEquals("<message xmlns='jabber:component:accept'" + ADDRESSES + "/>", bare.toString());
        assertEquals(bare, read(bare.toString()));
    }

    @Test
    void aStanzaOfAClientOrServerReadsTheSame() {
        var text = "<message" + ADDRESSES + "><body>hi</body></message>";
        for (var namespace : List.of("jabber:client", "jabber:server")) {
            assertEquals(read(text), read(text.replace("<message", "<message xmlns='" + namespace + "'")));
        }
    }

    @Test
    void anIqAndAPresenceKeepWhatTheyHold() {
        var iq = assertInstanceOf(IqStanza.class, read("<iq" + ADDRESSES + " id='q' type='get'><ping xmlns='urn:xmpp:ping'/></iq>"));
        assertEquals(Optional.of(XmlElement.of("urn:xmpp:ping", "ping")), iq.payload());
        assertEquals(iq, IqStanza.of(JULIET, ROMEO, "q", "get", XmlElement.of("urn:xmpp:ping", "ping")));
        assertEquals("<iq xmlns='jabber:component:accept' from='romeo@sip.example' to='juliet@example.com/balcony' id='q' type='result'/>",
                iq.result().toString());
        var presence = assertInstanceOf(PresenceStanza.class, read("<presence" + ADDRESSES + " type='probe'><show>away</show></presence>"));
        assertEquals(Optional.of("probe"), presence.type());
        assertEquals(Optional.empty(), presence.id());
        assertEquals("away", presence.toXml().children().get(0).text());
    }

    @Test
    void whatCannotBeReadSaysWhichErrorAnswersIt() {
        assertEquals(Condition.JID_MALFORMED, refused("<message from='juliet@example.com' to='@sip.example'/>"));
        assertEquals(Condition.JID_MALFORMED, refused("<message from='juliet@' to='romeo@sip.example'/>"));
        assertEquals(Condition.BAD_REQUEST, refused("<message from='juliet@example.com'/>"));
        assertEquals(Condition.BAD_REQUEST, refused("<message to='romeo@sip.example'/>"));
        assertEquals(Condition.BAD_REQUEST, refused("<iq" + ADDRESSES + " type='get'><a xmlns='u:a'/></iq>"));
        assertEquals(Condition.BAD_REQUEST, refused("<iq" + ADDRESSES + " id='' type='get'><a xmlns='u:a'/></iq>"));
        assertEquals(Condition.BAD_REQUEST, refused("<iq" + ADDRESSES + " id='1'/>"));
        assertEquals(Condition.BAD_REQUEST, refused("<iq" + ADDRESSES + " id='1' type='got'/>"));
        assertEquals(Condition.BAD_REQUEST, refused("<iq" + ADDRESSES + " id='1' type='get'/>"));
        assertEquals(Condition.BAD_REQUEST, refused("<iq" + ADDRESSES + " id='1' type='set'><a xmlns='u:a'/><b xmlns='u:a'/></iq>"));
        assertEquals(Condition.FEATURE_NOT_IMPLEMENTED, refused("<handshake/>"));
        assertEquals(Condition.FEATURE_NOT_IMPLEMENTED, refused("<message xmlns='u:x'" + ADDRESSES + "/>"));
    }

    private static Condition refused(String text) {
        return assertThrows(StanzaException.class, () -> read(text)).error().condition();
    }

    @Test
    @Proves("RFC7247-7-06")
    void anErrorGoesBackToTheSenderWithTheSameIdAndOneCondition() {
        for (var kind : List.of("<message%s id='a'><body>hi</body></message>", "<presence%s id='a' type='subscribe'/>",
                "<iq%s id='a' type='set'><x xmlns='u:x'/></iq>")) {
            var stanza = read(kind.formatted(ADDRESSES));
            var error = StanzaCodec.error(stanza, StanzaError.of(Condition.ITEM_NOT_FOUND)).orElseThrow();
            var name = stanza.toXml().name();
            assertEquals(stanza.getClass(), error.getClass());
            assertEquals("<" + name + " xmlns='jabber:component:accept' from='romeo@sip.example' to='juliet@example.com/balcony' id='a' "
                    + "type='error'><error type='cancel'><item-not-found" + CONDITIONS + "/></error></" + name + ">", error.toString());
            assertEquals(error, StanzaCodec.read(error.toXml()));
            assertEquals(Optional.of(StanzaError.of(Condition.ITEM_NOT_FOUND)), StanzaCodec.errorOf(error));
        }
    }

    @Test
    @Proves("RFC7247-7-06")
    void anErrorAndAResultAreNeverAnswered() {
        var error = StanzaError.of(Condition.SERVICE_UNAVAILABLE);
        Stream.of("<message%s id='a' type='error'/>", "<presence%s type='error'/>", "<iq%s id='a' type='error'/>", "<iq%s id='a' type='result'/>")
                .map(text -> text.formatted(ADDRESSES)).forEach(text -> {
                    assertEquals(Optional.empty(), StanzaCodec.error(read(text), error), text);
                    assertEquals(Optional.empty(), StanzaCodec.error(xml(text), error), text);
                });
    }

    @Test
    void aStanzaThatCannotBeReadIsAnsweredIfItHasAddresses() {
        var error = StanzaError.of(Condition.JID_MALFORMED);
        assertEquals("<message xmlns='jabber:component:accept' from='@sip.example' to='juliet@example.com' type='error'><error type='modify'>"
                + "<jid-malformed" + CONDITIONS + "/></error></message>",
                StanzaCodec.error(xml("<message from='juliet@example.com' to='@sip.example'/>"), error).map(XmlWriter::text).orElse(""));
        assertEquals(Optional.empty(), StanzaCodec.error(xml("<message to='romeo@sip.example'/>"), error));
        assertEquals(Optional.empty(), StanzaCodec.error(xml("<message from='romeo@sip.example'/>"), error));
        assertEquals(Optional.empty(), StanzaCodec.error(xml("<handshake" + ADDRESSES + "/>"), error));
    }

    @ParameterizedTest
    @EnumSource(Condition.class)
    void eachConditionIsReadAndWritten(Condition condition) {
        var addressed = EnumSet.of(Condition.GONE, Condition.REDIRECT).contains(condition);
        for (var type : Type.values()) {
            var error = new StanzaError(type, condition, addressed ? Optional.of("xmpp:romeo@example.net") : Optional.empty(),
                    Optional.of("a <text>"), Optional.of(ROMEO));
            var element = StanzaErrorCodec.write(error);
            assertEquals(error, StanzaErrorCodec.read(element));
            assertEquals(Optional.of("en"), element.children().get(1).attribute(XmlAttribute.XML, "lang"));
        }
        assertEquals(StanzaError.of(condition.usualType(), condition),
                StanzaErrorCodec.read(xml("<error type='odd'><" + condition.elementName() + CONDITIONS + "/></error>")));
        assertEquals(StanzaError.of(condition), StanzaErrorCodec.read(xml("<error><" + condition.name().toLowerCase(Locale.ROOT).replace('_', '-')
                + CONDITIONS + "/></error>")));
    }

    @Test
    void anUnknownConditionIsUndefined() {
        var undefined = StanzaError.of(Type.WAIT, Condition.UNDEFINED_CONDITION);
        assertEquals(undefined, StanzaErrorCodec.read(xml("<error type='wait'><payment-required" + CONDITIONS + "/></error>")));
        assertEquals(undefined, StanzaErrorCodec.read(xml("<error type='wait' code='404'><x xmlns='u:x'/></error>")));
        assertEquals(Optional.of(StanzaError.of(Condition.UNDEFINED_CONDITION)),
                StanzaCodec.errorOf(read("<presence" + ADDRESSES + " type='error'/>")));
        assertEquals(Optional.of(StanzaError.of(Condition.UNDEFINED_CONDITION)), StanzaCodec.errorOf(read("<message" + ADDRESSES + " type='error'/>")));
        assertEquals(Optional.empty(), StanzaCodec.errorOf(read("<message" + ADDRESSES + "><error/></message>")));
    }

    @Test
    void whatAnErrorDoesNotNeedDoesNotMatter() {
        assertEquals(new StanzaError(Type.CANCEL, Condition.GONE, Optional.of("xmpp:a@b"), Optional.of("weg"), Optional.empty()),
                StanzaErrorCodec.read(xml("<error type='cancel' by='@'><body/><text" + CONDITIONS + " xml:lang='de'>weg</text><gone" + CONDITIONS
                        + ">\n xmpp:a@b </gone></error>")));
        assertEquals(StanzaError.of(Condition.GONE), StanzaErrorCodec.read(xml("<error><gone" + CONDITIONS + "> </gone></error>")));
        assertEquals(StanzaError.of(Condition.CONFLICT), StanzaErrorCodec.read(xml("<error><conflict" + CONDITIONS + ">x</conflict></error>")));
    }

    @Test
    void textIsCleanForPeople() {
        assertEquals("a\uFFFDb", XmlCharacters.clean("a\u0000b"));
        assertEquals("\uFFFD\uFFFD\uD83D\uDE00\t", XmlCharacters.clean("\uDE00\uFFFE\uD83D\uDE00\t"));
        var clean = "nothing to do";
        assertTrue(clean == XmlCharacters.clean(clean));
    }

    @Test
    void anyTreeIsWrittenAndReadAgainAsTheSame() {
        var trees = new RandomTrees(7);
        var random = new Random(7);
        for (var i = 0; i < 3_000; i++) {
            var tree = trees.stanza(true);
            var outcome = Streams.read(Streams.utf8(Streams.HEADER + XmlWriter.text(tree)), 1 + random.nextInt(50), random);
            assertEquals(List.of(RandomTrees.asRead(tree)), outcome.elements());
        }
    }
}
