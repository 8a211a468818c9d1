package org.stox.scenarios;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

import org.jivesoftware.smack.packet.Message;
import org.jivesoftware.smack.packet.StanzaError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.scenarios.peer.SipPeer;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppClient;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** What cannot cross comes back to its sender as an error of his own protocol, and nothing of it reaches the other side. */
@ParameterizedClass
@EnumSource
class RefusalsTest {

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

    @ParameterizedTest
    @CsvSource({"404, Not Found, cancel item-not-found", "486, Busy Here, wait recipient-unavailable",
        "403, Forbidden, auth forbidden", "480, Temporarily Unavailable, wait recipient-unavailable",
        "500, Server Internal Error, cancel internal-server-error", "503, Service Unavailable, cancel internal-server-error",
        "604, Does Not Exist Anywhere, cancel item-not-found", "415, Unsupported Media Type, modify not-acceptable"})
    @Proves({"RFC7572-4-10", "RFC7572-4-17", "RFC7247-7-06", "RFC7247-7-04"})
    void theSipSidesRefusalComesBackToJuliet(int status, String reason, String error) {
        stage.sip().answers(request -> Optional.of(request.body().equals("refuse " + status)
                ? request.answer(status, reason) : request.answer(200, "OK")));
        String id = juliet.say(ROMEO, "refuse " + status);

        var stanza = juliet.answerTo(id);
        assertEquals(ROMEO, stanza.getFrom().toString());
        assertEquals(error, stanza.getError().getType() + " " + stanza.getError().getCondition());
        assertEquals(reason, stanza.getError().getDescriptiveText());
    }

    @Test
    @Proves({"RFC7247-7.2-05"})
    void aNewAddressComesWithTheRedirect() {
        stage.sip().answers(request -> Optional.of(request.body().equals("moved?")
                ? request.answer(302, "Moved Temporarily").with("Contact", "<sip:romeo@mantua.example>") : request.answer(200, "OK")));
        String id = juliet.say(ROMEO, "moved?");

        var error = juliet.answerTo(id).getError();
        assertEquals(StanzaError.Condition.redirect, error.getCondition());
        assertTrue(error.getConditionText().contains("romeo@mantua.example"), error::toString);
    }

    @Test
    @Proves({"RFC7572-6-01", "RFC7572-6-03"})
    void whatIsTooLongIsRefusedWhole() {
        String id = juliet.say(ROMEO, "x".repeat(1300));
        assertEquals("modify policy-violation", juliet.errorOf(id));
        juliet.say(ROMEO, "after the long one");
        assertEquals("after the long one", stage.sip().receives(r -> r.body().startsWith("x") || r.body().startsWith("after")).body());
    }

    @Test
    @Proves({"RFC7572-5-05", "RFC7247-7.1-28"})
    void aMessageToAUserWhoIsNotThereIsRefused() {
        var response = stage.call(SipText.message(SIP_ROMEO, "sip:mercutio@example.com", "Mercutio?"));
        assertEquals(403, response.status());       // service-unavailable, RFC 7247 Table 2
    }

