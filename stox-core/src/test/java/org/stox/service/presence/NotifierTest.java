package org.stox.service.presence;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.pidf.Pidf.Basic;
import org.stox.protocol.pidf.PidfCodec;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 8048 §5.3, §6.2: a SIP user watches an XMPP contact. */
class NotifierTest {

    private static final String SUBSCRIBE = "<presence from='romeo@example.net' to='juliet@example.com' type='subscribe'>"
            + "<nick xmlns='http://jabber.org/protocol/nick'>Romeo M.</nick></presence>";
    private static final String PROBE = "<presence from='romeo@example.net' to='juliet@example.com' type='probe'/>";
    private static final String UNAVAILABLE = "<presence from='romeo@example.net' to='juliet@example.com' type='unavailable'/>";

    private final Stage stage = new Stage();
    private final SipRequest subscribe = SipPlayer.subscribe("c1", "");
    private SipResponse reply;

    /** To F28. */
    private void asked() {
        stage.sip(subscribe);
        reply = stage.replies.remove();
    }

    /** To F32, and what was asked for then. */
    private void approved() {
        asked();
        stage.sip.remove();
        stage.stanzas();
        stage.xmpp(Vectors.text("rfc8048-ex13.xml"));
    }

    /** With Juliet at her balcony, told. */
    private void watching() {
        approved();
        stage.sip.remove();
        stage.stanzas();
        stage.xmpp("<presence from='juliet@example.com/balcony' to='romeo@example.net'/>");
        assertEquals(List.of("ID-balcony open"), tuples(stage.sip.remove()));
    }

    private void comes(String resource, String attributes, String content) {
        stage.xmpp("<presence from='juliet@example.com" + resource + "' to='romeo@example.net' " + attributes + ">" + content + "</presence>");
    }

    private static List<String> tuples(SipRequest notify) {
        return pidf(notify).tuples().stream().map(t -> t.id() + " " + t.basic().orElseThrow()).toList();
    }

    private static Pidf pidf(SipRequest notify) {
        return PidfCodec.read(notify.body());
    }

    private static void assertState(String state, SipRequest notify) {
        assertEquals(Optional.of(state), notify.header("Subscription-State"));
    }

    private Notifier machine() {
        return (Notifier) stage.machine(PresenceKeys.notifier(Jid.parse("romeo@example.net"), Jid.parse("juliet@example.com")));
    }

    @Test
    @Proves({"RFC8048-5.3.1-01", "RFC8048-5.3.1-02", "RFC8048-5.3.1-03", "RFC8048-5.3.1-04", "RFC8048-5.1-04"})
    void subscribeIsAnsweredAtOnceAndAsked() {
        asked();
        assertEquals(200, reply.status());
        assertEquals(Optional.of("3600"), reply.header("Expires"));
        assertEquals(Optional.of("<sip:juliet@example.com>"), reply.header("Contact"));
        assertTrue(reply.header("To").orElseThrow().contains(";tag="));
        var notify = stage.sip.remove();
        assertState("pending;expires=3600", notify);
        assertEquals(0, notify.body().length());
        assertEquals(List.of(SUBSCRIBE), stage.stanzas());
    }

    @Test
    @Proves({"RFC8048-5.3.1-04", "RFC8048-5.3.1-05"})
    void theRequestUriSaysWhoIsWatched() {
        stage.sip(SipPlayer.read(Vectors.text("rfc8048-ex11.sip")));
        stage.sip.remove();
        assertEquals(Vectors.text("rfc8048-ex12.xml").replaceAll("\\s+", " ").strip(), stage.stanza());
    }

