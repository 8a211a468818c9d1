package org.stox.scenarios;

import java.nio.charset.StandardCharsets;

import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smackx.xhtmlim.packet.XHTMLExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Romeo has a SIP phone, Juliet an XMPP client (RFC 7572): what one writes the other reads. */
@ParameterizedClass
@EnumSource
class MessagesCrossTest {

    private static final String ROMEO = "romeo@sip.example.com";
    private static final String SIP_ROMEO = "sip:romeo@sip.example.com";
    private static final String SIP_JULIET = "sip:juliet@example.com";

    @Parameter
    XmppServer.Kind server;

    private static Stage stage;
    private static XmppClient juliet;

    @BeforeParameterizedClassInvocation
    static void open(XmppServer.Kind server) {
        stage = Stage.open(server);
        juliet = stage.login("juliet");
    }

    @AfterParameterizedClassInvocation
    static void close() {
        Stage.close(juliet, stage);
    }

    @Test
    @Proves({"RFC7572-4-04", "RFC7572-4-05", "RFC7572-4-06", "RFC7572-4-16", "RFC7572-4-18", "RFC7572-4-21"})
    void julietSendsAndRomeoReceives() {
        juliet.say(ROMEO, "Art thou not Romeo, and a Montague?");

        var request = stage.sip().hears("Art thou not Romeo, and a Montague?");
        assertEquals("MESSAGE " + SIP_ROMEO + " SIP/2.0", request.startLine());
        assertEquals("<" + SIP_ROMEO + ">", request.header("To"));
        assertEquals("<sip:juliet@example.com;gr=balcony>;tag=" + request.tag("From"), request.header("From"));
        assertEquals("", request.header("Contact"));
        assertTrue(request.header("Content-Type").startsWith("text/plain"), request::toString);
    }