    @Test
    @Proves("BEYOND-POL-02")
    void whomAUserHasBlockedIsRefusedAndNotTheGateway() {
        juliet.send("<iq type='set' id='b1'><block xmlns='urn:xmpp:blocking'><item jid='paris@sip.example.com'/></block></iq>");
        assertEquals(null, juliet.answerTo("b1").getError());
        int told = server == XmppServer.Kind.EJABBERD ? 200 : 403;          // ejabberd drops it and tells nobody
        assertEquals(told, stage.call(SipText.message("sip:paris@sip.example.com", SIP_JULIET, "Happily met")).status());
        assertEquals(200, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "not blocked")).status());
        var heard = (Message) juliet.take(s -> s instanceof Message m && (m.getBody() + "").matches("Happily met|not blocked"));
        assertEquals("not blocked", heard.getBody());
    }

    /** G10: what a server would close the stream for, were it written as it came. */
    @ParameterizedTest
    @ValueSource(strings = {"\uFFFF\uFFFE", "\u0001\u001b[31m", "\u0085\u2028\uFEFF", "]]></body></message><message to='x'/>",
        "</stream:stream>", "&#0;&nope;", "<!DOCTYPE x [<!ENTITY a 'b'>]>", "<?xml version='1.1'?>", "<!-- "})
    void noMessageOfAPhoneEndsTheStream(String poison) {
        var clean = SipText.message(SIP_ROMEO, SIP_JULIET, "clean");
        String escaped = URLEncoder.encode(poison, StandardCharsets.UTF_8);
        for (var request : List.of(SipText.message(SIP_ROMEO, SIP_JULIET, poison), clean.with("Subject", poison.replaceAll("\\p{Cntrl}", "")),
                clean.with("Content-Language", "en'/><x"), clean.replacing("Call-ID", "a'<&>\"@x"),
                clean.replacing("From", "\"" + escaped + "\" <sip:romeo@sip.example.com;gr=" + escaped + ">;tag=1"),
                SipText.message("sip:" + escaped + "@sip.example.com", SIP_JULIET, "x"),
                SipText.message(SIP_ROMEO, "sip:" + escaped + "@example.com", "x"),
                clean.replacing("Content-Type", "text/html"), SipText.message(SIP_ROMEO, SIP_JULIET, "<p>" + poison)
                        .replacing("Content-Type", "text/html;charset=UTF-8"))) {
            assertTrue(stage.call(request).status() >= 200, request::toString);
        }
        String text = "good after " + escaped;
        assertEquals(200, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, text)).status());
        juliet.hears(text);
        assertFalse(stage.gateway().process().printed().contains(" lost: "), stage.gateway().process()::printed);
    }

    /** G3, X16: an answer of a program is not answered by one. */
    @Test
    @Proves({"RFC7247-7-06", "RFC7572-5-05"})
    void anErrorOfAClientIsNoMessageForThePhone() {
        juliet.send("<message to='" + ROMEO + "' type='error' id='e1'><body>out of office</body><error type='cancel'>"
                + "<service-unavailable xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>");
        juliet.say(ROMEO, "after the error");
        assertEquals("after the error", stage.sip().receives(r -> r.body().equals("out of office") || r.body().startsWith("after")).body());
    }

    @Test
    void anUntrustedSourceIsRefused() {
        try (var stranger = SipPeer.create("127.0.0.2")) {
            assertEquals(403, stranger.call(stage.gateway().port(), SipText.message(SIP_ROMEO, SIP_JULIET, "trust me")).status());
        }
        nothingReachedJuliet();
    }

    @Test
    void aSenderOfAnotherDomainIsRefused() {
        assertEquals(403, stage.call(SipText.message("sip:juliet@example.com", SIP_JULIET, "I am you")).status());
        assertEquals(403, stage.call(SipText.message("sip:tybalt@elsewhere.example", SIP_JULIET, "I am else")).status());
        nothingReachedJuliet();
    }

    @Test
    void aTargetOfAnotherDomainIsNotFound() {
        assertEquals(404, stage.call(SipText.message(SIP_ROMEO, "sip:juliet@elsewhere.example", "where?")).status());
        assertEquals(404, stage.call(SipText.message(SIP_ROMEO, "sip:juliet@sip.example.com", "my own domain?")).status());
    }

    @Test
    @Proves({"RFC7247-8-03", "RFC7247-8-04", "RFC7247-8-05"})
    void sipsIsNotAllowed() {
        var byTarget = stage.call(SipText.message(SIP_ROMEO, "sips:juliet@example.com", "secret"));
        assertEquals(480, byTarget.status());
        assertTrue(byTarget.header("Warning").startsWith("380 "), byTarget::toString);
        var byTo = stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "secret").replacing("To", "<sips:juliet@example.com>"));
        assertEquals(480, byTo.status());
        nothingReachedJuliet();
    }

    @Test
    void aRequestAtTheEndOfItsHopsIsRefused() {
        assertEquals(483, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "hop").replacing("Max-Forwards", "0")).status());
    }

    @Test
    @Proves("RFC7572-7-06")
    void aBodyOfAnUnknownTypeIsRefusedWithTheTypesThatAreTaken() {
        var response = stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "{}").replacing("Content-Type", "application/json"));
        assertEquals(415, response.status());
        assertTrue(response.header("Accept").contains("text/plain"), response::toString);
    }

    @ParameterizedTest
    @CsvSource({"INVITE, 400", "SUBSCRIBE, 405 489", "REGISTER, 405", "PUBLISH, 405 489", "BYE, 481", "FOO, 501"})
    void otherMethodsAreRefusedProperly(String method, String statuses) {
        var request = SipText.message(SIP_ROMEO, SIP_JULIET, "").asMethod(method);
        var response = stage.call(request);
        assertTrue(List.of(statuses.split(" ")).contains(Integer.toString(response.status())), response::toString);
        if (response.status() == 405) {
            assertTrue(response.header("Allow").contains("MESSAGE"), response::toString);
        }
    }

    @Test
    void optionsSaysWhatIsTaken() {
        var response = stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, "").asMethod("OPTIONS"));
        assertEquals(200, response.status());
        assertTrue(response.header("Allow").contains("MESSAGE"), response::toString);
        assertTrue(response.header("Accept").contains("text/plain"), response::toString);
    }

    @Test
    void aUserOfAnotherXmppDomainIsForbidden() {
        try (var stranger = XmppClient.login(stage.server(), XmppServer.STRANGE_DOMAIN, "mercutio", "street")) {
            String id = stranger.say(ROMEO, "Peace? I hate the word");
            assertEquals("auth forbidden", stranger.errorOf(id));
        }
    }

    @Test
    void aRoomsMessageFindsNoService() {
        String id = juliet.say(ROMEO, "to all", m -> m.setType(Message.Type.groupchat));
        assertEquals("cancel service-unavailable", juliet.errorOf(id));
    }

    @Test
    void unknownQueriesFindNoService() {
        juliet.send("<iq to='" + ROMEO + "' type='get' id='q1'><query xmlns='jabber:iq:last'/></iq>");
        assertEquals("cancel service-unavailable", juliet.errorOf("q1"));
        juliet.send("<iq to='" + XmppServer.GATEWAY + "' type='set' id='q2'><query xmlns='jabber:iq:register'/></iq>");
        assertEquals("cancel service-unavailable", juliet.errorOf("q2"));
    }

    @ParameterizedTest
    @CsvSource({"<query xmlns='http://jabber.org/protocol/disco#info'/>, identity", "<ping xmlns='urn:xmpp:ping'/>, result",
        "<query xmlns='jabber:iq:version'/>, stox", "<query xmlns='jabber:iq:last'/>, seconds"})
    void theGatewaySaysWhatItIs(String query, String expected) {
        String id = "w" + Integer.toHexString(query.hashCode());
        juliet.send("<iq to='" + XmppServer.GATEWAY + "' type='get' id='" + id + "'>" + query + "</iq>");
        var answer = juliet.answerTo(id);
        assertTrue(answer.getError() == null, answer::toString);
        assertTrue(answer.toXML(null).toString().contains(expected), () -> answer.toXML(null).toString());
    }

    /** The next that Juliet gets is the next that is good. */
    private static void nothingReachedJuliet() {
        String text = "good " + System.nanoTime();
        assertEquals(200, stage.call(SipText.message(SIP_ROMEO, SIP_JULIET, text)).status());
        var next = (Message) juliet.take(s -> s instanceof Message m && m.getBody() != null && m.getType() != Message.Type.error);
        assertEquals(text, next.getBody());
    }
}
