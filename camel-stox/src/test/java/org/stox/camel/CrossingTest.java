package org.stox.camel;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.junit5.CamelTestSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.camel.Translations.Direction;
import org.stox.camel.Translations.Outcome;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Pager mode through the gateway: what a phone that refuses something costs its users. */
class CrossingTest extends CamelTestSupport {

    private static final String REQUEST = "<body>Hi</body><request xmlns='urn:xmpp:receipts'/>";
    private static final String COMPOSING = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
    private static final String PAUSED = "<paused xmlns='http://jabber.org/protocol/chatstates'/>";

    /** What the phone says to a content type, where it is not 200. */
    private final Map<String, Integer> answers = new ConcurrentHashMap<>();
    private final LinkedBlockingQueue<SipRequest> sip = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<MessageStanza> xmpp = new LinkedBlockingQueue<>();
    /** The threads on which these came. */
    private final ConcurrentLinkedDeque<String> exits = new ConcurrentLinkedDeque<>();

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
                from("stox:gateway/xmpp").process(e -> {
                    var stanza = e.getMessage().getBody(MessageStanza.class);
                    exits.add(Thread.currentThread().getName());
                    xmpp.add(stanza);
                    if (stanza.bodies().isEmpty()) {
                        throw Refusal.xmpp(StanzaError.of(Condition.SERVICE_UNAVAILABLE), true);
                    }
                });
                from("direct:xmpp").to("stox:gateway/xmpp");
                from("stox:gateway/sip").process(e -> {
                    var request = e.getMessage().getBody(SipRequest.class);
                    sip.add(request);
                    int status = answers.getOrDefault(request.header("Content-Type").orElseThrow(), 200);
                    if (status != 200) {
                        throw Refusal.sip(status, "No");
                    }
                    e.getMessage().setBody(new SipResponse(200, "OK", List.of(), Octets.NONE));
                });
            }
        };
    }

    private Exchange send(String door, Object body) throws Exception {
        return template.asyncSend(door, e -> {
            e.setPattern(ExchangePattern.InOut);
            e.getMessage().setBody(body);
        }).get(20, TimeUnit.SECONDS);
    }

    private Exchange says(String content) throws Exception {
        return send("direct:xmpp", Samples.stanza(content));
    }

    private List<String> sent() {
        return Stream.generate(sip::poll).takeWhile(Objects::nonNull).map(r -> r.header("Content-Type").orElseThrow())
                .toList();
    }

    private long count(Direction direction, Outcome outcome) {
        return context.getComponent("stox", StoxComponent.class).translations().count(direction, outcome);
    }

    @Test
    @Proves("BEYOND-IMDN-01")
    void aPhoneThatUnderstandsTheWrapperGetsIt() throws Exception {
        var exchange = says(REQUEST);
        assertNull(exchange.getException());
        assertInstanceOf(SipResponse.class, exchange.getMessage().getBody());
        assertEquals(List.of("message/cpim"), sent());
    }

    @ParameterizedTest
    @ValueSource(ints = {415, 406, 488})
    @Proves({"BEYOND-IMDN-01", "BEYOND-MARK-01"})
    void aPhoneThatDoesNotGetsTheTextAtOnce(int status) throws Exception {
        answers.put("message/cpim", status);
        assertNull(says(REQUEST).getException());
        assertEquals("message/cpim", sip.take().header("Content-Type").orElseThrow());
        var plain = sip.take();
        assertEquals("text/plain", plain.header("Content-Type").orElseThrow());
        assertEquals("Hi", plain.body().text());
        assertNull(says(REQUEST).getException());
        assertEquals(List.of("text/plain"), sent());
        assertEquals(2, count(Direction.X2S, Outcome.OK));
    }

    @Test
    @Proves("BEYOND-IMDN-01")
    void whatRefusesTheUserIsToldToHim() throws Exception {
        answers.put("message/cpim", 404);
        assertEquals(404, assertInstanceOf(Refusal.class, says(REQUEST).getException()).reason().status().orElseThrow());
        assertEquals(List.of("message/cpim"), sent());
        answers.putAll(Map.of("message/cpim", 415, "text/plain", 486));
        assertEquals(486, assertInstanceOf(Refusal.class, says(REQUEST).getException()).reason().status().orElseThrow());
        assertEquals(2, count(Direction.X2S, Outcome.REFUSED));
    }

    @Test
    @Proves("BEYOND-CS-01")
    void noUserHearsThatATypingNoticeWasRefused() throws Exception {
        answers.put("application/im-iscomposing+xml", 480);
        assertNull(says(COMPOSING).getException());
        assertNull(says(PAUSED).getException());
        assertEquals(2, sent().size());
        answers.put("application/im-iscomposing+xml", 415);
        assertNull(says(COMPOSING).getException());
        assertEquals(1, sent().size());
        assertNull(says(PAUSED).getException());
        assertNull(says(COMPOSING).getException());
        assertEquals(List.of(), sent());
        assertEquals(3, count(Direction.X2S, Outcome.NOTICE));
        assertEquals(2, count(Direction.X2S, Outcome.DROPPED));
    }

    /** Phones break, or repeat without end, where one is refused. */
    @Test
    @Proves({"BEYOND-CS-01", "BEYOND-IMDN-04"})
    void noPhoneHearsThatANoticeWasRefused() throws Exception {
        var composing = "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>active</state></isComposing>";
        assertNull(send("direct:sip", Samples.request("MESSAGE", "application/im-iscomposing+xml", composing)).getException());
        assertEquals("composing", xmpp.take().extensions().get(0).name());
        assertEquals(1, count(Direction.S2X, Outcome.NOTICE));
    }

    @Test
    @Proves({"BEYOND-IMDN-02", "BEYOND-IMDN-03"})
    void receiptsGoBothWays() throws Exception {
        says(REQUEST);
        assertEquals(List.of("message/cpim"), sent());
        send("direct:sip", Samples.request("MESSAGE", "message/imdn+xml", "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>m1</message-id>"
                + "<datetime>x</datetime><delivery-notification><status><delivered/></status></delivery-notification></imdn>"));
        assertEquals(Optional.of("m1"), xmpp.take().extensions().get(0).attribute("id"));
        send("direct:sip", Samples.request("MESSAGE", "message/cpim", "From: <sip:romeo@sip.example.com>\r\nDateTime: 2026-01-01T00:00:00Z\r\n"
                + "NS: imdn <urn:ietf:params:imdn>\r\nimdn.Message-ID: r1\r\nimdn.Disposition-Notification: positive-delivery\r\n\r\n"
                + "Content-Type: text/plain\r\n\r\nHo"));
        assertEquals(Optional.of("r1"), xmpp.take().id());
        assertNull(says("<received xmlns='urn:xmpp:receipts' id='r1'/>").getException());
        assertEquals(List.of("message/cpim"), sent());
        assertNull(says("<received xmlns='urn:xmpp:receipts' id='r1'/>").getException());
        assertEquals(List.of(), sent());
    }

    @Test
    @Proves("BEYOND-CS-01")
    void aPhoneThatFallsSilentIsToldOfOnAThreadOfTheSessions() throws Exception {
        var document = "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>active</state><refresh>1</refresh></isComposing>";
        assertNull(send("direct:sip", Samples.request("MESSAGE", "application/im-iscomposing+xml", document)).getException());
        assertEquals("composing", xmpp.poll(20, TimeUnit.SECONDS).extensions().get(0).name());
        assertEquals("active", xmpp.poll(20, TimeUnit.SECONDS).extensions().get(0).name());
        assertTrue(exits.getLast().contains("stox-sessions-out"), exits::toString);
    }
}
