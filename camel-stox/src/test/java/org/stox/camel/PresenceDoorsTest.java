package org.stox.camel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.session.Event;
import org.stox.session.Session;
import org.stox.status.Figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Presence through the doors of the gateway, between endpoints that the test plays. */
class PresenceDoorsTest extends CamelTestSupport {

    /** An end that keeps what comes until the test ends it. */
    private static final class End extends AsyncProcessorSupport {

        private record Arrived(Exchange exchange, AsyncCallback callback) { }

        private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            arrived.add(new Arrived(exchange, callback));
            return false;
        }

        /** Whatever else has come is over, so that the context can stop. */
        private void over() {
            for (var one = arrived.poll(); one != null; one = arrived.poll()) {
                one.callback().done(false);
            }
        }

        private Arrived next() throws InterruptedException {
            var next = arrived.poll(20, TimeUnit.SECONDS);
            assertNotNull(next, "nothing has arrived");
            return next;
        }
    }

    private static final String OPEN = "<presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:romeo@sip.example.com'>"
            + "<tuple id='ID-phone'><status><basic>open</basic></status></tuple></presence>";

    private final End xmpp = new End();
    private final End sip = new End();

    @Override
    protected Properties useOverridePropertiesWithPropertiesComponent() {
        var settings = Samples.settings();
        return settings;
    }

    @Override
    protected CamelContext createCamelContext() throws Exception {
        var made = super.createCamelContext();
        made.addComponent("listening", new Listening(new SipUri(SipUri.Scheme.SIP, Optional.empty(), "192.0.2.5", OptionalInt.of(5061), List.of(),
                Optional.empty())));
        return made;
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
            }
        };
    }

    @AfterEach
    void over() {
        xmpp.over();
        sip.over();
    }

    private CompletableFuture<Exchange> send(String door, Object body) {
        return template.asyncSend(door, e -> {
            e.setPattern(ExchangePattern.InOut);
            e.getMessage().setBody(body);
        });
    }

    private SipResponse fromSip(SipRequest request) throws Exception {
        var end = send("direct:sip", request).get(20, TimeUnit.SECONDS);
        assertNull(end.getException());
        return assertInstanceOf(SipResponse.class, end.getMessage().getBody());
    }

    private void fromXmpp(String stanza) throws Exception {
        assertNull(send("direct:xmpp", StanzaText.read(stanza)).get(20, TimeUnit.SECONDS).getException());
    }

    private SipRequest toSip(int status, SipHeader... headers) throws InterruptedException {
        var next = sip.next();
        var request = next.exchange().getMessage().getBody(SipRequest.class);
        assertEquals("presence", next.exchange().getMessage().getHeader(StoxConstants.SERVICE));
        assertNotNull(next.exchange().getMessage().getHeader(StoxConstants.SESSION_ID));
        assertEquals(request.method(), next.exchange().getMessage().getHeader(StoxConstants.SIP_METHOD));
        if (status < 300) {
            next.exchange().getMessage().setBody(Responses.to(request, status, "ffd2", headers));
        } else {
            next.exchange().setException(Refusal.sip(status, Responses.reason(status), headers));
        }
        next.callback().done(false);
        return request;
    }

    private PresenceStanza toXmpp() throws InterruptedException {
        var next = xmpp.next();
        assertEquals("presence", next.exchange().getMessage().getHeader(StoxConstants.XMPP_STANZA));
        next.callback().done(false);
        return next.exchange().getMessage().getBody(PresenceStanza.class);
    }

    private static SipRequest request(String text) {
        var octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return (SipRequest) ((SipCodec.Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
    }

    private static SipRequest subscribe() {
        return request("""
                SUBSCRIBE sip:juliet@example.com SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK1
                From: <sip:romeo@sip.example.com>;tag=xfg9
                To: <sip:juliet@example.com>
                Call-ID: AA5A8BE5
                Event: presence
                CSeq: 1 SUBSCRIBE
                Contact: <sip:romeo@192.0.2.7>
                Expires: 600
                Content-Length: 0

                """);
    }

    private static SipRequest notify(SipRequest subscribe) {
        return request("""
                NOTIFY sip:juliet@192.0.2.5:5061 SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK2
                From: %s;tag=ffd2
                To: %s
                Call-ID: %s
                Event: presence
                Subscription-State: active;expires=3600
                CSeq: 1 NOTIFY
                Contact: <sip:romeo@192.0.2.7>
                Content-Type: application/pidf+xml
                Content-Length: %d

                %s""".formatted(subscribe.header("To").orElseThrow(), subscribe.header("From").orElseThrow(),
                subscribe.header("Call-ID").orElseThrow(), OPEN.length(), OPEN));
    }

    @Test
    void whatComesFasterThanItIsComputedIsAllAnswered() {
        var sessions = context.getComponent("stox", StoxComponent.class).sessions();
        var event = new Event.FromSip(request("""
                NOTIFY sip:juliet@192.0.2.5:5061 SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK2
                From: <sip:romeo@sip.example.com>;tag=ffd2
                To: <sip:juliet@example.com>;tag=unknown
                Call-ID: unknown
                Event: presence
                Subscription-State: active;expires=3600
                CSeq: 1 NOTIFY
                Contact: <sip:romeo@192.0.2.7>
                Content-Length: 0

                """));
        var answers = Stream.generate(() -> sessions.give("presence", event).toCompletableFuture()).limit(10_000).toList();
        for (var answer : answers) {
            assertEquals(481, answer.orTimeout(60, TimeUnit.SECONDS).join().orElseThrow().status());
        }
    }

    @Test
    void anXmppUserSubscribesToASipUser() throws Exception {
        fromXmpp("<presence type='subscribe' from='juliet@example.com' to='romeo@sip.example.com' id='s1'/>");

        var subscribe = toSip(200, new SipHeader("Expires", "3600"), new SipHeader("Contact", "<sip:romeo@192.0.2.7>"));
        assertEquals("SUBSCRIBE", subscribe.method());
        assertEquals("sip:romeo@sip.example.com", subscribe.uri().toString());
        assertEquals("<sip:juliet@192.0.2.5:5061>", subscribe.header("Contact").orElseThrow());

        assertEquals(200, fromSip(notify(subscribe)).status());
        assertEquals("subscribed", toXmpp().type().orElseThrow());
        var presence = toXmpp();
        assertTrue(presence.type().isEmpty());
        assertEquals("romeo@sip.example.com/phone", presence.from().toString());
    }

    private double figure(String label) {
        return StoxStatus.of(context).stream().flatMap(s -> s.figures().stream()).filter(f -> f.label().equals(label))
                .mapToDouble(f -> f instanceof Figure.Total total ? total.count() : ((Figure.Now) f).value()).sum();
    }

    @Test
    void sessionsAreCountedAndTheirStoreIsWatched() throws Exception {
        assertEquals(0, figure("stox.sessions{authorization=asked, role=notifier, service=presence, state=none}"));
        fromSip(subscribe());
        toSip(200);
        assertEquals(1, figure("stox.sessions{authorization=asked, role=notifier, service=presence, state=none}"));
        assertEquals(1, figure("stox.sessions.steps{event=from-sip}"));
        assertEquals(1, figure("stox.notifications{direction=out}"));
        assertEquals(1, figure("stox.sessions.stored"));
        fromXmpp("<presence type='unsubscribed' from='juliet@example.com' to='romeo@sip.example.com'/>");
        toSip(200);
        assertEquals(0, figure("stox.sessions{authorization=asked, role=notifier, service=presence, state=none}"));
        over();
        var checks = HealthCheckRegistry.get(context);
        assertTrue(checks.getCheck("stox-sessions").isPresent());
        context.stop();
        assertTrue(checks.getCheck("stox-sessions").isEmpty());
    }

    @Test
    void theHeadersOfARefusalReachTheSession() throws Exception {
        fromXmpp("<presence type='subscribe' from='juliet@example.com' to='romeo@sip.example.com' id='s1'/>");

        assertEquals("3600", toSip(423, new SipHeader("Min-Expires", "7200")).header("Expires").orElseThrow());
        assertEquals("7200", toSip(200, new SipHeader("Contact", "<sip:romeo@192.0.2.7>")).header("Expires").orElseThrow());
    }

    @Test
    void aSipUserSubscribesToAnXmppUser() throws Exception {
        var reply = fromSip(subscribe());
        assertEquals(200, reply.status());
        assertEquals("<sip:juliet@192.0.2.5:5061>", reply.header("Contact").orElseThrow());
        assertEquals("pending", state(toSip(200)));
        var asked = toXmpp();
        assertEquals("subscribe", asked.type().orElseThrow());

        fromXmpp("<presence type='subscribed' from='juliet@example.com' to='romeo@sip.example.com'/>");
        assertEquals("active", state(toSip(200)));
        assertEquals("probe", toXmpp().type().orElseThrow());
        fromXmpp("<presence from='juliet@example.com/balcony' to='romeo@sip.example.com'><show>away</show></presence>");
        var notify = toSip(200);
        assertTrue(notify.body().text().contains("away"), notify.toString());
    }

    @Test
    void whereThereAreRoutesOfPresenceItsSessionsLeaveByThem() throws Exception {
        var own = new End();
        RouteBuilder.addRoutes(context, routes -> routes.from("stox:presence/sip").process(own));
        fromXmpp("<presence type='subscribe' from='juliet@example.com' to='romeo@sip.example.com' id='s1'/>");
        var left = own.next();
        assertEquals("SUBSCRIBE", left.exchange().getMessage().getBody(SipRequest.class).method());
        left.callback().done(false);
        assertTrue(sip.arrived.isEmpty());
    }

    @Test
    void aDoorOfPresenceTakesNoMessageAndSaysWhatItTakes() throws Exception {
        RouteBuilder.addRoutes(context, routes -> {
            routes.from("stox:presence/sip").process(sip);
            routes.from("stox:presence/xmpp").process(xmpp);
            routes.from("direct:presence").to("stox:presence/sip");
        });
        var message = new SipRequest("MESSAGE", subscribe().uri(), subscribe().headers(), subscribe().body());
        var end = send("direct:presence", message).get(20, TimeUnit.SECONDS);
        var reason = assertInstanceOf(Refusal.class, end.getException()).reason();
        assertEquals(405, reason.status().orElseThrow());
        assertEquals(List.of(new SipHeader("Allow", "NOTIFY, OPTIONS, SUBSCRIBE")), reason.headers());
    }

    /** What is not told any more is as after a crash: the next start goes on from there. */
    @Test
    void whileAllStopsNothingLeavesAndNoSessionHearsOfIt() throws Exception {
        fromSip(subscribe());
        toSip(200);
        toXmpp();
        var sessions = context.getComponent("stox", StoxComponent.class).sessions();
        var before = new ArrayList<Session>();
        sessions.store().forEach("presence", before::add);
        assertEquals(1, before.size());
        var late = new CompletableFuture<Void>();
        context.getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public boolean isEnabled(CamelEvent event) {
                return event instanceof CamelEvent.CamelContextRoutesStoppingEvent;
            }

            @Override
            public void notify(CamelEvent event) {
                try {
                    sessions.give("presence", new Event.FromXmpp(StanzaText.read("<presence from='juliet@example.com/balcony' "
                            + "to='romeo@sip.example.com' type='subscribed'/>"))).toCompletableFuture().get(20, TimeUnit.SECONDS);
                    late.complete(null);
                } catch (Exception e) {
                    late.completeExceptionally(e);
                }
            }
        });
        context.stop();
        late.get(20, TimeUnit.SECONDS);
        assertTrue(sip.arrived.isEmpty());
        var after = new ArrayList<Session>();
        sessions.store().forEach("presence", after::add);
        assertEquals(before.get(0).version() + 1, after.get(0).version(), "the step is kept, and nothing came back of it");
    }

    private static String state(SipRequest notify) {
        return notify.header("Subscription-State").orElseThrow().replaceFirst(";.*", "");
    }

    @Test
    void requestsThatNobodyCanAnswerAreRefusedInTheWordsOfTheirSender() throws Exception {
        var unknown = fromSip(notify(subscribe().with("From", "<sip:juliet@example.com>;tag=none")));
        assertEquals(481, unknown.status());
        var other = send("direct:sip", subscribe().with("Event", "dialog")).get(20, TimeUnit.SECONDS);
        var refusal = assertInstanceOf(Refusal.class, other.getException());
        assertEquals(489, refusal.reason().status().orElseThrow());
        assertEquals(List.of(new SipHeader("Allow-Events", "presence")), refusal.reason().headers());
    }

    @Test
    void whatTheXmppSideRefusesIsToldToTheWatcher() throws Exception {
        fromSip(subscribe());
        toSip(200);
        var asked = xmpp.next();
        asked.exchange().setException(Refusal.sip(404, "Not Found"));
        asked.callback().done(false);
        assertTrue(toSip(200).header("Subscription-State").orElseThrow().startsWith("terminated;reason=noresource"));
    }

    @Test
    void aPresenceDoorThatIsShutRefusesForNow() throws Exception {
        for (var route : context.getRoutes()) {
            if (route.getEndpoint().getEndpointUri().equals("stox://gateway/sip")) {
                context.getRouteController().stopRoute(route.getId());
            }
        }
        fromXmpp("<presence type='subscribe' from='juliet@example.com' to='romeo@sip.example.com' id='s1'/>");
        fromXmpp("<presence type='unsubscribe' from='juliet@example.com' to='romeo@sip.example.com' id='s2'/>");
        assertEquals("unsubscribed", toXmpp().type().orElseThrow());
    }
}
