package org.stox.service.im;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.composing.IsComposing.State;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.protocol.cpim.CpimCodec;
import org.stox.protocol.imdn.Disposition;
import org.stox.protocol.imdn.Imdn;
import org.stox.protocol.imdn.ImdnCodec;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.stox.service.im.Samples.POLICY;
import static org.stox.service.im.Samples.ids;
import static org.stox.service.im.Samples.message;
import static org.stox.service.im.Samples.says;
import static org.stox.service.im.Samples.toSip;
import static org.stox.service.im.Samples.toXmpp;

/** What notices are without a memory of anything before them. */
class NoticeMappingTest {

    static SipRequest composing(String state) {
        return message("<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>" + state + "</state></isComposing>",
                "Content-Type: application/im-iscomposing+xml");
    }

    static String imdn(String id, String kind, String status) {
        return "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>" + id + "</message-id><datetime>2026-01-01T00:00:00Z</datetime><" + kind
                + "-notification><status><" + status + "/></status></" + kind + "-notification></imdn>";
    }

    private static SipRequest imdn(String kind, String status) {
        return message(imdn("m1", kind, status), "Content-Type: message/imdn+xml");
    }

    /** Table 3. */
    @ParameterizedTest
    @CsvSource({"active, composing", "idle, active", "whatever, active"})
    @Proves({"BEYOND-CS-01", "RFC7573-6-02", "RFC7573-6-03", "BEYOND-POL-01"})
    void isComposingIsAChatStateByItselfThatIsNotKept(String state, String chatState) {
        var stanza = toXmpp(composing(state));
        assertEquals("romeo@example.net", stanza.from().toString());
        assertEquals("juliet@example.com", stanza.to().toString());
        assertEquals(Optional.of("chat"), stanza.type());
        assertTrue(stanza.bodies().isEmpty() && stanza.thread().isEmpty());
        assertEquals("[<" + chatState + " xmlns='http://jabber.org/protocol/chatstates'/>, <no-store xmlns='urn:xmpp:hints'/>]",
                stanza.extensions().toString());
    }

    /** Table 4. */
    @ParameterizedTest
    @CsvSource({"composing, ACTIVE", "paused, IDLE", "active, IDLE", "inactive, IDLE"})
    @Proves({"BEYOND-CS-01", "RFC7573-6-04", "RFC7573-6-05", "RFC7573-6-06", "RFC7573-6-07"})
    void aChatStateIsIsComposing(String chatState, State state) {
        var stanza = says("<" + chatState + " xmlns='http://jabber.org/protocol/chatstates'/>");
        assertEquals(Optional.of(state), ChatState.of(stanza).flatMap(ChatState::composing));
        var request = NoticeMapping.toSip(stanza, state, POLICY, ids());
        assertEquals(Optional.of("application/im-iscomposing+xml"), request.header("Content-Type"));
        assertEquals("sip:romeo@example.net", request.uri().toString());
        assertEquals(Optional.of("<sip:juliet@example.com;gr=balcony>;tag=t2"), request.header("From"));
        assertEquals(state, IsComposingCodec.read(request.body()).state());
    }

    @ParameterizedTest
    @ValueSource(strings = {"<gone xmlns='http://jabber.org/protocol/chatstates'/>", "<dreaming xmlns='http://jabber.org/protocol/chatstates'/>",
        "<gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>"})
    @Proves({"RFC7573-6-08", "RFC7573-6-16"})
    void whoIsGoneIsNotIdle(String state) {
        assertEquals(Optional.empty(), ChatState.of(says(state)).flatMap(ChatState::composing));
    }

    @Test
    @Proves({"BEYOND-IMDN-02", "BEYOND-POL-01"})
    void deliveredIsAReceipt() {
        var stanza = toXmpp(imdn("delivery", "delivered"));
        assertEquals("[<received xmlns='urn:xmpp:receipts' id='m1'/>, <no-store xmlns='urn:xmpp:hints'/>]", stanza.extensions().toString());
        assertTrue(stanza.bodies().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"failed, RECIPIENT_UNAVAILABLE", "forbidden, FORBIDDEN", "error, INTERNAL_SERVER_ERROR"})
    @Proves("BEYOND-IMDN-02")
    void notDeliveredIsTheErrorOfTheStanza(String status, Condition condition) {
        var stanza = toXmpp(imdn("delivery", status));
        assertTrue(stanza.isError());
        assertEquals(Optional.of("m1"), stanza.id());
        assertEquals(Optional.of(condition), stanza.error().map(StanzaError::condition));
    }

