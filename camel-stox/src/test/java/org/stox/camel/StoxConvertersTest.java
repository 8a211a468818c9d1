package org.stox.camel;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.apache.camel.util.ObjectHelper;
import org.junit.jupiter.api.Test;

import org.stox.error.Refusal;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.IqStanza;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class StoxConvertersTest extends CamelTestSupport {

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        return Samples.settings();
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:toSip").convertBodyTo(SipRequest.class).to("mock:out");
                from("direct:toXmpp").convertBodyTo(MessageStanza.class).to("mock:out");
                from("direct:im").to("stox:im").to("mock:out");
                from("direct:ops").to("stox:im?domain=ops.example.com&sipDomain=ops.example.net").to("mock:out");
                from("direct:pair").to("stox:im?account=bridge@example.com&sipTarget=sip:romeo@example.net&xmppTarget=juliet@example.com")
                        .to("mock:out");
            }
        };
    }

    private Exchange send(String route, Object body) {
        return template.send(route, e -> e.getMessage().setBody(body));
    }

    private <T> T out(String route, Object body, Class<T> type) {
        var exchange = send(route, body);
        assertNull(exchange.getException());
        return assertInstanceOf(type, exchange.getMessage().getBody());
    }

    @Test
    void aStanzaBecomesARequestAndBack() {
        var request = out("direct:toSip", Samples.stanza("<body>Hi</body><subject>S</subject>"), SipRequest.class);
        assertEquals("Hi", request.body().text());
        assertEquals("S", request.header("Subject").orElseThrow());
        var stanza = out("direct:toXmpp", Samples.message("Hello"), MessageStanza.class);
        assertEquals("romeo@sip.example.com", stanza.from().bare().toString());
    }

    @Test
    void stoxImConvertsWhicheverItGets() {
        assertEquals("Hi", out("direct:im", Samples.stanza("<body>Hi</body>"), SipRequest.class).body().text());
        out("direct:im", Samples.message("Hello"), MessageStanza.class);
        out("direct:im", Samples.stanzaText("<body>Hi</body>"), SipRequest.class);
    }

    @Test
    void whereNothingCrossesTheRouteEndsThereAsASuccess() throws Exception {
        MockEndpoint mock = getMockEndpoint("mock:out");
        mock.expectedMessageCount(0);
        for (var route : new String[] {"direct:toSip", "direct:im"}) {
            var exchange = send(route, Samples.stanza("<active xmlns='http://jabber.org/protocol/chatstates'/>"));
            assertFalse(exchange.isFailed());
            assertTrue(exchange.isRouteStop());
            assertNull(exchange.getMessage().getBody());
        }
        assertFalse(send("direct:toXmpp", Samples.request("MESSAGE", "application/im-iscomposing+xml", "<x/>")).isFailed());
        mock.assertIsSatisfied();
    }

    @Test
    @Proves("BEYOND-CS-01")
    void whatANoticeIsByItselfIsConverted() {
        var composing = "<?xml version='1.0'?><isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>active</state></isComposing>";
        var stanza = out("direct:toXmpp", Samples.request("MESSAGE", "application/im-iscomposing+xml", composing), MessageStanza.class);
        assertEquals("composing", stanza.extensions().get(0).name());
    }

    @Test
    void whatMayNotCrossFailsWithARefusalAsCause() {
        var exchange = send("direct:toXmpp", Samples.request("MESSAGE", "image/png", "x"));
        var refusal = ObjectHelper.getException(Refusal.class, exchange.getException());
        assertEquals(415, refusal.reason().status().orElseThrow());
    }

    @Test
    void withoutAnExchangeThereIsNoPolicyAndNoMapping() {
        assertThrows(TypeConversionException.class, () -> context.getTypeConverter().convertTo(SipRequest.class, Samples.stanza("<body>a</body>")));
    }

    @Test
    void recordsAndTextConvertBothWays() {
        var converter = context.getTypeConverter();
        var request = Samples.message("Hello");
        var text = converter.convertTo(String.class, request);
        assertEquals(request, converter.convertTo(SipRequest.class, text));
        var octets = converter.convertTo(byte[].class, request);
        assertArrayEquals(text.getBytes(StandardCharsets.UTF_8), octets);
        assertEquals(request, converter.convertTo(SipRequest.class, octets));
        assertThrows(TypeConversionException.class, () -> converter.convertTo(SipRequest.class, "Hello"));
        assertThrows(TypeConversionException.class, () -> converter.convertTo(SipResponse.class, text));
        var stanza = Samples.stanza("<body>Hi</body>");
        assertEquals(stanza, converter.convertTo(MessageStanza.class, converter.convertTo(String.class, stanza)));
        assertNotNull(converter.convertTo(byte[].class, stanza));
        assertNotNull(converter.convertTo(PresenceStanza.class, "<presence from='a@b.example' to='c@d.example'/>"));
        assertNotNull(converter.convertTo(IqStanza.class, "<iq type='result' id='1' from='a@b.example' to='c@d.example'/>"));
        assertThrows(TypeConversionException.class, () -> converter.convertTo(IqStanza.class, "<presence from='a@b.example' to='c@d.example'/>"));
        assertThrows(TypeConversionException.class, () -> converter.convertTo(MessageStanza.class, "<message from='a@b.example'"));
    }

    @Test
    void anAccountStandsForTheSipUser() {
        var text = "<message from='juliet@example.com/balcony' to='bridge@example.com/x' id='m1'><body>Hi</body></message>";
        var request = out("direct:pair", text, SipRequest.class);
        assertEquals("sip:romeo@example.net", request.uri().toString());
        assertEquals("<sip:romeo@example.net>", request.header("To").orElseThrow());
        assertTrue(request.header("From").orElseThrow().startsWith("<sip:juliet@example.com"));

        var answer = Samples.message("Hello").with("From", "<sip:romeo@example.net>;tag=1");
        var stanza = out("direct:pair", answer, MessageStanza.class);
        assertEquals("bridge@example.com", stanza.from().toString());
        assertEquals("juliet@example.com", stanza.to().toString());
        assertEquals("Hello", stanza.bodies().get(0).text());
    }

    @Test
    void nobodyElseGetsThroughAnAccount() {
        var other = "<message from='nurse@example.com/x' to='bridge@example.com/x' id='m1'><body>Hi</body></message>";
        assertInstanceOf(Refusal.class, send("direct:pair", other).getException());
        var stranger = Samples.message("Hello").with("From", "<sip:tybalt@example.net>;tag=1");
        var refusal = assertInstanceOf(Refusal.class, send("direct:pair", stranger).getException());
        assertEquals(403, refusal.reason().status().orElseThrow());
        var elsewhere = Samples.message("Hello").with("From", "<sip:romeo@example.net>;tag=1");
        elsewhere = new SipRequest(elsewhere.method(), org.stox.address.SipUri.of("nurse", "example.com"), elsewhere.headers(), elsewhere.body());
        var nowhere = assertInstanceOf(Refusal.class, send("direct:pair", elsewhere).getException());
        assertEquals(404, nowhere.reason().status().orElseThrow());
    }

    @Test
    void anEndpointMapsByItsOwnDomains() {
        var request = Samples.message("Hello").with("From", "<sip:romeo@ops.example.net>;tag=1");
        assertEquals("romeo@ops.example.com", out("direct:ops", request, MessageStanza.class).from().toString());
        var stanza = out("direct:ops", Samples.stanzaText("<body>Hi</body>").replace("@sip.example.com", "@ops.example.com"), SipRequest.class);
        assertEquals("sip:romeo@ops.example.net", stanza.uri().toString());
        assertInstanceOf(Refusal.class, send("direct:ops", Samples.message("Hello")).getException());
    }

    @Test
    void recordsAreStreamsOfTheirText() throws IOException {
        var converter = context.getTypeConverter();
        var request = Samples.message("Hello");
        assertEquals(request.toString(), new String(converter.convertTo(InputStream.class, request).readAllBytes(), StandardCharsets.UTF_8));
        var stanza = Samples.stanza("<body>Hi</body>");
        assertEquals(converter.convertTo(String.class, stanza), new String(converter.convertTo(InputStream.class, stanza).readAllBytes(), StandardCharsets.UTF_8));
    }
}
