package org.stox.protocol.xmpp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.address.Jid;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xml.XmlWriter;
import org.stox.protocol.xmpp.StanzaError.Condition;

import static org.junit.jupiter.api.Assertions.assertEquals;

class EntityInfoTest {

    private static final EntityInfo INFO = new EntityInfo("sip.example", "stox", "1.0.0");
    private static final Jid JULIET = new Jid(Optional.of("juliet"), "example.com", Optional.of("balcony"));
    private static final Jid GATEWAY = new Jid(Optional.empty(), "sip.example", Optional.empty());
    private static final Jid ROMEO = new Jid(Optional.of("romeo"), "sip.example", Optional.empty());
    private static final XmlElement DISCO = XmlElement.of("http://jabber.org/protocol/disco#info", "query");

    private static Optional<IqStanza> answer(Jid to, String type, XmlElement payload) {
        return INFO.answer(IqStanza.of(JULIET, to, "q1", type, payload), Duration.ofMillis(90_500));
    }

    private static String result(XmlElement payload) {
        var result = answer(GATEWAY, "get", payload).orElseThrow();
        assertEquals(List.of(GATEWAY, JULIET, "q1", "result"),
                List.of(result.from(), result.to(), result.id().orElse(""), result.type().orElse("")));
        return result.payload().map(XmlWriter::text).orElse("");
    }

    @Test
    void itIsAGatewayToSimpleAndNamesExactlyWhatItAnswers() {
        assertEquals("<query xmlns='http://jabber.org/protocol/disco#info'><identity category='gateway' type='simple' name='stox'/>"
                + "<feature var='http://jabber.org/protocol/disco#info'/><feature var='http://jabber.org/protocol/disco#items'/>"
                + "<feature var='jabber:iq:last'/><feature var='jabber:iq:version'/><feature var='urn:xmpp:ping'/></query>", result(DISCO));
        answer(GATEWAY, "get", DISCO).orElseThrow().payload().orElseThrow().children().stream().filter(e -> e.name().equals("feature"))
                .map(e -> e.attribute("var").orElseThrow())
                .forEach(f -> result(XmlElement.of(f, f.endsWith("ping") ? "ping" : "query")));
    }

    @Test
    void itHasNoItems() {
        assertEquals("<query xmlns='http://jabber.org/protocol/disco#items'/>",
                result(XmlElement.of("http://jabber.org/protocol/disco#items", "query")));
    }

    @Test
    void aPingComesBackEmpty() {
        assertEquals("", result(XmlElement.of("urn:xmpp:ping", "ping")));
    }

    @Test
    void itTellsVersionAndUptime() {
        assertEquals("<query xmlns='jabber:iq:version'><name>stox</name><version>1.0.0</version></query>",
                result(XmlElement.of("jabber:iq:version", "query")));
        assertEquals("<query xmlns='jabber:iq:last' seconds='90'/>", result(XmlElement.of("jabber:iq:last", "query")));
    }

    @Test
    void thereAreNoNodesAndASipUserHasNoFeatures() {
        for (var answer : List.of(answer(GATEWAY, "get", DISCO.with("node", "x")), answer(ROMEO, "get", DISCO),
                answer(new Jid(Optional.empty(), "sip.example", Optional.of("x")), "get", DISCO))) {
            assertEquals(Optional.of(StanzaError.of(Condition.SERVICE_UNAVAILABLE)), StanzaCodec.errorOf(answer.orElseThrow()));
        }
    }

    @Test
    void whatIsNotAboutTheGatewayGoesOn() {
        assertEquals(Optional.empty(), answer(ROMEO, "get", XmlElement.of("urn:xmpp:ping", "ping")));
        assertEquals(Optional.empty(), answer(GATEWAY, "get", XmlElement.of("urn:xmpp:time", "time")));
        assertEquals(Optional.empty(), answer(GATEWAY, "get", XmlElement.of("urn:xmpp:ping", "query")));
        assertEquals(Optional.empty(), answer(GATEWAY, "set", XmlElement.of("urn:xmpp:ping", "ping")));
        assertEquals(Optional.empty(), answer(GATEWAY, "result", DISCO));
        assertEquals(Optional.empty(), answer(new Jid(Optional.empty(), "other.example", Optional.empty()), "get", DISCO));
    }
}