    @Test
    @Proves("BEYOND-MARK-02")
    void displayedIsAMarker() {
        assertEquals("[<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/>]", toXmpp(imdn("display", "displayed")).extensions().toString());
    }

    @ParameterizedTest
    @CsvSource({"display, forbidden", "display, error", "processing, stored", "delivery, lost"})
    @Proves({"BEYOND-IMDN-02", "BEYOND-MARK-02"})
    void whatXmppHasNoWordForIsTakenAndDropped(String kind, String status) {
        assertEquals(Optional.empty(), MessageMapping.toXmpp(imdn(kind, status), POLICY, ids()));
    }

    /** As RFC 5438 §7.1.1.3 has its example, but for the addresses. */
    @Test
    @Proves({"BEYOND-IMDN-01", "BEYOND-MARK-01"})
    void aWrapperAsksForNotices() {
        var plain = toSip(says("<body>Hello &#xfc;</body>"));
        var wrapped = NoticeMapping.wrapped(plain, "34jk324j", "2006-04-04T12:16:49-05:00", Set.of(Disposition.values()));
        assertEquals(Optional.of("message/cpim"), wrapped.header("Content-Type"));
        assertEquals(plain.with("Content-Type", "message/cpim").headers(), wrapped.headers());
        assertEquals("""
                From: <sip:juliet@example.com>\r
                To: <sip:romeo@example.net>\r
                DateTime: 2006-04-04T12:16:49-05:00\r
                NS: imdn <urn:ietf:params:imdn>\r
                imdn.Message-ID: 34jk324j\r
                imdn.Disposition-Notification: positive-delivery, negative-delivery, processing, display\r
                \r
                Content-Type: text/plain;charset=UTF-8\r
                \r
                Hello \u00fc""", wrapped.body().text());
    }

    /** RFC 5438 §7.2.1.1. */
    @Test
    @Proves({"BEYOND-IMDN-03", "BEYOND-IMDN-04"})
    void anImdnAsksForNothing() {
        var imdn = new Imdn("34jk324j", "2006-04-04T12:16:49-05:00", Optional.of("sip:juliet@example.com"), Imdn.Kind.DELIVERY, "delivered");
        var request = NoticeMapping.toSip(says("<received xmlns='urn:xmpp:receipts' id='x'/>"), imdn, POLICY, ids());
        var cpim = CpimCodec.read(request.body());
        assertEquals(List.of("<sip:juliet@example.com>"), cpim.headers("From"));
        assertEquals(Optional.of("t1"), cpim.header("urn:ietf:params:imdn", "Message-ID").map(id -> id.replaceAll("t.", "t1")));
        assertEquals(Optional.empty(), cpim.header("urn:ietf:params:imdn", "Disposition-Notification"));
        assertEquals(Optional.of("notification"), cpim.contentHeader("Content-Disposition"));
        assertEquals(List.of(imdn), ImdnCodec.read(cpim.content()));
    }

    @Test
    @Proves({"BEYOND-NICK-01", "BEYOND-NICK-02"})
    void aNickIsTheDisplayName() {
        assertEquals(Optional.of("\"Juliet \\\"C\\\"\" <sip:juliet@example.com;gr=balcony>;tag=t2"),
                toSip(says("<nick xmlns='http://jabber.org/protocol/nick'>Juliet&#10;\u202e\"C\"</nick><body>a</body>")).header("From")
                        .map(f -> f.replaceAll("tag=.*", "tag=t2")));
        assertEquals("[<nick xmlns='http://jabber.org/protocol/nick'>Romeo</nick>]",
                toXmpp(message("a", "From: \"Ro\u2066meo\" <sip:romeo@example.net>;tag=1")).extensions().toString());
        var wrapped = "From: \"R. M.\" <sip:romeo@example.net>\r\n\r\nContent-Type: text/plain\r\n\r\nx".getBytes(StandardCharsets.UTF_8);
        assertEquals("[<nick xmlns='http://jabber.org/protocol/nick'>R. M.</nick>]",
                toXmpp(message(wrapped, "Content-Type: message/cpim")).extensions().toString());
        assertEquals(100, toXmpp(message("a", "From: \"" + "x".repeat(500) + "\" <sip:romeo@example.net>;tag=1")).extensions().get(0).text().length());
    }

