package org.stox.camel.xmpp.stream;

import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StanzaFilterTest {

    private static XmlElement xml(String name, String type, String payload) {
        var xml = XmlElement.of(Stanza.NAMESPACE, name, XmlElement.of(payload, "x"))
                .with("from", "juliet@example.com").with("to", "romeo@sip.example.com").with("id", "a");
        return type.isEmpty() ? xml : xml.with("type", type);
    }

    @ParameterizedTest
    @CsvSource({
        "message, '', message, '', true",
        "message, '', message, chat, true",
        "message, '', message, error, false",
        "message, error, message, error, true",
        "message, normal, message, '', true",
        "message, normal, message, strange, true",
        "message, normal, message, chat, false",
        "message, '', presence, '', false",
        "presence, available, presence, '', true",
        "presence, '', presence, probe, true",
        "presence, available, presence, probe, false",
        "presence, '', presence, error, true",
        "presence, 'available,unavailable', presence, error, false",
        "'message, iq', '', iq, get, true",
        "iq, '', iq, result, false",
        "iq, result, iq, result, true",
    })
    void takesWhatItNames(String stanzas, String types, String name, String type, boolean takes) {
        var xml = xml(name, type, "urn:p");
        assertEquals(takes, StanzaFilter.parse(stanzas, types, Optional.empty()).takes(StanzaCodec.read(xml), xml));
    }

    @Test
    void aPayloadIsTheNamespaceOfAChild() {
        var xml = xml("iq", "set", "urn:p");
        assertTrue(StanzaFilter.parse("iq", "", Optional.of("urn:p")).takes(StanzaCodec.read(xml), xml));
        assertFalse(StanzaFilter.parse("iq", "", Optional.of("urn:q")).takes(StanzaCodec.read(xml), xml));
    }

    @ParameterizedTest
    @CsvSource({
        "message, '', '', message, '', '', true",
        "message, chat, '', message, normal, '', false",
        "message, chat, '', message, '', '', true",
        "message, error, '', message, '', '', false",
        "message, '', '', presence, '', '', false",
        "presence, error, '', presence, '', '', true",
        "'message,iq', '', '', 'presence,iq', '', '', true",
        "iq, '', urn:p, iq, '', urn:q, false",
        "iq, '', urn:p, iq, '', '', true",
        "iq, get, urn:p, iq, get, urn:p, true",
        "'message,presence', 'chat,probe', '', 'message,presence', 'normal,probe', '', true",
    })
    void overlapsWhereBothTakeTheSame(String stanzas, String types, String payload, String stanzas2, String types2, String payload2,
            boolean overlaps) {
        var one = StanzaFilter.parse(stanzas, types, Optional.of(payload).filter(p -> !p.isEmpty()));
        var two = StanzaFilter.parse(stanzas2, types2, Optional.of(payload2).filter(p -> !p.isEmpty()));
        assertEquals(overlaps, one.overlaps(two));
        assertEquals(overlaps, two.overlaps(one));
    }

    @ParameterizedTest
    @CsvSource({"messages, '', stanzas=messages is none of", "message, get, types=get is none of", "'', '', stanzas= is none of"})
    void whatIsUnknownIsRefused(String stanzas, String types, String text) {
        var e = assertThrows(IllegalArgumentException.class, () -> StanzaFilter.parse(stanzas, types, Optional.empty()));
        assertTrue(e.getMessage().startsWith(text), e.getMessage());
    }
}
