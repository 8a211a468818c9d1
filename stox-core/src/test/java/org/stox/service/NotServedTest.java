package org.stox.service;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.protocol.xmpp.StanzaText;

import static org.junit.jupiter.api.Assertions.assertEquals;

class NotServedTest {

    private static SipRequest request(String method) {
        return new SipRequest(method, SipUri.of("juliet", "example.com"), List.of(), Octets.NONE);
    }

    @ParameterizedTest
    @CsvSource({"INVITE,488", "PUBLISH,489", "REGISTER,405", "message,405"})
    void anotherMethodGetsTheStatusThatItsSenderUnderstands(String method, int status) {
        assertEquals(status, NotServed.refusal(request(method), List.of()).reason().status().orElseThrow());
    }

    @Test
    void whatIsServedIsSaid() {
        var refusal = NotServed.refusal(request("REGISTER"), Set.of("SUBSCRIBE", "NOTIFY", "OPTIONS"));
        assertEquals(List.of(new SipHeader("Allow", "NOTIFY, OPTIONS, SUBSCRIBE")), refusal.reason().headers());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        <iq type='get' id='1' from='a@b' to='c@d'><q xmlns='x'/></iq> | refused
        <iq type='set' id='1' from='a@b' to='c@d'><q xmlns='x'/></iq> | refused
        <iq type='result' id='1' from='a@b' to='c@d'/>                | dropped
        <iq type='error' id='1' from='a@b' to='c@d'/>                 | dropped
        <message type='error' from='a@b' to='c@d'/>                   | dropped
        """)
    void aStanzaThatAsksIsRefusedAndAnotherIsDropped(String xml, String what) {
        var stanza = StanzaText.read(xml);
        assertEquals(what.equals("dropped"), NotServed.dropped(stanza));
        assertEquals(Condition.SERVICE_UNAVAILABLE, NotServed.refusal(stanza).reason().error().orElseThrow().condition());
    }
}
