package org.stox.gateway;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.pidf.PidfCodec;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SubscriptionState;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

class TranslatePresenceTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static CommandLine translate(String text, String... options) {
        var line = new ArrayList<>(List.of("translate"));
        line.addAll(List.of(options));
        return CommandLine.run(text.getBytes(StandardCharsets.UTF_8), line.toArray(String[]::new));
    }

    private static JsonNode translated(String text) throws Exception {
        var line = translate(text, "--json");
        assertEquals(0, line.exit(), line.out());
        var tree = JSON.readTree(line.out());
        assertEquals("translated", tree.get("result").asText(), line.out());
        tree.get("fields").forEach(f -> assertTrue(f.get("rule").asText().matches(".*(RFC8048-|XEP-0172).*"), f.toString()));
        return tree;
    }

    private static SipRequest sip(String text) {
        return (SipRequest) ((SipCodec.Reading.Good) PastedMessage.sip(text.getBytes(StandardCharsets.UTF_8))).message();
    }

    /** Those of RFC 8048 §5.2, §5.3, §6.2 and §7.1, and the ones of the other direction as if XMPP had sent them. */
    @ParameterizedTest
    @CsvSource({"ex01.xml, ex02.sip", "ex07.xml, ex08.sip", "ex13.xml, ex14.sip", "ex15.xml, ex16.sip", "ex18.xml, ex19.sip", "ex22.xml, ex23.sip",
        "ex06.xml, ex04.sip", "ex12.xml, ex11.sip", "ex21.xml, ex20.sip", "ex25.xml, ex24.sip"})
    @Proves({"RFC8048-5.2.1-03", "RFC8048-5.2.3-02", "RFC8048-5.3.1-11", "RFC8048-6.2-03", "RFC8048-7.1-04"})
    void eachExampleOfXmppBecomesThatOfSip(String stanza, String expected) throws Exception {
        var made = sip(translated(PresenceExamples.text(stanza)).get("output").asText());
        var printed = sip(PresenceExamples.text(expected));
        assertEquals(printed.method(), made.method());
        assertEquals(printed.uri(), made.uri());
        for (var header : List.of("From", "To")) {
            assertEquals(NameAddr.read(printed.header(header).orElseThrow()).uri(), NameAddr.read(made.header(header).orElseThrow()).uri());
        }
        assertEquals(Optional.of("presence"), made.header("Event"));
        assertTrue(made.header("Contact").isPresent());
        if (made.method().equals("SUBSCRIBE")) {
            assertEquals(printed.header("Expires").orElse("3600"), made.header("Expires").orElseThrow());
        } else {
            assertEquals(state(printed).state(), state(made).state());
            assertEquals(state(printed).reason(), state(made).reason());
            assertEquals(tuples(printed), tuples(made));
        }
    }

    private static SubscriptionState state(SipRequest request) {
        return SubscriptionState.read(request.header("Subscription-State").orElseThrow());
    }

    /** Example 21 is of the bare JID, whatever the tuple of Example 20 says. */
    private static List<String> tuples(SipRequest request) {
        return request.body().length() == 0 ? List.of() : PidfCodec.read(request.body()).tuples().stream()
                .map(t -> t.basic().orElseThrow() + " " + t.show() + (t.basic().equals(Optional.of(Pidf.Basic.OPEN)) ? t.id() : "")).toList();
    }

    /** Those of RFC 8048 §5.2, §5.3, §6.3 and §7.2, and the ones of the other direction as if SIP had sent them. */
    @ParameterizedTest
    @CsvSource({"ex04.sip, ex05.xml ex06.xml", "ex11.sip, ex12.xml", "ex20.sip, ex05.xml ex21.xml", "ex24.sip, ex25.xml",
        "ex02.sip, ex01.xml", "ex14.sip, ex13.xml", "ex16.sip, ex15.xml", "ex19.sip, ex13.xml ex18.xml", "ex23.sip, ex22.xml"})
    @Proves({"RFC8048-5.2.1-11", "RFC8048-5.2.1-12", "RFC8048-5.2.1-14", "RFC8048-5.2.1-15", "RFC8048-5.3.1-05", "RFC8048-6.3-02", "RFC8048-7.2-04"})
    void eachExampleOfSipBecomesThoseOfXmpp(String request, String expected) throws Exception {
        var made = translated(PresenceExamples.text(request)).get("output").asText().split("(?<=>)\n(?=<presence)");
        var files = expected.split(" ");
        assertEquals(files.length, made.length, String.join("\n", made));
        for (int i = 0; i < files.length; i++) {
            same((PresenceStanza) StanzaText.read(PresenceExamples.text(files[i])), (PresenceStanza) StanzaText.read(made[i]));
        }
    }

    /** Either form of an address is right where the examples have both (RFC8048-6.3-02). */
    private static void same(PresenceStanza printed, PresenceStanza made) {
        assertEquals(printed.type(), made.type());
        assertEquals(printed.from().bare(), made.from().bare());
        assertEquals(printed.to().bare(), made.to().bare());
        assertEquals(printed.show(), made.show());
        if (printed.type().isEmpty()) {
            assertEquals(printed.from(), made.from());
        }
    }

    @ParameterizedTest
    @CsvSource({"ex08.sip", "ex17.sip"})
    void theEndOfADialogIsUnavailableAndNotUnsubscribe(String example) throws Exception {
        var tree = translated(PresenceExamples.text(example));
        assertTrue(tree.get("output").asText().endsWith("type='unavailable'/>"), tree.toString());
        assertTrue(tree.get("answer").asText().contains("Subscription-State: terminated;reason=timeout"), tree.toString());
        assertTrue(tree.get("answer").asText().contains("<basic>closed</basic>"), tree.toString());
        assertTrue(tree.get("assumed").asText().startsWith("the dialog of this Call-ID, in which "), tree.toString());
    }

    @Test
    void exampleThreeMakesNoStanza() {
        assertEquals("Nothing to send: A 200 says nothing of presence (RFC8048-5.2.1-06).\n", translate(PresenceExamples.text("ex03.sip")).out());
    }

    @Test
    void theAnswerToExampleEightIsExampleNine() throws Exception {
        var answer = PresenceExamples.text("ex03.sip").replace("CSeq: 1", "CSeq: 42").replace("Expires: 3600", "Expires: 0");
        same((PresenceStanza) StanzaText.read(PresenceExamples.text("ex09.xml")),
                (PresenceStanza) StanzaText.read(translated(answer).get("output").asText()));
    }

    /** In a dialog that nobody has ended. */
    @Test
    void exampleTenEndsADialogThatIsThenBegunAnew() {
        var out = translate(PresenceExamples.text("ex10.sip")).out();
        assertTrue(out.startsWith("Answered by the gateway itself: the end of a dialog is not that of the authorization (RFC8048-5.2.2-12)"), out);
        assertTrue(out.contains("SIP/2.0 200 OK") && out.contains("SUBSCRIBE sip:romeo@example.net SIP/2.0"), out);
    }

    @ParameterizedTest
    @CsvSource({"403 Forbidden, type='unsubscribed', RFC8048-5.2.2-06", "489 Bad Event, type='unsubscribed', RFC8048-5.2.2-07",
        "603 Decline, type='unsubscribed', RFC8048-5.2.2-08", "404 Not Found, item-not-found, RFC8048-5.2.1-17"})
    void aRefusedSubscribeIsToldToTheUser(String status, String told, String rule) {
        var out = translate(PresenceExamples.text("ex03.sip").replace("200 OK", status)).out();
        assertTrue(out.contains(told) && out.contains(rule), out);
    }

    @Test
    void otherAnswersToASubscribeAreNotToldToTheUser() {
        var brief = translate(PresenceExamples.text("ex03.sip").replace("200 OK", "423 Interval Too Brief").replace("Expires: 3600", "Min-Expires: 7200"));
        assertTrue(brief.out().contains("asks once more") && brief.out().contains("Expires: 7200"), brief.out());
        var away = translate(PresenceExamples.text("ex03.sip").replace("200 OK", "503 Service Unavailable"));
        assertTrue(away.out().startsWith("Nothing to send: A 503 may pass"), away.out());
    }

    @ParameterizedTest
    @CsvSource({"481 Gone, type='unavailable'", "200 OK, Nothing to send"})
    void anAnswerToANotifyMayEndADialog(String status, String said) {
        var out = translate(PresenceExamples.text("ex03.sip").replace("200 OK", status).replace("1 SUBSCRIBE", "7 NOTIFY")).out();
        assertTrue(out.contains(said), out);
    }

    @ParameterizedTest
    @CsvSource({"pending;expires=60, nothing crosses while it is pending", "terminated;reason=noresource, is not that of the authorization",
        "terminated;reason=probation;retry-after=60, is not that of the authorization"})
    void statesThatTellNothingAreAnswered(String state, String said) {
        var notify = PresenceExamples.text("ex10.sip").replace("Subscription-State: terminated", "Subscription-State: " + state);
        var out = translate(notify).out();
        assertTrue(out.startsWith("Answered by the gateway itself: ") && out.contains(said) && out.contains("SIP/2.0 200 OK"), out);
    }

    @Test
    void severalTuplesAreAStanzaEach() throws Exception {
        var notify = PresenceExamples.text("ex20.sip").replace("<tuple id='ID-dr4hcr0st3lup4c'>", "<tuple id='ID-desk'><status><basic>open</basic></status>"
                + "<note xml:lang='it'>al ballo</note></tuple><tuple id='ID-dr4hcr0st3lup4c'>");
        var out = translated(notify).get("output").asText();
        assertTrue(out.contains("<presence from='romeo@example.net/desk' to='juliet@example.com'>\n  <status xml:lang='it'>al ballo</status>"), out);
        assertTrue(out.contains("<presence from='romeo@example.net/dr4hcr0st3lup4c' to='juliet@example.com' type='unavailable'/>"), out);
    }

    @Test
    void anActivityOfRpidIsShownAndExplained() {
        var notify = PresenceExamples.text("ex04.sip").replace("<show xmlns='jabber:client'>away</show>", "").replace("</tuple>", "</tuple>"
                + "<dm:person xmlns:dm='urn:ietf:params:xml:ns:pidf:data-model' id='p'><rpid:activities xmlns:rpid='urn:ietf:params:xml:ns:pidf:rpid'>"
                + "<rpid:on-the-phone/></rpid:activities></dm:person>");
        var out = translate(notify).out();
        assertTrue(out.contains("  <show>dnd</show>\n  <status>On the phone</status>"), out);
        assertTrue(out.lines().anyMatch(l -> l.matches("show +rpid:on-the-phone +show: dnd +RFC 8048 Table 2, RFC8048-6.3-11")), out);
    }

    @Test
    void aDocumentInTheLastNotifyAnswersAFetch() throws Exception {
        var tree = translated(PresenceExamples.text("ex04.sip").replace("active;expires=499", "terminated;reason=timeout"));
        assertTrue(tree.get("output").asText().startsWith("<presence from='romeo@example.net/dr4hcr0st3lup4c' to='juliet@example.com'>"), tree.toString());
        assertTrue(tree.get("assumed").asText().contains("has asked once for"), tree.toString());
    }

    @Test
    void theNicknameIsTheDisplayNameAndBack() throws Exception {
        var out = translated("<presence from='juliet@example.com' to='romeo@example.net' type='subscribe'>"
                + "<nick xmlns='http://jabber.org/protocol/nick'>Juliet C.</nick></presence>").get("output").asText();
        assertTrue(out.contains("From: \"Juliet C.\" <sip:juliet@example.com>;tag="), out);
        var back = translated(PresenceExamples.text("ex11.sip").replace("From: <", "From: \"Romeo M.\" <")).get("output").asText();
        assertTrue(back.contains("<nick xmlns='http://jabber.org/protocol/nick'>Romeo M.</nick>"), back);
    }

    @Test
    void aRefreshAsksOnlyWhatIsNotKnown() throws Exception {
        var tree = translated(PresenceExamples.text("ex17.sip").replace("Expires: 0", "Expires: 600"));
        assertTrue(tree.get("output").asText().contains("type='probe'"), tree.toString());
        assertTrue(tree.get("answer").asText().contains("Expires: 600") && tree.get("answer").asText().contains("active;expires=600"), tree.toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        "<presence from='a@b.example' to='c@d.example'/>"                                | 0 | "Assumed: a fresh dialog, in which c@d.example watches a@b.example, who has approved it."
        "<presence from='a@b.example' to='c@d.example' type='error' id='watch-1'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>" | 0 | "terminated;reason=noresource"
        "<presence from='a@b.example' to='c@d.example' type='error' id='1'><error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>"       | 0 | "Nothing to send: It answers nothing"
        "<presence from='a@b.example' to='d.example'/>"                                  | 0 | "a question of the gateway itself"
        "<presence from='a@b.example' to='c@d.example' type='invisible'/>"               | 1 | "Refused: bad-request"
        "<presence from='a@b.example' to='c@b.example' type='subscribe'/>"               | 1 | "is also a domain of XMPP users"
        """)
    void eachStanzaIsTold(String stanza, int exit, String said) {
        var line = translate(stanza);
        assertEquals(exit, line.exit(), line.out());
        assertTrue(line.out().contains(said), line.out());
    }

    @ParameterizedTest
    @CsvSource({"Event: presence, Event: dialog, 489 Bad Event", "Accept: application/pidf+xml, Accept: application/xpidf+xml, 406 Not Acceptable",
        "Accept: application/pidf+xml, Expires: 10, 423 Interval Too Brief", "To: <sip:juliet@example.com>, To: <sip:juliet@example.com>;tag=x, 200 OK"})
    void aSubscribeThatMayNotBeIsRefused(String line, String instead, String status) {
        var out = translate(PresenceExamples.text("ex11.sip").replace(line, instead)).out();
        assertTrue(out.contains("SIP/2.0 " + status), out);
        assertEquals(!status.startsWith("200"), out.startsWith("Refused: " + status), out);
    }

    private static String[] settings(String domains, String... more) {
        return Stream.concat(Stream.of("-Dstox.domain=example.net", "-Dstox.xmpp.domains=" + domains, "-Dstox.xmpp.server=a:1", "-Dstox.xmpp.secret=s",
                "-Dstox.sip.listen=127.0.0.1:5060", "-Dstox.sip.peer=a:1"), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void whereNobodyIsAskedASubscribeIsAProbe() {
        var line = translate(PresenceExamples.text("ex11.sip"), settings("example.com", "-Dstox.presence.watchers=allow"));
        assertTrue(line.out().contains("type='probe'") && !line.out().contains("type='subscribe'"), line.out());
        assertTrue(line.out().contains("Subscription-State: active"), line.out());
        var notification = translate(PresenceExamples.text("ex18.xml"), settings("example.com", "-Dstox.presence.watchers=allow"));
        assertTrue(notification.out().contains("juliet@example.com, who is not asked."), notification.out());
    }

    @Test
    void whatSettingsForbidIsRefused() {
        var settings = settings("example.org");
        var subscribe = translate(PresenceExamples.text("ex01.xml"), settings);
        assertEquals(1, subscribe.exit());
        assertTrue(subscribe.out().contains("<forbidden "), subscribe.out());
        var notification = translate(PresenceExamples.text("ex18.xml"), settings);
        assertEquals(1, notification.exit());
        assertTrue(notification.out().contains("its sender is not told"), notification.out());
        var notify = translate(PresenceExamples.text("ex20.sip"), settings);
        assertEquals(1, notify.exit());
        assertTrue(notify.out().contains("481"), notify.out());
    }
}