    @Test
    @Proves("BEYOND-EDIT-01")
    void aCorrectionIsANewMessageWithAMark() {
        var stanza = says("<body>Wherefore art thou</body><replace xmlns='urn:xmpp:message-correct:0' id='m1'/>");
        assertEquals("* Wherefore art thou", toSip(stanza).body().text());
    }

    /** XEP-0461, XEP-0444, XEP-0424, each with the fallback of XEP-0428. */
    @ParameterizedTest
    @ValueSource(strings = {
        "<body>&gt; Anna\nGood</body><reply xmlns='urn:xmpp:reply:0' to='a@b' id='1'/><fallback xmlns='urn:xmpp:fallback:0' for='urn:xmpp:reply:0'/>",
        "<body>\u2764</body><reactions xmlns='urn:xmpp:reactions:0' id='1'><reaction>\u2764</reaction></reactions>",
        "<body>/me retracted</body><retract xmlns='urn:xmpp:message-retract:1' id='1'/><fallback xmlns='urn:xmpp:fallback:0'/>"})
    @Proves("BEYOND-EDIT-02")
    void aFallbackIsSentAsItIs(String content) {
        var stanza = says(content);
        assertEquals(stanza.bodies().get(0).text(), toSip(stanza).body().text());
        assertEquals(Optional.empty(), MessageMapping.toSip(says(content.substring(content.indexOf("</body>") + 7)), POLICY, ids()));
    }

    @Test
    @Proves("BEYOND-EDIT-04")
    void towardsSipThePlainBodyIsSent() {
        var request = toSip(says("<body>loud</body><html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'>"
                + "<strong>loud</strong></body></html>"));
        assertEquals("loud", request.body().text());
        assertEquals(Optional.of("text/plain"), request.header("Content-Type"));
        var html = toXmpp(message("<b>loud</b>", "Content-Type: text/html"));
        assertEquals("loud", html.bodies().get(0).text());
        assertEquals("http://jabber.org/protocol/xhtml-im", html.extensions().get(0).namespace());
    }

    @Test
    @Proves("BEYOND-POL-03")
    void theStampOfADelayIsTheDate() {
        assertEquals(Optional.of("Thu, 01 Jan 2026 23:30:00 GMT"),
                toSip(says("<body>a</body><delay xmlns='urn:xmpp:delay' stamp='2026-01-02T00:30:00+01:00'/>")).header("Date"));
        assertEquals(Optional.empty(), toSip(says("<body>a</body><delay xmlns='urn:xmpp:delay' stamp='yesterday'/>")).header("Date"));
        assertEquals(Optional.empty(), toSip(says("<body>a</body>")).header("Date"));
    }

    /** Which Linphone sends, as a whole or inside. */
    @Test
    @Proves({"BEYOND-CS-01", "BEYOND-IMDN-02"})
    void noticesMayBeWrappedAndDeflated() {
        var composing = composing("active");
        var inside = "From: <sip:romeo@example.net>\r\nNS: imdn <urn:ietf:params:imdn>\r\nimdn.Disposition-Notification: display\r\n\r\n"
                + "Content-Type: application/im-iscomposing+xml\r\n\r\n" + composing.body();
        assertEquals("composing", toXmpp(message(inside, "Content-Type: message/cpim")).extensions().get(0).name());
        assertEquals("composing", toXmpp(message(deflated(inside), "Content-Type: message/cpim", "Content-Encoding: deflate")).extensions().get(0)
                .name());
        assertEquals("composing", toXmpp(message(deflated(composing.body().text()), "Content-Type: application/im-iscomposing+xml",
                "Content-Encoding: deflate")).extensions().get(0).name());
        assertEquals(Optional.empty(), MessageMapping.toXmpp(message("x", "Content-Type: message/imdn+xml", "Content-Encoding: br"), POLICY, ids()));
    }

    private static byte[] deflated(String text) {
        var deflater = new java.util.zip.Deflater();
        deflater.setInput(text.getBytes(StandardCharsets.UTF_8));
        deflater.finish();
        var out = new byte[2000];
        return java.util.Arrays.copyOf(out, deflater.deflate(out));
    }
}