    @Test
    @Proves({"RFC8048-5.3.1-07", "RFC8048-5.3.1-08", "RFC8048-5.3.1-11", "RFC8048-6.2-32"})
    void subscribedIsAnEmptyActiveNotify() {
        approved();
        var notify = stage.sip.remove();
        assertEquals("NOTIFY", notify.method());
        assertEquals("sip:romeo@192.0.2.7;gr=dr4hcr0st3lup4c", notify.uri().toString());
        assertEquals(Optional.of("<sip:juliet@example.com>;" + reply.header("To").orElseThrow().replaceAll(".*;", "")), notify.header("From"));
        assertEquals(Optional.of("\"Romeo M.\" <sip:romeo@example.net>;tag=xfg9"), notify.header("To"));
        assertEquals(Optional.of("presence"), notify.header("Event"));
        assertEquals(Optional.of("2 NOTIFY"), notify.header("CSeq"));
        assertEquals(Optional.of("<sip:juliet@example.com>"), notify.header("Contact"));
        assertState("active;expires=3600", notify);
        assertEquals(0, notify.body().length());
        assertEquals(List.of(PROBE), stage.stanzas());
        stage.xmpp(Vectors.text("rfc8048-ex13.xml"));       // once more
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-5.3.1-08")
    void eachDialogOfTheWatcherIsTold() {
        asked();
        stage.sip(SipPlayer.subscribe("c2", ""));
        stage.replies.remove();
        stage.sip.clear();
        assertEquals(List.of(SUBSCRIBE), stage.stanzas());  // asked once
        stage.xmpp(Vectors.text("rfc8048-ex13.xml"));
        assertEquals(List.of("c1", "c2"), stage.sip.stream().map(r -> r.header("Call-ID").orElseThrow()).toList());
    }

    @Test
    @Proves({"RFC8048-5.3.1-09", "RFC8048-5.3.1-11"})
    void unsubscribedIsRejected() {
        asked();
        stage.sip.remove();
        stage.stanzas();
        stage.xmpp(Vectors.text("rfc8048-ex15.xml"));
        var notify = stage.sip.remove();
        assertState("terminated;reason=rejected", notify);
        assertEquals(0, notify.body().length());
        assertEquals(0, stage.sessions());
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-5.3.1-09")
    void revokedIsTheSame() {
        watching();
        stage.xmpp(Vectors.text("rfc8048-ex15.xml"));
        var notify = stage.sip.remove();
        assertState("terminated;reason=rejected", notify);
        assertEquals(0, notify.body().length());
        assertEquals(0, stage.sessions());
    }

    @Test
    @Proves("RFC8048-5.3.1-10")
    void withoutADialogADecisionIsOnlyRemembered() {
        stage.xmpp(Vectors.text("rfc8048-ex13.xml"));
        assertEquals(Authorization.GRANTED, machine().authorization());
        assertTrue(stage.sip.isEmpty());
        stage.stanzas();
        asked();
        assertState("active;expires=3600", stage.sip.remove());
        assertTrue(stage.stanzas().stream().noneMatch(SUBSCRIBE::equals));
        stage.sip(SipPlayer.again(subscribe, reply, 2, 0));
        stage.sip.remove();
        stage.xmpp(Vectors.text("rfc8048-ex15.xml"));
        assertEquals(0, stage.sessions());
        assertTrue(stage.sip.isEmpty());
    }

    @Test
    @Proves("RFC8048-5.3.1-12")
    void whatANotifierCannotServeIsRefused() {
        assertRefused(489, subscribe.with("Event", "dialog"), "Allow-Events: presence");
        assertRefused(489, subscribe.without("Event"), "Allow-Events: presence");
        assertRefused(406, subscribe.with("Accept", "application/xpidf+xml"), "Accept: application/pidf+xml");
        assertRefused(423, subscribe.with("Expires", "10"), "Min-Expires: 60");
        assertRefused(400, subscribe.without("Contact"));
        stage.sip(subscribe.with("Accept", "application/x, application/*;q=0.5"));
        assertEquals(200, stage.replies.remove().status());
    }

    private void assertRefused(int status, SipRequest request, String... headers) {
        stage.sip(request);
        var reason = stage.refusals.remove().reason();
        assertEquals(status, reason.status().orElseThrow());
        assertEquals(List.of(headers), reason.headers().stream().map(Object::toString).toList());
        assertEquals(0, stage.sessions());
        stage.quiet();
    }

    @ParameterizedTest
    @CsvSource({"item-not-found,terminated;reason=noresource", "gone,terminated;reason=noresource", "forbidden,terminated;reason=rejected",
        "not-authorized,terminated;reason=rejected", "remote-server-timeout,terminated;reason=probation;retry-after=60",
        "feature-not-implemented,terminated;reason=giveup;retry-after=600"})
    @Proves("RFC8048-5.3.1-13")
    void anErrorStanzaEndsTheDialog(String condition, String state) {
        asked();
        stage.sip.remove();
        var id = stage.xmpp.remove().id().orElseThrow();
        stage.xmpp("<presence from='juliet@example.com' to='romeo@example.net' type='error' id='" + id + "'><error type='cancel'><" + condition
                + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
        assertState(state, stage.sip.remove());
        assertEquals(0, stage.sessions());
    }

    @Test
    @Proves("RFC8048-5.3.1-13")
    void soDoesAStanzaThatNeverWent() {
        asked();
        stage.sip.remove();
        stage.fail(stage.xmpp.remove(), Refusal.sip(503, "No server"));
        assertTrue(stage.sip.remove().header("Subscription-State").orElseThrow().startsWith("terminated;reason="));
        assertEquals(0, stage.sessions());
    }

    @Test
    @Proves({"RFC8048-5.3.2-01", "RFC8048-5.3.2-02", "RFC8048-5.3.2-03", "RFC8048-5.3.2-05"})
    void aRefreshIsAnsweredWithWhatIsKnown() {
        watching();
        stage.pass(Duration.ofMinutes(50));
        stage.sip(SipPlayer.again(subscribe, reply, 2, 1800));
        assertEquals(Optional.of("1800"), stage.replies.remove().header("Expires"));
        var notify = stage.sip.remove();
        assertState("active;expires=1800", notify);
        assertEquals(List.of("ID-balcony open"), tuples(notify));
        stage.quiet();
        stage.pass(Duration.ofMinutes(29));
        stage.quiet();
        stage.pass(Duration.ofMinutes(2));
        assertState("terminated;reason=timeout", stage.sip.remove());
    }

    @Test
    @Proves({"RFC8048-5.3.2-04", "RFC8048-5.3.2-02"})
    void aRefreshWithoutKnowledgeIsEmpty() {
        approved();
        stage.sip.remove();
        stage.stanzas();
        stage.sip(SipPlayer.again(subscribe, reply, 2, 600));
        stage.replies.remove();
        var notify = stage.sip.remove();
        assertState("active;expires=600", notify);
        assertEquals(0, notify.body().length());
        assertEquals(List.of(PROBE), stage.stanzas());
    }

    /** RFC 6665 §8.2.1: package and id say which subscription of a dialog is meant; a dialog of ours has one. */
    @Test
    void aSubscribeWithAnotherIdIsOfNoSubscriptionOfTheDialog() {
        var first = subscribe.with("Event", "presence;id=a");
        stage.sip(first);
        var answer = stage.replies.remove();
        assertEquals(Optional.of("presence;id=a"), stage.sip.remove().header("Event"));
        for (var other : List.of("presence;id=b", "presence;id=A", "presence")) {
            stage.sip(SipPlayer.again(first, answer, 2, 600).with("Event", other));
            assertEquals(481, stage.replies.remove().status(), other);
        }
        stage.sip(SipPlayer.again(first, answer, 2, 600).with("Event", "presence ; x=y ; id=a"));
        assertEquals(200, stage.replies.remove().status());
    }

    @Test
    void aSubscribeOfNoDialogOrAnEarlierNumberIsRefused() {
        watching();
        stage.sip(SipPlayer.again(subscribe, reply, 2, 600).with("Call-ID", "other"));
        assertEquals(481, stage.replies.remove().status());
        stage.sip(SipPlayer.again(subscribe, reply, 1, 600));
        assertEquals(500, stage.replies.remove().status());
        stage.quiet();
    }

    @Test
    @Proves({"RFC8048-5.3.2-06", "RFC8048-1-01"})
    void aDialogThatIsNotRefreshedEndsAndTheAuthorizationStays() {
        watching();
        stage.pass(Duration.ofSeconds(3601));
        assertState("terminated;reason=timeout", stage.sip.remove());
        assertEquals(List.of(UNAVAILABLE), stage.stanzas());
        assertEquals(Authorization.GRANTED, machine().authorization());
    }

    @Test
    @Proves({"RFC8048-5.3.3-01", "RFC8048-5.3.3-02", "RFC8048-5.3.3-03", "RFC8048-5.1-02"})
    void expiresZeroInTheDialogIsItsEnd() {
        watching();
        stage.sip(SipPlayer.again(subscribe, reply, 66, 0));
        assertEquals(Optional.of("0"), stage.replies.remove().header("Expires"));
        var notify = stage.sip.remove();
        assertState("terminated;reason=timeout", notify);
        assertEquals(List.of("ID-balcony closed"), tuples(notify));
        assertEquals(List.of(UNAVAILABLE), stage.stanzas());
        stage.sip(SipPlayer.subscribe("c9", ""));           // later: silently approved
        stage.replies.remove();
        assertState("active;expires=3600", stage.sip.remove());
        assertEquals(List.of(PROBE), stage.stanzas());
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-5.3.3-04")
    void unavailableIsForTheLastDialogOnly() {
        watching();
        stage.sip(SipPlayer.subscribe("c2", ""));
        stage.replies.remove();
        stage.sip.clear();
        stage.sip(SipPlayer.again(subscribe, reply, 2, 0));
        assertEquals(List.of(), stage.stanzas());
    }

    @Test
    @Proves({"RFC8048-6.2-01", "RFC8048-6.2-19", "RFC8048-6.2-11", "RFC8048-6.2-18"})
    void presenceIsANotifyWithPidf() {
        watching();
        stage.pass(Duration.ofSeconds(6));
        comes("/balcony", "xml:lang='it'", "<show>dnd</show><status>via</status><priority>1</priority>");
        var notify = stage.sip.remove();
        assertEquals(Optional.of("application/pidf+xml"), notify.header("Content-Type"));
        assertEquals(Optional.of("it"), notify.header("Content-Language"));
        assertEquals("pres:juliet@example.com", pidf(notify).entity());
        assertEquals(Basic.OPEN, pidf(notify).tuples().get(0).basic().orElseThrow());
        assertEquals(Optional.of("4 NOTIFY"), notify.header("CSeq"));
        assertEquals(Optional.of("presence"), notify.header("Event"));
        stage.quiet();
    }

    @Test
    @Proves({"RFC8048-6.2-20", "RFC8048-6.2-21"})
    void unavailableIsClosedAndTheDialogStays() {
        watching();
        stage.pass(Duration.ofSeconds(6));
        comes("/balcony", "type='unavailable'", "");
        var notify = stage.sip.remove();
        assertEquals(List.of("ID-balcony closed"), tuples(notify));
        assertTrue(notify.header("Subscription-State").orElseThrow().startsWith("active;"));
    }

    @Test
    @Proves({"RFC8048-6.2-29", "RFC8048-6.2-30"})
    void allResourcesAreInEachDocumentAndOneThatLeftOnce() {
        watching();
        stage.pass(Duration.ofSeconds(6));
        comes("/42", "", "<show>away</show>");
        assertEquals(List.of("ID-balcony open", "ID-42 open"), tuples(stage.sip.remove()));
        stage.pass(Duration.ofSeconds(6));
        comes("/balcony", "type='unavailable'", "");
        assertEquals(List.of("ID-42 open", "ID-balcony closed"), tuples(stage.sip.remove()));
        stage.pass(Duration.ofSeconds(6));
        comes("/42", "", "");
        assertEquals(List.of("ID-42 open"), tuples(stage.sip.remove()));
    }

    @Test
    @Proves("RFC8048-6.2-31")
    void changesWithinFiveSecondsAreToldAsOne() {
        watching();
        stage.pass(Duration.ofSeconds(1));
        comes("/balcony", "", "<show>away</show>");
        comes("/balcony", "", "<show>xa</show>");
        stage.pass(Duration.ofMillis(3900));
        stage.quiet();
        stage.pass(Duration.ofMillis(200));
        assertEquals(Optional.of("xa"), pidf(stage.sip.remove()).tuples().get(0).show());
        stage.pass(Duration.ofMinutes(1));
        stage.quiet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"subscribe", "unsubscribe", "probe", "error", "subscribed"})
    @Proves({"RFC8048-6.2-16", "RFC8048-6.1-01"})
    void otherTypesAreNoNotification(String type) {
        watching();
        stage.pass(Duration.ofSeconds(6));
        comes("/balcony", "type='" + type + "'", "<show>away</show>");
        assertTrue(stage.sip.stream().noneMatch(r -> r.method().equals("NOTIFY")));
    }

    @Test
    @Proves("RFC8048-6.2-03")
    void withoutADialogThereIsNoNotify() {
        comes("/balcony", "", "");
        stage.quiet();
        approved();
        stage.sip(SipPlayer.again(subscribe, reply, 2, 0));
        stage.sip.clear();
        stage.stanzas();
        stage.replies.clear();
        comes("/balcony", "", "");
        stage.quiet();
    }

    @Test
    @Proves({"RFC8048-8.2-02", "RFC8048-8.2-03", "RFC8048-6.2-02"})
    void whatOneWatcherIsSentNoOtherSees() {
        watching();
        var other = subscribe.with("From", "<sip:mercutio@example.net>;tag=m1").with("Call-ID", "c5");
        stage.sip(other);
        stage.replies.remove();
        stage.sip.remove();
        stage.stanzas();
        stage.xmpp("<presence from='juliet@example.com' to='mercutio@example.net' type='subscribed'/>");
        assertEquals(0, stage.sip.remove().body().length());
        stage.stanzas();
        stage.pass(Duration.ofSeconds(6));
        comes("/balcony", "", "<status>for Romeo only</status>");
        assertEquals("c1", stage.sip.remove().header("Call-ID").orElseThrow());
        assertTrue(stage.sip.isEmpty());
    }

    @Test
    @Proves({"RFC8048-5.2.3-07", "RFC8048-5.3.3-05", "RFC8048-5.1-01"})
    void theTwoDirectionsDoNotTouchEachOther() {
        watching();
        stage.xmpp(Vectors.text("rfc8048-ex01.xml"));
        var toRomeo = stage.sip.remove();
        stage.sip(SipPlayer.notify(toRomeo, 1, "active;expires=3600", ""));
        stage.replies.remove();
        stage.stanzas();
        stage.xmpp(Vectors.text("rfc8048-ex07.xml"));
        stage.sip.remove();
        assertEquals(Authorization.GRANTED, machine().authorization());
        assertEquals(1, machine().dialogs().size());
        stage.sip(SipPlayer.again(subscribe, reply, 2, 0));
        stage.sip.remove();
        assertEquals(List.of(UNAVAILABLE), stage.stanzas());
    }

    /** As long as the contact has not agreed, his server tells the watcher only what one resource sends it. */
    @Test
    @Proves("RFC8048-5.1-05")
    void oneResourceIsNotTheWholeContactUntilHeAgrees() {
        asked();
        stage.xmpp(Vectors.text("rfc8048-ex01.xml"));
        var toRomeo = stage.sip.removeLast();
        stage.sip(SipPlayer.notify(toRomeo, 1, "active;expires=3600", ""));
        stage.stanzas();
        comes("/balcony", "", "");
        stage.quietXmpp();
        comes("/balcony", "type='unavailable'", "");
        assertEquals(List.of("<presence from='example.net' to='juliet@example.com' type='probe'/>"), stage.stanzas());
        stage.xmpp(Vectors.text("rfc8048-ex13.xml"));
        stage.stanzas();
        comes("/chamber", "", "");
        comes("/chamber", "type='unavailable'", "");
        stage.quietXmpp();                                  // now he sees them all
    }

    @ParameterizedTest
    @ValueSource(ints = {481, 408, 404, 489})
    void aWatcherThatIsGoneIsForgotten(int status) {
        watching();
        stage.pass(Duration.ofSeconds(6));
        comes("/balcony", "", "<show>away</show>");
        var notify = stage.sip.remove();
        stage.answer(notify, SipPlayer.answer(notify, status));
        assertEquals(List.of(UNAVAILABLE), stage.stanzas());
        assertEquals(List.of(), machine().dialogs());
        stage.pass(Duration.ofHours(2));
        stage.quiet();
    }

    @Test
    void aWatcherThatIsBusyIsNot() {
        watching();
        stage.pass(Duration.ofSeconds(6));
        comes("/balcony", "", "<show>away</show>");
        var notify = stage.sip.remove();
        stage.answer(notify, SipPlayer.answer(notify, 503));
        assertEquals(1, machine().dialogs().size());
    }

    @Test
    void afterARestartTheContactIsProbedAndNumbersLeap() {
        watching();
        stage.restart();
        assertEquals(List.of(PROBE), stage.stanzas());
        comes("/balcony", "", "<show>away</show>");
        var notify = stage.sip.remove();
        assertEquals(Optional.of("1004 NOTIFY"), notify.header("CSeq"));
        assertEquals(List.of("ID-balcony open"), tuples(notify));
        stage.pass(Duration.ofMinutes(2));
        stage.quiet();
    }

    @Test
    void aContactThatDoesNotComeBackIsClosedAfterHalfAMinute() {
        watching();
        stage.restart();
        stage.stanzas();
        stage.pass(Duration.ofSeconds(29));
        stage.quiet();
        stage.pass(Duration.ofSeconds(2));
        assertEquals(List.of("bare closed"), tuples(stage.sip.remove()));
    }

    @Test
    void aShortOutageOfTheServerIsNotSeen() {
        watching();
        stage.lost();
        stage.pass(Duration.ofSeconds(20));
        stage.quiet();
        stage.back();
        assertEquals(List.of(PROBE), stage.stanzas());
        comes("/balcony", "", "");
        assertEquals(List.of("ID-balcony open"), tuples(stage.sip.remove()));
        stage.pass(Duration.ofMinutes(2));
        stage.quiet();
    }

    @Test
    void aLongOneClosesTheContact() {
        watching();
        stage.lost();
        stage.pass(Duration.ofSeconds(31));
        assertEquals(List.of("bare closed"), tuples(stage.sip.remove()));
        stage.back();
        assertEquals(List.of(PROBE), stage.stanzas());
        stage.pass(Duration.ofSeconds(6));
        comes("/balcony", "", "");
        assertEquals(List.of("ID-balcony open"), tuples(stage.sip.remove()));
    }

    @Test
    @Proves({"RFC8048-7.2-01", "RFC8048-7.2-03", "RFC8048-7.2-04"})
    void expiresZeroOutsideOfADialogIsAFetch() {
        var printed = Vectors.octets("rfc8048-ex24.sip");
        assertEquals(400, ((SipCodec.Reading.Bad) SipCodec.read(printed, 0, printed.length)).status());     // no To
        stage.sip(SipPlayer.read(Vectors.text("rfc8048-ex24.sip").replace("Call-ID", "To: <sip:juliet@example.com>\r\nCall-ID")));
        assertEquals(Optional.of("0"), stage.replies.remove().header("Expires"));
        assertEquals(Vectors.text("rfc8048-ex25.xml").replaceAll("\\s+", " ").strip(), stage.stanza());
        stage.quiet();
        comes("/balcony", "", "");
        comes("/42", "", "<show>away</show>");
        stage.pass(Duration.ofSeconds(1));
        var notify = stage.sip.remove();
        assertState("terminated;reason=timeout", notify);
        assertEquals(List.of("ID-balcony open", "ID-42 open"), tuples(notify));
        assertEquals(0, stage.sessions());
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-7.2-02")
    void aFetchOfWhatIsKnownSendsNoProbe() {
        watching();
        stage.sip(SipPlayer.subscribe("c7", "Expires: 0\n"));
        assertEquals(200, stage.replies.remove().status());
        var notify = stage.sip.remove();
        assertState("terminated;reason=timeout", notify);
        assertEquals(List.of("ID-balcony open"), tuples(notify));
        stage.quiet();
    }

    /** A server answers the probe of one who has no authorization with unsubscribed (RFC 6121 §4.3.2), which is no decision of the contact. */
    @Test
    @Proves("RFC8048-7.2-05")
    void aFetchBeforeTheDecisionSendsNoProbe() {
        asked();
        stage.sip.remove();
        stage.stanzas();
        stage.sip(SipPlayer.subscribe("c7", "Expires: 0\n"));
        assertEquals(200, stage.replies.remove().status());
        var notify = stage.sip.remove();
        assertState("terminated;reason=timeout", notify);
        assertEquals(0, notify.body().length());
        stage.quiet();
        stage.xmpp(Vectors.text("rfc8048-ex13.xml"));
        assertState("active;expires=3600", stage.sip.remove());
    }

    /** The other way round: he asks once, and before that is answered he wants to be told for longer. Prosody gives no id. */
    @ParameterizedTest
    @ValueSource(strings = {"", "id"})
    @Proves({"RFC8048-7.2-05", "RFC8048-5.3.1-09"})
    void theAnswerToAProbeIsNoDecision(String id) {
        stage.sip(SipPlayer.subscribe("c7", "Expires: 0\n"));
        var answer = id.isEmpty() ? "type='unsubscribed'" : "type='unsubscribed' id='" + stage.xmpp.getLast().id().orElseThrow() + "'";
        assertEquals(List.of(PROBE), stage.stanzas());
        stage.replies.clear();
        asked();
        assertState("pending;expires=3600", stage.sip.remove());
        comes("", answer, "");
        var fetched = stage.sip.remove();
        assertEquals(Optional.of("c7"), fetched.header("Call-ID"));
        assertEquals(0, fetched.body().length());
        assertEquals(List.of(), List.copyOf(stage.sip));
        comes("", "type='unsubscribed'", "");               // and this is one
        assertState("terminated;reason=rejected", stage.sip.remove());
        assertEquals(0, stage.sessions());
    }

    /** What a client sends has an id of its own. */
    @Test
    @Proves("RFC8048-5.3.1-09")
    void aQuickDecisionIsOneThoughAProbeIsUnanswered() {
        stage.sip(SipPlayer.subscribe("c7", "Expires: 0\n"));
        stage.replies.clear();
        asked();
        stage.sip.clear();
        comes("", "type='unsubscribed' id='h6fp1'", "");
        assertEquals(List.of("terminated;reason=timeout", "terminated;reason=rejected"),
                stage.sip.stream().map(r -> r.header("Subscription-State").orElseThrow()).toList());
    }

    @Test
    @Proves("RFC8048-7.2-05")
    void anErrorToTheProbeIsNoneToTheRequest() {
        stage.sip(SipPlayer.subscribe("c7", "Expires: 0\n"));
        var id = stage.xmpp.getLast().id().orElseThrow();
        stage.replies.clear();
        asked();
        stage.sip.clear();
        comes("", "type='error' id='" + id + "'", "<error type='auth'><forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>");
        assertEquals(Optional.of("c7"), stage.sip.remove().header("Call-ID"));
        assertEquals(0, stage.sip.size());
        assertEquals(1, machine().dialogs().size());
    }

    /** After a restart, or where the server tells one who is unavailable nothing more, what came in between is not all there is. */
    @ParameterizedTest
    @ValueSource(ints = {3600, 0})
    @Proves({"RFC8048-7.2-01", "RFC8048-5.3.1-07"})
    void whatCameWithoutADialogIsNotAllThereIs(int expires) {
        stage.xmpp(Vectors.text("rfc8048-ex13.xml"));
        comes("/42", "type='unavailable'", "");
        stage.sip(SipPlayer.subscribe("c7", "Expires: " + expires + "\n"));
        assertEquals(List.of(PROBE), stage.stanzas());
        stage.sip.clear();
        comes("/balcony", "", "");
        stage.pass(Duration.ofSeconds(1));
        assertTrue(tuples(stage.sip.remove()).contains("ID-balcony open"));
    }

    @Test
    @Proves("RFC8048-6.2-30")
    void resourcesThatLeftUnseenPushNoOtherOut() {
        approved();
        stage.sip(SipPlayer.again(subscribe, reply, 2, 0));
        stage.sip.clear();
        stage.replies.clear();
        comes("/balcony", "", "");
        for (int i = 0; i < 40; i++) {
            comes("/" + i, "", "");
            comes("/" + i, "type='unavailable'", "");
        }
        stage.stanzas();
        stage.sip(SipPlayer.subscribe("c7", ""));
        assertEquals(List.of("ID-balcony open"), tuples(stage.sip.remove()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unsubscribed", "nothing"})
    @Proves({"RFC8048-7.2-05", "RFC8048-7.2-03"})
    void aFetchThatIsNotAnsweredIsEmpty(String answer) {
        stage.sip(SipPlayer.subscribe("c7", "Expires: 0\n"));
        stage.replies.remove();
        stage.stanzas();
        if (answer.equals("nothing")) {
            stage.pass(Duration.ofSeconds(5));
        } else {
            comes("", "type='unsubscribed'", "");
        }
        var notify = stage.sip.remove();
        assertState("terminated;reason=timeout", notify);
        assertEquals(0, notify.body().length());
        assertEquals(0, stage.sessions());
    }

    @Test
    void aFloodOfFetchesMakesOneProbeAndIsCapped() {
        for (int i = 0; i < 20; i++) {
            stage.sip(SipPlayer.subscribe("f" + i, "Expires: 0\n"));
        }
        assertEquals(List.of(PROBE), stage.stanzas());
        assertEquals(16, stage.replies.size());
        assertEquals(4, stage.refusals.size());
        assertEquals(List.of("Retry-After: 4"), stage.refusals.remove().reason().headers().stream().map(Object::toString).toList());
        stage.pass(Duration.ofSeconds(5));
        assertEquals(16, stage.sip.size());
        assertEquals(0, stage.sessions());
    }

    private void subscribes(String callId, String contact) {
        stage.sip(SipPlayer.subscribe(callId, "").with("Contact", contact));
        assertEquals(200, stage.replies.remove().status());
    }

    /** A phone that is rebooted sixteen times within the hour has forgotten all its dialogs. */
    @Test
    @Proves("RFC8048-5.3.1-01")
    void theOldestDialogMakesRoomAndNobodyIsLockedOut() {
        approved();
        for (int i = 2; i <= 16; i++) {
            subscribes("c" + i, "<sip:romeo@192.0.2." + i + ">");
        }
        stage.sip(SipPlayer.again(subscribe, reply, 2, 3600));          // the first is alive: the second is the oldest
        stage.replies.remove();
        stage.sip.clear();
        stage.stanzas();
        subscribes("c17", "<sip:romeo@192.0.2.99>");
        var first = stage.sip.remove();
        assertEquals(Optional.of("c17"), first.header("Call-ID"));
        assertState("active;expires=3600", first);
        var last = stage.sip.remove();
        assertEquals(Optional.of("c2"), last.header("Call-ID"));
        assertState("terminated;reason=probation;retry-after=600", last);
        assertEquals(0, last.body().length());
        assertEquals(16, machine().dialogs().size());
        assertEquals(List.of(), stage.stanzas().stream().filter(UNAVAILABLE::equals).toList());
        stage.sip(SipPlayer.again(subscribe, reply, 3, 3600));
        assertEquals(200, stage.replies.remove().status());
    }

    @Test
    void theDialogOfTheSameContactMakesRoomFirst() {
        approved();
        for (int i = 2; i <= 16; i++) {
            subscribes("c" + i, "<sip:romeo@192.0.2." + i + ">");
        }
        stage.sip.clear();
        subscribes("c17", "<sip:romeo@192.0.2.9>");
        assertEquals(List.of("c17", "c9"), stage.sip.stream().map(r -> r.header("Call-ID").orElseThrow()).toList());
    }

    @Test
    void oneMayAskOnceMoreWhoHasAsManyDialogsAsThereMayBe() {
        asked();
        for (int i = 2; i <= 16; i++) {
            subscribes("c" + i, "<sip:romeo@192.0.2." + i + ">");
        }
        stage.sip.clear();
        stage.sip(SipPlayer.subscribe("f1", "Expires: 0\n"));
        assertEquals(200, stage.replies.remove().status());
        assertState("terminated;reason=timeout", stage.sip.remove());
        assertEquals(16, machine().dialogs().size());
    }

    @Test
    void theOperatorSaysWhereRequestsReachUs() {
        stage.policy(new PresencePolicy(1800, 60, Duration.ofSeconds(5), Duration.ofSeconds(30), 500, PresencePolicy.Watchers.ASK,
                () -> Optional.of(org.stox.address.SipUri.of("x", "192.0.2.1"))));
        asked();
        assertEquals(Optional.of("<sip:juliet@192.0.2.1>"), reply.header("Contact"));
        assertEquals(Optional.of("1800"), reply.header("Expires"));
        assertNotEquals(0, stage.sip.size());
    }
}