    @Test
    @Proves({"RFC7572-5-01", "RFC7572-5-04", "RFC7572-5-11", "RFC7572-5-13", "RFC7572-5-14", "RFC7572-5-17", "RFC7572-7-02"})
    void romeoSendsAndJulietReceives() {
        var response = stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "Neither, fair saint, if <either> thee dislike & so on."));
        assertEquals(200, response.status());
        assertEquals("", response.body());
        assertEquals("", response.header("Contact"));

        var message = juliet.hears("Neither, fair saint, if <either> thee dislike & so on.");
        assertEquals(ROMEO, message.getFrom().toString());
        assertEquals(Message.Type.normal, message.getType());
    }

    @Test
    @Proves({"RFC7572-4-14", "RFC7572-5-12"})
    void theSubjectCrosses() {
        juliet.say(ROMEO, "with a subject", m -> m.setSubject("The balcony, tonight 🌙"));
        assertEquals("The balcony, tonight 🌙", stage.sip().hears("with a subject").header("Subject"));

        stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "an answer").with("Subject", "Re: The balcony, tonight 🌙"));
        assertEquals("Re: The balcony, tonight 🌙", juliet.hears("an answer").getSubject());
    }

    @Test
    @Proves({"RFC7572-4-15", "RFC7572-4-24", "RFC7572-5-08"})
    void theThreadStaysTheSameThereAndBack() {
        juliet.say(ROMEO, "first of a thread", m -> m.setThread("e0ffe42b28561960c6b12b944a092794b9683a38"));
        var first = stage.sip().hears("first of a thread");
        juliet.say(ROMEO, "second of a thread", m -> m.setThread("e0ffe42b28561960c6b12b944a092794b9683a38"));
        var second = stage.sip().hears("second of a thread");
        assertEquals("e0ffe42b28561960c6b12b944a092794b9683a38", first.header("Call-ID"));
        assertEquals(first.header("Call-ID"), second.header("Call-ID"));
        assertNotEquals(first.tag("From") + first.header("CSeq"), second.tag("From") + second.header("CSeq"));

        stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "back in the thread").replacing("Call-ID", first.header("Call-ID")));
        assertEquals("e0ffe42b28561960c6b12b944a092794b9683a38", juliet.hears("back in the thread").getThread());
    }

    @Test
    @Proves({"RFC7572-4-15", "RFC7572-5-08"})
    void aThreadThatIsNoCallIdComesBackAsItWas() {
        juliet.say(ROMEO, "an odd thread", m -> m.setThread("two words; ünd <more>"));
        var request = stage.sip().hears("an odd thread");
        assertTrue(request.header("Call-ID").matches("[\\w\\-.!%*+`'~()<>:\\\\\"/\\[\\]?{}]+(@[\\w\\-.!%*+`'~()<>:\\\\\"/\\[\\]?{}]+)?"),
                request::toString);
        stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "an odd thread back").replacing("Call-ID", request.header("Call-ID")));
        assertEquals("two words; ünd <more>", juliet.hears("an odd thread back").getThread());
    }

    @Test
    @Proves({"RFC7572-8-01", "RFC7572-8-02", "RFC7572-4-20", "RFC7572-5-09"})
    void theLanguageCrosses() {
        juliet.say(ROMEO, "Nevím, co říci", m -> m.setLanguage("cs"));
        assertEquals("cs", stage.sip().hears("Nevím, co říci").header("Content-Language"));

        stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "Ani já ne").with("Content-Language", "cs"));
        assertEquals("cs", juliet.hears("Ani já ne").getLanguage());
    }

    @Test
    @Proves("RFC7572-8-03")
    void everyCharacterCrosses() {
        String text = "😀 👩‍👩‍👧 žluťoučký kůň, ﷽, \t & < > ]]> \" '";
        juliet.send("<message to='" + ROMEO + "'><body>" + text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
                + "</body></message>");         // Smack 4.3 leaves ]]> as it is, which ends its stream
        var request = stage.sip().hears(text);
        assertEquals(Integer.toString(text.getBytes(StandardCharsets.UTF_8).length), request.header("Content-Length"), "octets, not characters");
        assertEquals(200, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, text)).status());
        juliet.hears(text);
    }

    @Test
    @Proves({"RFC7572-7-03", "RFC7572-7-04"})
    void htmlComesAsXhtmlImWithoutWhatIsDangerous() {
        var html = "<p>Good <b>night</b>, <a href=\"https://example.com/\">good night</a>!<script>alert(1)</script></p>";
        assertEquals(200, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, html)
                .replacing("Content-Type", "text/html;charset=UTF-8")).status());

        var message = juliet.hears("Good night, good night (https://example.com/)!");
        var body = XHTMLExtension.from(message).getBodies().get(0).toString();
        assertTrue(body.contains("https://example.com/"), body);
        assertFalse(body.contains("alert"), body);
    }

    @Test
    @Proves("RFC7572-4-13")
    void ofXhtmlImTheSipSideGetsThePlainBody() {
        juliet.send("<message to='" + ROMEO + "' id='h1'><body>Parting is sweet</body><html xmlns='http://jabber.org/protocol/xhtml-im'>"
                + "<body xmlns='http://www.w3.org/1999/xhtml'><p>Parting is <em>sweet</em></p></body></html></message>");
        assertEquals("Parting is sweet", stage.sip().hears("Parting is sweet").body());
    }

    @Test
    @Proves("RFC7572-7-05")
    void cpimIsUnwrapped() {
        var cpim = "From: <sip:romeo@sip.example.com>\r\nTo: <sip:juliet@example.com>\r\nDateTime: 2026-11-24T12:00:00Z\r\n\r\n"
                + "Content-Type: text/plain;charset=UTF-8\r\n\r\nwrapped as Linphone does";
        assertEquals(200, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, cpim).replacing("Content-Type", "message/cpim")).status());
        juliet.hears("wrapped as Linphone does");
    }

    @Test
    @Proves({"BEYOND-CS-01", "BEYOND-POL-01"})
    void typingArrivesAndANoticeOfNothingIsTakenAndDropped() {
        var composing = "<?xml version=\"1.0\"?><isComposing xmlns=\"urn:ietf:params:xml:ns:im-iscomposing\">"
                + "<state>active</state></isComposing>";
        assertEquals(200, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, composing)
                .replacing("Content-Type", "application/im-iscomposing+xml")).status());
        var typing = nextOfRomeo();
        assertTrue(typing.hasExtension("composing", "http://jabber.org/protocol/chatstates") && typing.hasExtension("no-store", "urn:xmpp:hints"),
                typing::toString);
        assertEquals(200, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "<imdn/>")
                .replacing("Content-Type", "message/imdn+xml")).status());
        assertEquals(200, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "after the notices")).status());
        assertEquals("after the notices", nextOfRomeo().getBody());
    }

    private Message nextOfRomeo() {
        return (Message) juliet.take(s -> s instanceof Message m && m.getFrom().toString().equals(ROMEO)
                && (m.getBody() == null || !m.getBody().startsWith("x")));
    }

    @Test
    @Proves({"BEYOND-IMDN-01", "BEYOND-IMDN-02", "BEYOND-MARK-01", "BEYOND-MARK-02"})
    void receiptAndMarkerComeBack() {
        juliet.send("<message to='" + ROMEO + "' type='chat' id='ask-1'><body>Did you see it?</body><request xmlns='urn:xmpp:receipts'/>"
                + "<markable xmlns='urn:xmpp:chat-markers:0'/></message>");
        var asked = stage.sip().receives(r -> r.body().contains("Did you see it?"));
        assertEquals("message/cpim", asked.header("Content-Type"));
        assertTrue(asked.body().contains("imdn.Message-ID: ask-1\r\n"), asked::body);
        stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, imdn("delivery", "delivered")).replacing("Content-Type", "message/imdn+xml"));
        assertTrue(nextOfRomeo().toXML("jabber:client").toString().contains("<received xmlns='urn:xmpp:receipts' id='ask-1'/>"));
        stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, imdn("display", "displayed")).replacing("Content-Type", "message/imdn+xml"));
        assertTrue(nextOfRomeo().toXML("jabber:client").toString().contains("id='ask-1'"));
    }

    private static String imdn(String kind, String status) {
        return "<imdn xmlns='urn:ietf:params:xml:ns:imdn'><message-id>ask-1</message-id><datetime>2026-01-01T00:00:00Z</datetime><" + kind
                + "-notification><status><" + status + "/></status></" + kind + "-notification></imdn>";
    }

    @Test
    @Proves({"RFC7247-6.3-01", "RFC7572-4-02", "RFC7572-5-06", "RFC7572-5-16"})
    void aResourceIsAGruu() {
        juliet.say(ROMEO + "/orchard", "to one phone");
        assertEquals(SIP_ROMEO + ";gr=orchard", stage.sip().hears("to one phone").target());

        stage.call(SipText.message(SIP_ROMEO + ";gr=orchard", SIP_JULIET + ";gr=balcony", "from one phone"));
        var message = juliet.hears("from one phone");
        assertEquals(ROMEO + "/orchard", message.getFrom().toString());
        assertEquals("juliet@example.com/balcony", message.getTo().toString());
    }

    @Test
    @Proves("RFC7572-4-22")
    void chatAndHeadlineGoAsMessagesToo() {
        juliet.say(ROMEO, "as chat", m -> m.setType(Message.Type.chat));
        stage.sip().hears("as chat");
        juliet.say(ROMEO, "as headline", m -> m.setType(Message.Type.headline));
        stage.sip().hears("as headline");
    }

    @Test
    @Proves("RFC7572-4-23")
    void aStanzaWithoutABodyIsDropped() {
        juliet.send("<message to='" + ROMEO + "' type='chat' id='c0'><reactions xmlns='urn:xmpp:reactions:0' id='x'/></message>");
        juliet.say(ROMEO, "after nothing");
        var next = stage.sip().receives(r -> r.body().isEmpty() || r.body().startsWith("after"));
        assertEquals("after nothing", next.body());
    }

    @Test
    @Proves("BEYOND-CS-01")
    void thatJulietWritesIsIsComposing() {
        juliet.send("<message to='" + ROMEO + "' type='chat' id='c1'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>");
        var notice = stage.sip().receives(r -> r.body().contains("<state>active</state>"));
        assertEquals("application/im-iscomposing+xml", notice.header("Content-Type"));
        juliet.say(ROMEO, "after the chat state");
        stage.sip().hears("after the chat state");
    }

    @Test
    @Proves({"RFC7572-1-03", "RFC7572-4-08", "RFC7247-5-07"})
    void a200OfTheSipSideIsNothingThatJulietSees() {
        juliet.say(ROMEO, "Did you get this?");
        stage.sip().hears("Did you get this?");
        stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "I did."));
        var first = juliet.take(s -> s.getFrom() != null && s.getFrom().getDomain().toString().equals("sip.example.com"));
        assertEquals("I did.", ((Message) first).getBody());
    }

    @Test
    void byTcpItIsTheSame() {
        var response = SipPeer.await(
                stage.sip().sendByTcp(stage.gateway().port(), SipText.message(SIP_ROMEO, SIP_JULIET, "by TCP")));
        assertEquals(200, response.status());
        juliet.hears("by TCP");
    }
}
