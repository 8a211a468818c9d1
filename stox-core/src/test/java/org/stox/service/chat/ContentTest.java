package org.stox.service.chat;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.protocol.cpim.CpimCodec;
import org.stox.protocol.msrp.MsrpHeader;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What is said, by its format, language and size (RFC 7573 §4, §8, §9, §10). */
class ContentTest {

    private final ChatStage stage = new ChatStage();

    private MsrpUri uri() {
        return stage.talking().media().uri();
    }

    private int refused(WholeMessage message) {
        stage.msrp(message);
        return stage.refusals.remove().reason().status().orElseThrow();
    }

    private void talking(String types, String more) {
        stage.says("m1", "one", "");
        var invite = stage.sent("INVITE");
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.sdp(types, more)));
        stage.sip.clear();
        stage.session();
    }

    @Test
    @Proves({"RFC7573-5-18", "RFC7573-10-04"})
    void whatCannotBeConvertedIsRefused() {
        stage.settled();
        assertEquals(415, refused(ChatPeer.message(uri(), "x1", "image/png", "png")));
        assertEquals(415, refused(ChatPeer.message(uri(), "x2", "multipart/signed;boundary=b", "--b--")));
        assertEquals(415, refused(ChatPeer.message(uri(), "x3", "application/pkcs7-mime", "p")));
        assertEquals(400, refused(ChatPeer.message(uri(), "x4", "message/cpim", "no wrapper")));
        stage.msrp(ChatPeer.message(uri(), "x5", "", ""));
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-10-04")
    void whatIsEncryptedForTheOtherEndIsRefused() {
        stage.says("m1", "I sent you an OMEMO message", "<encrypted xmlns='eu.siacs.conversations.axolotl'/>");
        assertEquals("not-acceptable", stage.refusals.remove().reason().error().orElseThrow().condition().elementName());
        stage.quiet();
    }

    /** Whoever the wrapper names: never shown as the sender (reliability.md, M8). */
    @Test
    void theSenderInsideMustBeTheSenderOutside() {
        stage.settled();
        var good = "From: Romeo <sip:romeo@example.net>\r\nSubject: Verona\r\n\r\nContent-Type: text/plain\r\nContent-Language: it\r\n\r\nCiao";
        stage.msrp(ChatPeer.message(uri(), "x1", "message/cpim", good));
        var message = stage.xmpp.remove();
        assertEquals("Ciao", message.bodies().get(0).text());
        assertEquals(Optional.of("it"), message.lang());
        assertEquals(403, refused(ChatPeer.message(uri(), "x2", "message/cpim", good.replace("romeo@", "tybalt@"))));
        stage.quiet();
    }

    @Test
    @Proves("RFC7573-4-09")
    void whoWantsItWrappedGetsItWrapped() {
        talking("message/cpim", "a=accept-wrapped-types:text/plain\n");
        var send = stage.send();
        assertEquals("message/cpim", send.content().get(0).value());
        var wrapped = CpimCodec.read(send.body());
        assertEquals("one", wrapped.content().text());
        assertEquals(List.of("<sip:juliet@example.com>"), wrapped.headers("From"));
    }

    @Test
    @Proves({"RFC7573-9-01", "RFC7573-4-01", "RFC7573-5-01"})
    void theLanguageGoesAlong() {
        stage.settled();
        stage.xmpp("<message from='juliet@example.com/balcony' to='romeo@example.net' id='l1' type='chat' xml:lang='cs'><body>Ahoj světe</body></message>");
        var send = stage.send();
        assertTrue(send.content().contains(new MsrpHeader("Content-Language", "cs")));
        assertEquals("Ahoj světe", send.body().text());
        stage.msrp(ChatPeer.send(stage, "l2", "Nazdar světe", "Content-Language: cs"));
        var message = stage.xmpp.remove();
        assertEquals(Optional.of("cs"), message.lang());
        assertEquals("Nazdar světe", message.bodies().get(0).text());
    }

    @Test
    @Proves("RFC7573-9-02")
    void whatXmlForbidsIsReplaced() {
        stage.settled();
        stage.msrp(ChatPeer.send(stage, "x1", "a\u0001b\r\nc", ""));
        assertEquals("a\uFFFDb\nc", stage.xmpp.remove().bodies().get(0).text());
    }

    @Test
    @Proves("RFC7573-8-08")
    void whatIsTooLargeForThePeerIsNotSent() {
        talking("text/plain", "a=max-size:4\n");
        stage.msrp.clear();
        stage.says("m2", "four", "");
        stage.send();
        stage.says("m3", "fiver", "");
        assertEquals("policy-violation", stage.refusals.remove().reason().error().orElseThrow().condition().elementName());
        stage.quiet();
    }

    @Test
    @Proves("RFC7572-6-04")
    void whatIsTooLargeForAMessageGoesBySession() {
        stage.says("m1", "x".repeat(5000), "");
        var invite = stage.sent("INVITE");
        stage.answer(invite, ChatPeer.ok(invite, ChatPeer.SDP));
        stage.sip.clear();
        stage.session();
        assertEquals(5000, stage.send().body().length());
        var pager = new ChatStage();
        pager.says("m1", "x".repeat(5000), "");
        var refused = pager.sent("INVITE");
        pager.answer(refused, ChatPeer.answer(refused, 488, ""));
        assertTrue(pager.stanza().contains("<policy-violation "));
        pager.quiet();
        assertEquals(0, pager.sessions.size());
    }

    @Test
    @Proves("RFC7573-4-07")
    void anIdThatIsNoTransactionIdIsRemembered() {
        stage.settled();
        stage.says("a b", "odd", "");
        var send = stage.send();
        assertEquals(Optional.of("a b"), send.transaction(), "the connection takes another one");
        stage.fail(send, 503);
        assertTrue(stage.stanza().contains("id='a b'"));
        stage.xmpp("<message from='juliet@example.com/balcony' to='romeo@example.net' type='chat'><body>none</body></message>");
        assertEquals(Optional.empty(), stage.send().transaction());
    }

    @Test
    @Proves({"RFC7573-4-10", "BEYOND-NICK-01"})
    void subjectAndNameGoIntoTheInvite() {
        stage.says("m1", "one", "<subject>Verona</subject><nick xmlns='http://jabber.org/protocol/nick'>Julie</nick>");
        var invite = stage.sent("INVITE");
        assertEquals("Verona", invite.header("Subject").orElseThrow());
        assertTrue(invite.header("From").orElseThrow().startsWith("\"Julie\" <sip:juliet@example.com>;tag="));
    }

    @Test
    @Proves({"BEYOND-EDIT-01", "BEYOND-EDIT-02", "BEYOND-EDIT-04"})
    void correctionsAreMarkedAndMarkupIsLeftOut() {
        stage.settled();
        stage.says("m2", "right", "<replace xmlns='urn:xmpp:message-correct:0' id='a786hjs2'/>");
        assertEquals("* right", stage.send().body().text());
        stage.says("m3", "", "<reactions xmlns='urn:xmpp:reactions:0' id='m0'><reaction>x</reaction></reactions>");
        stage.quiet();
        stage.says("m4", "bold", "<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><b>bold</b></body></html>");
        var send = stage.send();
        assertEquals("text/plain", send.content().get(0).value());
        assertEquals("bold", send.body().text());
        stage.msrp(ChatPeer.message(uri(), "h1", "text/html", "<p>Hello <b>there</b><script>x</script></p>"));
        var message = stage.xmpp.remove();
        assertEquals("Hello there", message.bodies().get(0).text());
        assertTrue(message.extensions().stream().anyMatch(e -> e.is("http://jabber.org/protocol/xhtml-im", "html")));
    }

    @Test
    @Proves({"RFC7573-4-24", "RFC7573-4-03"})
    void withoutAGruuTheContactStaysBareAndOneInTheAddressGoesAlong() {
        stage.xmpp("<message from='juliet@example.com/balcony' to='romeo@example.net/phone' id='m1' type='chat'><body>one</body></message>");
        var invite = stage.sent("INVITE");
        assertEquals("sip:romeo@example.net;gr=phone", invite.uri().toString());
        assertEquals("<sip:romeo@example.net>", invite.header("To").orElseThrow());
        var other = new ChatStage();
        other.says("m1", "one", "");
        var plain = other.sent("INVITE");
        other.answer(plain, ChatPeer.answer(plain, 200, ChatPeer.SDP, "Contact: <sip:romeo@192.0.2.7:5090>"));
        other.msrp(ChatPeer.send(other, "m0", "here", ""));
        assertEquals("romeo@example.net", other.xmpp.remove().from().toString());
    }
}
