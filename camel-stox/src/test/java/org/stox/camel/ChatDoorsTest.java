package org.stox.camel;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.sdp.MessageMedia;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.protocol.sdp.OwnMedia;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A chat through the doors of the gateway, between endpoints that the test plays. */
class ChatDoorsTest extends CamelTestSupport {

    private record Arrived(Exchange exchange, AsyncCallback callback) { }

    /** An end that keeps what comes until the test ends it, or is over. */
    private static final class End extends AsyncProcessorSupport {

        private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
        private final Map<Exchange, AsyncCallback> open = new ConcurrentHashMap<>();
        private volatile boolean over;

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            open.put(exchange, callback);
            arrived.add(new Arrived(exchange, sync -> done(exchange)));
            if (over) {
                done(exchange);
            }
            return false;
        }

        private void done(Exchange exchange) {
            Optional.ofNullable(open.remove(exchange)).ifPresent(callback -> callback.done(false));
        }

        private Arrived next() throws InterruptedException {
            var next = arrived.poll(20, TimeUnit.SECONDS);
            assertNotNull(next, "nothing has arrived");
            return next;
        }

        private void over() {
            over = true;
            List.copyOf(open.keySet()).forEach(this::done);
        }
    }

    /** Whoever listens for MSRP: the sessions of chats find it by what it can. */
    private static final class Media extends DefaultComponent implements OwnMedia {

        @Override
        protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
            throw new UnsupportedOperationException(uri);
        }

        @Override
        public Optional<MsrpPath> path(boolean tls, String sessionId) {
            return tls ? Optional.empty() : Optional.of(MsrpPath.of(MsrpUri.read("msrp://192.0.2.5:2855/" + sessionId + ";tcp")));
        }

        @Override
        public MessageTerms.Reach reach() {
            return new MessageTerms.Reach(true, false, List.of());
        }

        @Override
        public void offered(String sessionId) {
            // nobody connects
        }

        @Override
        public boolean allows(MessageMedia.Target target) {
            return true;
        }
    }

    /** The time of now and so much more. */
    private static final class Ahead extends Clock {

        private volatile Duration by = Duration.ZERO;

        @Override
        public Instant instant() {
            return Instant.now().plus(by);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        private void pass(Duration time) {
            by = by.plus(time);
        }
    }

    private final Ahead clock = new Ahead();
    private final End xmpp = new End();
    private final End sip = new End();
    private final End msrp = new End();

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        var settings = Samples.settings();
        settings.put("stox.sip.listen", "192.0.2.5:5060");
        return settings;
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        var context = super.createCamelContext();
        context.addComponent("played", new Media());
        context.getRegistry().bind("clock", clock);
        return context;
    }

    @Override
    protected RouteBuilder createRouteBuilder() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:sip").to("stox:gateway/sip");
                from("stox:gateway/xmpp").process(xmpp);
                from("direct:xmpp").to("stox:gateway/xmpp");
                from("stox:gateway/sip").process(sip);
                from("direct:msrp").to("stox:gateway/msrp");
                from("stox:gateway/msrp").routeId("to-msrp").process(msrp);
            }
        };
    }

    @AfterEach
    void over() {
        List.of(xmpp, sip, msrp).forEach(End::over);
    }

    private CompletableFuture<Exchange> send(String door, Object body) {
        return template.asyncSend(door, e -> {
            e.setPattern(ExchangePattern.InOut);
            e.getMessage().setBody(body);
        });
    }

    private CompletableFuture<Exchange> julietSays(String text) {
        return send("direct:xmpp", StanzaText.read("<message from='juliet@example.com/balcony' to='romeo@sip.example.com' type='chat' id='m1'>"
                + "<thread>t1</thread><body>" + text + "</body></message>"));
    }

    private SipRequest sent(Arrived arrived, String method) {
        var request = arrived.exchange().getMessage().getBody(SipRequest.class);
        assertEquals(method, request.method());
        return request;
    }

    private static void answer(Arrived arrived, SipResponse response) {
        arrived.exchange().getMessage().setBody(response);
        arrived.callback().done(false);
    }

    private static SipResponse accepted(SipRequest invite, SipHeader... more) {
        var body = "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\nm=message 7777 TCP/MSRP *\r\n"
                + "a=accept-types:text/plain\r\na=path:msrp://192.0.2.9:7777/pe3r;tcp\r\na=setup:passive\r\n";
        var headers = Stream.concat(Stream.of(new SipHeader("Contact", "<sip:romeo@192.0.2.9>"), new SipHeader("Content-Type", "application/sdp")),
                Stream.of(more)).toArray(SipHeader[]::new);
        var to = Responses.to(invite, 200, "r0m", headers);
        return new SipResponse(200, "OK", to.headers(), Octets.of(body.getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    /** As far as the first message has gone out by MSRP. */
    private void talk(SipHeader... more) throws Exception {
        var said = julietSays("Hi");
        var invite = sip.next();
        answer(invite, accepted(sent(invite, "INVITE"), more));
        var ack = sip.next();
        assertEquals(ExchangePattern.InOnly, ack.exchange().getPattern());
        sent(ack, "ACK");
        ack.callback().done(false);
        for (var next = msrp.next(); ; next = msrp.next()) {
            next.callback().done(false);
            if (next.exchange().getMessage().getBody() instanceof Outgoing out) {
                assertEquals("SEND", next.exchange().getMessage().getHeader(StoxConstants.MSRP_METHOD));
                assertEquals("Hi", out.body().text());
                break;
            }
            assertNotNull(next.exchange().getMessage().getBody(MsrpSession.class));
        }
        assertNull(said.get(20, TimeUnit.SECONDS).getException());
    }

    @Test
    @Proves("RFC7573-4-18")
    void aChatThatIsTakenGoesOnByMsrp() throws Exception {
        talk();
    }

    @Test
    @Proves("RFC7573-4-15")
    void whereSessionsAreNotTakenTheSameMessageGoesAsMessage() throws Exception {
        julietSays("Hi");
        var invite = sip.next();
        invite.exchange().setException(Refusal.sip(488, "Not Acceptable Here"));
        invite.callback().done(false);
        var message = sip.next();
        assertEquals("Hi", sent(message, "MESSAGE").body().text());
        answer(message, Responses.to(message.exchange().getMessage().getBody(SipRequest.class), 200, "r0m"));
        julietSays("And now at once");
        assertEquals("And now at once", sent(sip.next(), "MESSAGE").body().text());
    }

    @ParameterizedTest
    @Proves({"RFC7247-7.2-05", "RFC7247-7.2-54"})
    @CsvSource({"INVITE, 301, gone", "INVITE, 302, redirect", "MESSAGE, 301, gone", "MESSAGE, 302, redirect"})
    void whereSomebodyHasMovedToIsSaid(String method, int status, String condition) throws Exception {
        julietSays("Hi");
        var next = sip.next();
        if (method.equals("MESSAGE")) {
            next.exchange().setException(Refusal.sip(488, "Not Acceptable Here"));
            next.callback().done(false);
            next = sip.next();
        }
        sent(next, method);
        next.exchange().setException(new Refusal(new Refusal.Reason(OptionalInt.of(status), List.of("sip:romeo@mantua.example"), List.of(),
                Optional.empty(), false, Optional.of("Moved"))));
        next.callback().done(false);
        var error = xmpp.next().exchange().getMessage().getBody(MessageStanza.class).error().orElseThrow();
        assertEquals(condition, error.condition().elementName());
        assertEquals(Optional.of("sip:romeo@mantua.example"), error.address());
    }

    @Test
    void aPhoneThatSaysThatItTakesNoInviteGetsNone() throws Exception {
        send("direct:sip", Samples.message("Hello").with("Allow", "MESSAGE, OPTIONS"));
        xmpp.next();
        julietSays("Hi");
        assertEquals("Hi", sent(sip.next(), "MESSAGE").body().text());
    }

    @Test
    void aMessageOfWhoHasAChatBelongsToIt() throws Exception {
        talk();
        send("direct:sip", Samples.message("Hello"));
        var stanza = xmpp.next().exchange().getMessage().getBody(MessageStanza.class);
        assertEquals(Optional.of("t1"), stanza.thread());
        assertEquals("juliet@example.com/balcony", stanza.to().toString());
    }

    /** RFC 4028 with the least interval there is: half of it after each 2xx comes ours, and when that is not answered there is no session. */
    @Test
    @Proves("BEYOND-MSRP-06")
    void aShortSessionIsRefreshedInTimeAndEndsWhenThePeerIsGone() throws Exception {
        var ninety = new SipHeader("Session-Expires", "90;refresher=uac");
        talk(ninety, new SipHeader("Require", "timer"));
        for (int i = 2; i <= 3; i++) {
            clock.pass(Duration.ofSeconds(45));
            var again = sip.next();
            var invite = sent(again, "INVITE");
            assertEquals(i + " INVITE", invite.header("CSeq").orElseThrow());
            assertEquals("90;refresher=uac", invite.header("Session-Expires").orElseThrow());
            answer(again, accepted(invite, ninety));
            var ack = sip.next();
            assertEquals(i + " ACK", sent(ack, "ACK").header("CSeq").orElseThrow());
            ack.callback().done(false);
        }
        clock.pass(Duration.ofSeconds(45));
        var lost = sip.next();
        sent(lost, "INVITE");
        lost.exchange().setException(Refusal.sip(408, "Request Timeout"));
        lost.callback().done(false);
        isOver();
    }

    @Test
    @Proves("BEYOND-MSRP-06")
    void aPeerThatDoesNotRefreshIsHungUp() throws Exception {
        talk(new SipHeader("Session-Expires", "90;refresher=uas"), new SipHeader("Require", "timer"));
        clock.pass(Duration.ofSeconds(55));
        assertNull(sip.arrived.poll(500, TimeUnit.MILLISECONDS), "there is time left");
        clock.pass(Duration.ofSeconds(5));
        isOver();
    }

    private void isOver() throws Exception {
        var bye = sip.next();
        answer(bye, Responses.to(sent(bye, "BYE"), 200, "r0m"));
        assertTrue(xmpp.next().exchange().getMessage().getBody(MessageStanza.class).toXml().toString().contains("gone"));
    }

    @Test
    void withoutAWayToMsrpAllIsPagerMode() throws Exception {
        context.getRouteController().stopRoute("to-msrp");
        julietSays("Hi");
        assertEquals("Hi", sent(sip.next(), "MESSAGE").body().text());
        var refused = send("direct:sip", Samples.request("INVITE", "text/plain", "")).get(20, TimeUnit.SECONDS);
        assertEquals(488, status(refused));
    }

    /** It would be accepted, and then each of its messages would fail. */
    @Test
    void whileTheXmppServerIsAwayNoSessionBegins() throws Exception {
        var stream = new Streams();
        context.addComponent("xmpp-component", stream);
        assertTrue(stream.looks.tryAcquire(2, 20, TimeUnit.SECONDS), "the second look comes after what was made of the first");
        var refused = send("direct:sip", Samples.request("INVITE", "text/plain", "")).get(20, TimeUnit.SECONDS);
        assertEquals(503, status(refused));
    }

    private static int status(Exchange exchange) {
        return exchange.getException() instanceof Refusal refusal ? refusal.reason().status().orElseThrow()
                : exchange.getMessage().getBody(SipResponse.class).status();
    }
}
