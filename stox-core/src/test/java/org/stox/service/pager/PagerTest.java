package org.stox.service.pager;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.error.Refusal;
import org.stox.protocol.composing.IsComposing.State;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.protocol.cpim.CpimCodec;
import org.stox.protocol.cpim.CpimMessage;
import org.stox.protocol.imdn.Imdn;
import org.stox.protocol.imdn.ImdnCodec;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.service.MappingPolicy;
import org.stox.service.Peers;
import org.stox.service.Peers.Ability;
import org.stox.service.im.MessageMapping;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class PagerTest {

    private static final MappingPolicy POLICY = MappingPolicy.of("example.net", "example.com");
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final String REQUEST = "<request xmlns='urn:xmpp:receipts'/>";
    private static final String MARKABLE = "<markable xmlns='urn:xmpp:chat-markers:0'/>";
    private static final String COMPOSING = chatState("composing");
    private static final String IMDN = "urn:ietf:params:imdn";

    private final AtomicInteger count = new AtomicInteger();
    private final Peers peers = new Peers(Duration.ofHours(1));
    private boolean tells = true;
    private final Pager pager = new Pager(peers, (teller, asker) -> tells, () -> "t" + count.incrementAndGet());
    private Instant now = START;

    private static String chatState(String name) {
        return "<" + name + " xmlns='http://jabber.org/protocol/chatstates'/>";
    }

    private static MessageStanza juliet(String id, String content) {
        return (MessageStanza) StanzaText.read("<message from='juliet@example.com/balcony' to='romeo@example.net' type='chat' id='" + id + "'>"
                + content + "</message>");
    }

    private Optional<ToSip> says(String id, String content) {
        return pager.toSip(juliet(id, content), POLICY, now);
    }

    private ToSip.Wrapped wrapped(String id, String content) {
        return assertInstanceOf(ToSip.Wrapped.class, says(id, "<body>Hi</body>" + content).orElseThrow());
    }

    private List<SipRequest> notices(String content) {
        return says("n", content).map(made -> assertInstanceOf(ToSip.Notices.class, made).requests()).orElse(List.of());
    }

    private static CpimMessage cpim(SipRequest request) {
        assertEquals(Optional.of("message/cpim"), request.header("Content-Type"));
        return CpimCodec.read(request.body());
    }

    private static Imdn imdn(SipRequest request) {
        return ImdnCodec.read(cpim(request).content()).get(0);
    }

    private static SipRequest romeo(String type, String body, String... headers) {
        var octets = ("MESSAGE sip:juliet@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
                + "From: <sip:romeo@example.net>;tag=1\r\nTo: <sip:juliet@example.com>\r\nCall-ID: c1\r\nCSeq: 7 MESSAGE\r\nContent-Type: " + type
                + "\r\n" + String.join("", headers) + "Content-Length: " + body.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
        return (SipRequest) ((SipCodec.Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
    }

    private Optional<ToXmpp> hears(String type, String body, String... headers) {
        return pager.toXmpp(romeo(type, body, headers), POLICY, now);
    }

    private MessageStanza text(String body, String... headers) {
        return assertInstanceOf(ToXmpp.Text.class, hears("text/plain", body, headers).orElseThrow()).stanza();
    }

    private Optional<MessageStanza> notice(String type, String body) {
        return hears(type, body).map(made -> assertInstanceOf(ToXmpp.Notice.class, made).stanza());
    }

    private Optional<MessageStanza> composing(String state, String more) {
        return notice("application/im-iscomposing+xml",
                "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>" + state + "</state>" + more + "</isComposing>");
    }

    private Optional<MessageStanza> told(String id, String kind, String status) {
        return notice("message/imdn+xml", "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>" + id + "</message-id><datetime>x</datetime><"
                + kind + "-notification><status><" + status + "/></status></" + kind + "-notification></imdn>");
    }

    private MessageStanza asks(String id, String asked, String... headers) {
        var body = "From: <sip:romeo@example.net>\r\nTo: <sip:juliet@example.com>\r\nDateTime: 2026-01-01T12:59:59+01:00\r\nNS: imdn <" + IMDN + ">\r\n"
                + "imdn.Message-ID: " + id + "\r\n" + String.join("", headers) + "imdn.Disposition-Notification: " + asked
                + "\r\n\r\nContent-Type: text/plain\r\n\r\nHi";
        return assertInstanceOf(ToXmpp.Text.class, hears("message/cpim", body).orElseThrow()).stanza();
    }

    private static List<String> names(MessageStanza stanza) {
        return stanza.extensions().stream().map(XmlElement::name).toList();
    }

    private static String received(String id) {
        return "<received xmlns='urn:xmpp:receipts' id='" + id + "'/>";
    }

    private static String displayed(String id) {
        return "<displayed xmlns='urn:xmpp:chat-markers:0' id='" + id + "'/>";
    }

    @Test
    @Proves({"BEYOND-IMDN-01", "BEYOND-MARK-01", "BEYOND-EDIT-03"})
    void whatAsksForNoticesIsWrapped() {
        var wrapped = wrapped("m1", REQUEST + MARKABLE);
        var cpim = cpim(wrapped.request());
        assertEquals(Optional.of("m1"), cpim.header(IMDN, "Message-ID"));
        assertEquals(Optional.of("positive-delivery, negative-delivery, display"), cpim.header(IMDN, "Disposition-Notification"));
        assertEquals(List.of("2026-01-01T12:00:00Z"), cpim.headers("DateTime"));
        assertEquals("Hi", cpim.content().text());
        assertEquals(Optional.of("text/plain"), wrapped.plain().header("Content-Type"));
        assertEquals(Optional.of("display"), cpim(wrapped("m2", MARKABLE).request()).header(IMDN, "Disposition-Notification"));
    }

    /** It asks for nothing, so it goes as ever. */
    @ParameterizedTest
    @ValueSource(strings = {"", "<active xmlns='http://jabber.org/protocol/chatstates'/>", "<received xmlns='urn:xmpp:receipts' id='x'/>",
        "<request xmlns='urn:other'/>"})
    @Proves({"BEYOND-IMDN-01", "RFC7573-6-13"})
    void whatAsksForNothingIsPlain(String extension) {
        var made = assertInstanceOf(ToSip.Text.class, says("m1", "<body>Hi</body>" + extension).orElseThrow());
        assertEquals(Optional.of("text/plain"), made.request().header("Content-Type"));
    }

    @Test
    @Proves("BEYOND-EDIT-03")
    void anIdThatIsNoTokenHasOneThatIs() {
        var id = cpim(wrapped("a/b=", REQUEST).request()).header(IMDN, "Message-ID").orElseThrow();
        assertTrue(id.matches("t[0-9]+"), id);
        assertEquals(received("a/b="), told(id, "delivery", "delivered").orElseThrow().extensions().get(0).toString());
        var origin = (MessageStanza) StanzaText.read("<message from='juliet@example.com' to='romeo@example.net'><body>a</body>" + REQUEST
                + "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/></message>");
        assertEquals(Optional.of("o1"), cpim(((ToSip.Wrapped) pager.toSip(origin, POLICY, now).orElseThrow()).request()).header(IMDN, "Message-ID"));
    }

    @Test
    @Proves({"BEYOND-IMDN-01", "BEYOND-MARK-01"})
    void aPeerThatRefusesTheWrapperGetsItNoMore() {
        var wrapped = wrapped("m1", REQUEST);
        assertFalse(pager.refused(wrapped.peer(), Ability.CPIM, 404, now));
        assertTrue(pager.refused(wrapped.peer(), Ability.CPIM, 415, now));
        assertInstanceOf(ToSip.Text.class, says("m2", "<body>Hi</body>" + REQUEST).orElseThrow());
        now = now.plus(Duration.ofHours(1));
        wrapped("m3", REQUEST);
    }

    /** RFC 3428 §8: the limit holds for the wrapped one too. */
    @Test
    @Proves({"BEYOND-IMDN-01", "RFC7572-6-02"})
    void whatWouldBeTooLargeWithItsWrapperGoesWithout() {
        var body = "<body>" + "x".repeat(700) + "</body>" + REQUEST;
        assertInstanceOf(ToSip.Text.class, says("m1", body).orElseThrow());
        var wide = new MappingPolicy("example.net", "example.net", POLICY.xmppDomains(), 1500, 200, POLICY.errors());
        assertInstanceOf(ToSip.Wrapped.class, pager.toSip(juliet("m1", body), wide, now).orElseThrow());
    }

    @Test
    @Proves({"BEYOND-IMDN-02", "BEYOND-IMDN-04"})
    void aDeliveryIsToldOnceToWhoAskedForIt() {
        wrapped("m1", REQUEST);
        assertEquals(Optional.empty(), told("m1", "display", "displayed"));
        assertEquals(Optional.empty(), told("m2", "delivery", "delivered"));
        var receipt = told("m1", "delivery", "delivered").orElseThrow();
        assertEquals(received("m1"), receipt.extensions().get(0).toString());
        assertEquals(Optional.empty(), told("m1", "delivery", "delivered"));
        assertEquals(Optional.empty(), told("m1", "delivery", "failed"));
    }

    @Test
    @Proves("BEYOND-IMDN-02")
    void aFailureIsTheErrorOfTheStanza() {
        wrapped("m1", REQUEST);
        var error = told("m1", "delivery", "failed").orElseThrow();
        assertTrue(error.isError());
        assertEquals(Optional.of("m1"), error.id());
    }

    @Test
    @Proves("BEYOND-IMDN-04")
    void anotherUserTellsNothingOfIt() {
        wrapped("m1", REQUEST);
        var imdn = romeo("message/imdn+xml", "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>m1</message-id><datetime>x</datetime>"
                + "<delivery-notification><status><delivered/></status></delivery-notification></imdn>");
        assertEquals(Optional.empty(), pager.toXmpp(imdn.with("From", "<sip:paris@example.net>;tag=1"), POLICY, now));
        assertTrue(pager.toXmpp(imdn, POLICY, now).isPresent());
    }

    @Test
    @Proves("BEYOND-IMDN-04")
    void whatWasAskedIsForgottenAfterADay() {
        wrapped("m1", REQUEST);
        asks("s1", "positive-delivery");
        now = now.plus(Duration.ofDays(1));
        assertEquals(Optional.empty(), told("m1", "delivery", "delivered"));
        assertEquals(List.of(), notices(received("s1")));
    }

    @Test
    @Proves("BEYOND-IMDN-04")
    void nobodyAsksForSoMuchThatAnotherIsForgotten() {
        wrapped("m0", REQUEST);
        for (int i = 1; i <= 50; i++) {
            wrapped("m" + i, REQUEST);
        }
        assertEquals(Optional.empty(), told("m0", "delivery", "delivered"));
        assertTrue(told("m1", "delivery", "delivered").isPresent());
    }

    @Test
    @Proves("BEYOND-MARK-02")
    void theNewestThatIsDisplayedMakesTheMarker() {
        wrapped("m1", MARKABLE);
        wrapped("m2", MARKABLE);
        wrapped("m3", MARKABLE);
        assertEquals("[" + displayed("m2") + "]", told("m2", "display", "displayed").orElseThrow().extensions().toString());
        assertEquals(Optional.empty(), told("m1", "display", "displayed"));
        assertEquals("[" + displayed("m3") + "]", told("m3", "display", "displayed").orElseThrow().extensions().toString());
    }

    @Test
    @Proves({"BEYOND-IMDN-03", "BEYOND-IMDN-04"})
    void aReceiptGoesOnceToWhoAskedForIt() {
        var stanza = asks("s1", "positive-delivery, negative-delivery");
        assertEquals(List.of("request"), names(stanza));
        assertEquals(Optional.of("s1"), stanza.id());
        var sent = notices(received("s1"));
        assertEquals(1, sent.size());
        assertEquals(new Imdn("s1", "2026-01-01T12:59:59+01:00", Optional.of("sip:juliet@example.com"), Imdn.Kind.DELIVERY, "delivered"), imdn(sent.get(0)));
        assertEquals("sip:romeo@example.net", sent.get(0).uri().toString());
        assertEquals(Optional.empty(), cpim(sent.get(0)).header(IMDN, "Disposition-Notification"));
        assertEquals(List.of(), notices(received("s1")));
    }

    @Test
    @Proves({"BEYOND-IMDN-03", "BEYOND-IMDN-04"})
    void whoDidNotAskIsToldNothing() {
        text("Hi");
        asks("s1", "negative-delivery");
        assertEquals(List.of("request"), names(asks("s2", "positive-delivery")));
        assertEquals(List.of(), names(asks("s3", "processing")));
        assertEquals(List.of(), names(asks("s4", "positive-delivery, display", "imdn.IMDN-Record-Route: <sip:spy@example.org>\r\n")));
        for (var id : List.of("z9hG4bK1", "s1", "s3", "s4")) {
            assertEquals(List.of(), notices(received(id)), id);
            assertEquals(List.of(), notices(displayed(id)), id);
        }
    }

    @Test
    @Proves("BEYOND-MARK-03")
    void whoMayNotSeeThatSomebodyIsThereIsToldOfFailuresOnly() {
        wrapped("m1", REQUEST + MARKABLE);
        asks("s1", "positive-delivery, display");
        tells = false;
        assertEquals(Optional.empty(), told("m1", "delivery", "delivered"));
        assertEquals(Optional.empty(), told("m1", "display", "displayed"));
        assertEquals(List.of(), notices(received("s1")));
        assertEquals(List.of(), notices(displayed("s1")));
        assertTrue(told("m1", "delivery", "failed").orElseThrow().isError());
        tells = true;
        assertEquals(1, notices(received("s1")).size());
        assertTrue(told("m1", "display", "displayed").isPresent());
    }

    @Test
    @Proves("BEYOND-MARK-02")
    void aMarkerIsAnImdnForEachThatWasAskedForBefore() {
        assertEquals(List.of("request", "markable"), names(asks("s1", "positive-delivery, display")));
        asks("s2", "positive-delivery");
        asks("s3", "display");
        asks("s4", "display");
        assertEquals(List.of("s1", "s3"), notices(displayed("s3")).stream().map(r -> imdn(r).messageId()).toList());
        assertEquals(List.of("s4"), notices(displayed("s4")).stream().map(r -> imdn(r).messageId()).toList());
        assertEquals(List.of(), notices(displayed("s4")));
        assertEquals("delivered", imdn(notices(received("s1")).get(0)).status());
    }

    @Test
    @Proves({"BEYOND-CS-01", "RFC7573-6.1-05"})
    void whoWritesIsToldOfWhileSipDoesNotKnow() {
        assertEquals(List.of(), notices(chatState("active")));
        assertEquals(State.ACTIVE, state(notices(COMPOSING)));
        assertEquals(List.of(), notices(COMPOSING));
        assertEquals(State.IDLE, state(notices(chatState("paused"))));
        assertEquals(List.of(), notices(chatState("inactive")));
        assertEquals(State.ACTIVE, state(notices(COMPOSING)));
        says("m1", "<body>Hi</body>" + chatState("active"));
        assertEquals(List.of(), notices(chatState("paused")));
        assertEquals(List.of(), notices(chatState("gone")));
        notices(COMPOSING);
        now = now.plusSeconds(60);
        assertEquals(State.ACTIVE, state(notices(COMPOSING)));
    }

    private static State state(List<SipRequest> sent) {
        assertEquals(1, sent.size());
        assertEquals(Optional.of("application/im-iscomposing+xml"), sent.get(0).header("Content-Type"));
        return IsComposingCodec.read(sent.get(0).body()).state();
    }

    @Test
    @Proves("BEYOND-CS-01")
    void aPeerThatRefusesComposingHearsNoMoreOfIt() {
        var peer = ((ToSip.Notices) says("n", COMPOSING).orElseThrow()).peer();
        assertTrue(pager.refused(peer, Ability.COMPOSING, 415, now));
        assertEquals(List.of(), notices(chatState("paused")));
        assertEquals(List.of(), notices(COMPOSING));
        assertTrue(pager.refused(peer, Ability.COMPOSING, 501, now));
        assertFalse(pager.refused(peer, Ability.COMPOSING, 480, now));
    }

    @Test
    @Proves({"BEYOND-CS-01", "RFC7573-6-12"})
    void aPhoneThatWritesIsToldOfOnce() {
        assertEquals(List.of("composing", "no-store"), names(composing("active", "").orElseThrow()));
        assertEquals(Optional.empty(), composing("active", ""));
        assertEquals(List.of("active", "no-store"), names(composing("idle", "").orElseThrow()));
        assertEquals(Optional.empty(), composing("idle", ""));
        composing("active", "");
        text("Hi");
        assertEquals(Optional.empty(), composing("idle", ""));
    }

    @Test
    @Proves({"BEYOND-CS-01", "RFC7573-6-11"})
    void aPhoneThatFallsSilentIsTakenToBeIdle() {
        composing("active", "");
        now = now.plusSeconds(119);
        assertEquals(List.of(), pager.silent(now));
        composing("active", "<refresh>60</refresh>");
        now = now.plusSeconds(60);
        assertEquals(List.of(List.of("active", "no-store")), pager.silent(now).stream().map(PagerTest::names).toList());
        assertEquals(List.of(), pager.silent(now.plusSeconds(1000)));
    }

    @Test
    @Proves("BEYOND-NICK-01")
    void aNameIsToldWithTheFirstMessage() {
        var named = romeo("text/plain", "Hi").with("From", "\"Romeo M.\" <sip:romeo@example.net>;tag=1");
        assertEquals(List.of("nick"), names(pager.toXmpp(named, POLICY, now).orElseThrow().stanza()));
        assertEquals(List.of(), names(pager.toXmpp(named, POLICY, now).orElseThrow().stanza()));
        assertEquals("M", pager.toXmpp(named.with("From", "M <sip:romeo@example.net>;tag=1"), POLICY, now).orElseThrow().stanza().extensions().get(0)
                .text());
    }

    @Test
    @Proves("BEYOND-NICK-01")
    void theNameOfTheFirstMessageStaysTheDisplayName() {
        says("m1", "<body>a</body><nick xmlns='http://jabber.org/protocol/nick'>Ju</nick>");
        var next = ((ToSip.Text) says("m2", "<body>b</body>").orElseThrow()).request().header("From").orElseThrow();
        assertTrue(next.startsWith("\"Ju\" <sip:juliet@example.com;gr=balcony>;tag="), next);
        assertTrue(wrapped("m3", REQUEST).request().header("From").orElseThrow().startsWith("\"Ju\" <sip:juliet@"));
    }

    /** One that has waited says so; one of now does not, nor one whose clock is nonsense. */
    @Test
    @Proves("BEYOND-POL-03")
    void whenItWasSentIsADelay() {
        assertEquals("[<delay xmlns='urn:xmpp:delay' stamp='2026-01-01T10:00:00Z'/>]",
                text("a", "Date: Thu, 01 Jan 2026 10:00:00 GMT\r\n").extensions().toString());
        assertEquals(List.of(), names(text("a", "Date: Thu, 01 Jan 2026 11:59:30 GMT\r\n")));
        assertEquals(List.of(), names(text("a", "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n")));
        now = now.plusSeconds(600);
        assertEquals("<delay xmlns='urn:xmpp:delay' stamp='2026-01-01T12:59:59+01:00'/>", asks("s1", "").extensions().get(0).toString());
        var old = wrapped("m1", REQUEST + "<delay xmlns='urn:xmpp:delay' stamp='2026-01-01T08:00:00-05:00'/>");
        assertEquals(List.of("2026-01-01T08:00:00-05:00"), cpim(old.request()).headers("DateTime"));
        assertEquals(Optional.of("Thu, 01 Jan 2026 13:00:00 GMT"), old.plain().header("Date"));
    }

    @Test
    @Proves({"BEYOND-IMDN-04", "BEYOND-CS-01", "BEYOND-EDIT-02"})
    void noNoticeIsEverRefused() {
        var stranger = (MessageStanza) StanzaText.read("<message from='juliet@elsewhere.example' to='romeo@example.net'>" + COMPOSING + "</message>");
        assertEquals(Optional.empty(), pager.toSip(stranger, POLICY, now));
        assertThrows(Refusal.class, () -> MessageMapping.toSip((MessageStanza) StanzaText.read(
                "<message from='juliet@elsewhere.example' to='romeo@example.net'><body>a</body></message>"), POLICY, () -> "t"));
        assertEquals(Optional.empty(), says("m1", ""));
        assertEquals(Optional.empty(), says("m1", "<reactions xmlns='urn:xmpp:reactions:0' id='1'/>"));
        assertEquals(Optional.empty(), says("m1", "<store xmlns='urn:xmpp:hints'/>"));
    }
}
