package org.stox.camel;

import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.protocol.xmpp.StanzaText;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

/** The two doors of the gateway, between endpoints that the test plays. */
class DoorsTest extends CamelTestSupport {

    /** An end that answers when the test says so. */
    private static final class Later extends AsyncProcessorSupport {

        private final CompletableFuture<Exchange> arrived = new CompletableFuture<>();
        private AsyncCallback callback;

        @Override
        public boolean process(Exchange exchange, AsyncCallback whenDone) {
            callback = whenDone;
            arrived.complete(exchange);
            return false;
        }
    }

    private final Later xmpp = new Later();
    private final Later sip = new Later();

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        return Samples.settings();
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:sip").to("stox:gateway/sip");
                from("stox:gateway/xmpp").to("mock:xmpp").process(xmpp);
                from("direct:xmpp").to("stox:gateway/xmpp");
                from("stox:gateway/sip").to("mock:sip").process(sip);
            }
        };
    }

    private CompletableFuture<Exchange> send(String door, Object body) {
        return template.asyncSend(door, e -> {
            e.setPattern(ExchangePattern.InOut);
            e.getMessage().setBody(body);
        });
    }

    private static Exchange end(CompletableFuture<Exchange> exchange) throws Exception {
        return exchange.get(20, TimeUnit.SECONDS);
    }

    private static Refusal.Reason refusal(Exchange exchange) {
        return assertInstanceOf(Refusal.class, exchange.getException()).reason();
    }

    @Test
    void aRequestLeavesByTheOtherDoorAndEndsWhenThatEnds() throws Exception {
        var first = send("direct:sip", Samples.message("Hello"));
        var second = xmpp.arrived.get(20, TimeUnit.SECONDS);
        assertEquals("Hello", second.getMessage().getBody(MessageStanza.class).bodies().get(0).text());
        assertEquals("im", second.getMessage().getHeader(StoxConstants.SERVICE));
        assertEquals("message", second.getMessage().getHeader(StoxConstants.XMPP_STANZA));
        assertEquals("juliet@example.com", second.getMessage().getHeader(StoxConstants.XMPP_TO));
        assertEquals(ExchangePattern.InOut, second.getPattern());
        assertFalse(first.isDone());
        xmpp.callback.done(false);
        assertNull(end(first).getException());
    }

    @Test
    void aFailureOfTheSecondExchangeIsThatOfTheFirst() throws Exception {
        var first = send("direct:sip", Samples.message("Hello"));
        var second = xmpp.arrived.get(20, TimeUnit.SECONDS);
        second.setException(Refusal.xmpp(StanzaError.of(Condition.ITEM_NOT_FOUND), true));
        xmpp.callback.done(false);
        assertEquals(Condition.ITEM_NOT_FOUND, refusal(end(first)).error().orElseThrow().condition());
    }

    @Test
    void whileTheRouteOutIsStoppedTheSenderIsAskedToComeAgain() throws Exception {
        var out = context.getRoutes().stream().filter(r -> r.getEndpoint().getEndpointUri().equals("stox://gateway/xmpp")).findFirst()
                .orElseThrow().getRouteId();
        context.getRouteController().stopRoute(out);
        var reason = refusal(end(send("direct:sip", Samples.message("Hello"))));
        assertEquals(503, reason.status().orElseThrow());
        assertEquals("5", reason.headers().stream().filter(h -> h.is("Retry-After")).findFirst().orElseThrow().value());
        assertEquals(Condition.RESOURCE_CONSTRAINT, reason.error().orElseThrow().condition());
        context.getRouteController().startRoute(out);
        var again = send("direct:sip", Samples.message("Hello"));
        xmpp.arrived.get(20, TimeUnit.SECONDS);
        xmpp.callback.done(false);
        assertNull(end(again).getException());
    }

    @Test
    void aStanzaLeavesAsARequestAndItsAnswerComesBack() throws Exception {
        var first = send("direct:xmpp", Samples.stanza("<body>Hi</body>"));
        var second = sip.arrived.get(20, TimeUnit.SECONDS);
        assertEquals("sip:romeo@sip.example.com", second.getMessage().getBody(SipRequest.class).uri().toString());
        assertEquals("MESSAGE", second.getMessage().getHeader(StoxConstants.SIP_METHOD));
        assertNotNull(second.getMessage().getHeader(StoxConstants.SIP_CALL_ID));
        second.getMessage().setBody(new SipResponse(200, "OK", java.util.List.of(), Octets.NONE));
        sip.callback.done(false);
        assertInstanceOf(SipResponse.class, end(first).getMessage().getBody());
    }

    @Test
    void whereNothingCrossesTheExchangeEndsAtOnceAsASuccess() throws Exception {
        MockEndpoint mock = getMockEndpoint("mock:sip");
        mock.expectedMessageCount(0);
        assertNull(end(send("direct:xmpp", Samples.stanza("<active xmlns='http://jabber.org/protocol/chatstates'/>"))).getException());
        mock.assertIsSatisfied();
    }

    @Test
    void aTargetInAForeignDomainIsRefusedInTheWordsOfItsSender() throws Exception {
        var request = Samples.message("Hello");
        var foreign = new SipRequest(request.method(), org.stox.address.SipUri.of("juliet", "example.org"), request.headers(), request.body());
        assertEquals(404, refusal(end(send("direct:sip", foreign))).status().orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"SUBSCRIBE,489", "NOTIFY,489", "PUBLISH,489", "REGISTER,405"})
    void aRequestOfAServiceThatIsNotThereYetIsRefused(String method, int status) throws Exception {
        assertEquals(status, refusal(end(send("direct:sip", Samples.request(method, "text/plain", "")))).status().orElseThrow());
    }

    @Test
    void anAckAndAResponseAreTakenSilently() throws Exception {
        assertNull(end(send("direct:sip", Samples.request("ACK", "text/plain", ""))).getException());
        assertNull(end(send("direct:sip", new SipResponse(200, "OK", java.util.List.of(), Octets.NONE))).getException());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        <iq type='get' id='1' from='juliet@example.com/a' to='romeo@sip.example.com'><query xmlns='x'/></iq> | true
        <iq type='result' id='1' from='juliet@example.com/a' to='romeo@sip.example.com'/>                    | false
        <presence from='juliet@example.com/a' to='romeo@sip.example.com'/>                                   | false
        <presence type='unavailable' from='juliet@example.com/a' to='romeo@sip.example.com'/>                | false
        <message type='groupchat' from='juliet@example.com/a' to='romeo@sip.example.com'><body>a</body></message> | true
        <message type='error' from='juliet@example.com/a' to='romeo@sip.example.com'><body>a</body></message> | false
        """)
    void aStanzaOfAServiceThatIsNotThereYetIsRefusedIfItAsks(String xml, boolean refused) throws Exception {
        var exchange = end(send("direct:xmpp", StanzaText.read(xml)));
        if (refused) {
            assertEquals(Condition.SERVICE_UNAVAILABLE, refusal(exchange).error().orElseThrow().condition());
        } else {
            assertNull(exchange.getException());
        }
    }

    @Test
    void aDoorWhoseRouteIsStoppedRefusesForNow() throws Exception {
        for (var route : context.getRoutes()) {
            if (route.getEndpoint().getEndpointUri().equals("stox://gateway/xmpp")) {
                context.getRouteController().suspendRoute(route.getId());
                context.getRouteController().stopRoute(route.getId());
            }
        }
        var exchange = end(send("direct:sip", Samples.message("Hello")));
        assertNotNull(exchange.getException());
    }
}
