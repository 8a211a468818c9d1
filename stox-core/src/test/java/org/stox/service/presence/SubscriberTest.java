package org.stox.service.presence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.address.Jid;
import org.stox.protocol.sip.OwnAddress;
import org.stox.protocol.sip.SipRequest;
import org.stox.test.Proves;
import org.stox.test.Vectors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** RFC 8048 §5.2: an XMPP user watches a SIP contact. */
class SubscriberTest {

    private static final String SUBSCRIBED = "<presence from='romeo@example.net' to='juliet@example.com' type='subscribed'/>";
    private static final String UNSUBSCRIBED = "<presence from='romeo@example.net' to='juliet@example.com' type='unsubscribed'/>";
    private static final String AWAY = "<presence from='romeo@example.net/dr4hcr0st3lup4c' to='juliet@example.com'><show>away</show></presence>";
    private static final String GONE = "<presence from='romeo@example.net/dr4hcr0st3lup4c' to='juliet@example.com' type='unavailable'/>";

    private static final String PROBE = "<presence from='example.net' to='juliet@example.com' type='probe'/>";

    private final Stage stage = new Stage();

    /** To F2. */
    private SipRequest asked() {
        stage.xmpp(Vectors.text("rfc8048-ex01.xml"));
        return stage.sip.remove();
    }

    /** To F5. */
    private SipRequest accepted() {
        var subscribe = asked();
        stage.answer(subscribe, SipPlayer.ok(subscribe, 3600));
        return subscribe;
    }

    private void notified(SipRequest subscribe, int cseq, String state, String body) {
        notified(subscribe, cseq, state, body, 200);
    }

    private void notified(SipRequest subscribe, int cseq, String state, String body, int status) {
        stage.sip(SipPlayer.notify(subscribe, cseq, state, body));
        assertEquals(status, stage.replies.remove().status());
    }

    /** To F15. */
    private SipRequest active() {
        var subscribe = accepted();
        notified(subscribe, 2, "active;expires=3600", SipPlayer.AWAY);
        assertEquals(List.of(SUBSCRIBED, AWAY), stage.stanzas());
        return subscribe;
    }

    private Subscriber machine() {
        return (Subscriber) stage.machine(PresenceKeys.subscriber(Jid.parse("juliet@example.com"), Jid.parse("romeo@example.net")));
    }

    /** Of a user of whom the server tells the gateway no more than that. */
    private void resourceAway() {
        leaves();
        assertEquals(PROBE, stage.stanza());
        stage.xmpp("<presence from='juliet@example.com' to='example.net' type='unsubscribed'/>");
    }

    private void leaves() {
        stage.xmpp("<presence from='juliet@example.com/balcony' to='romeo@example.net' type='unavailable'/>");
    }

    @Test
    @Proves({"RFC8048-5.2.1-01", "RFC8048-5.2.1-02", "RFC8048-5.1-04", "RFC8048-5.1-03"})
    void subscribeBecomesSubscribe() {
        var request = asked();
        var printed = SipPlayer.read(Vectors.text("rfc8048-ex02.sip").replace("Call-ID", "To: <sip:romeo@example.net>\r\nCall-ID"));
        for (var header : List.of("Event", "Max-Forwards", "CSeq", "Accept", "Expires")) {
            assertEquals(printed.header(header), request.header(header), header);
        }
        assertEquals("SUBSCRIBE", request.method());
        assertEquals(printed.uri(), request.uri());
        assertEquals("sip:juliet@example.com", SipPlayer.uriOf(request, "From"));
        assertEquals(Optional.of("<sip:romeo@example.net>"), request.header("To"));
        assertEquals(Optional.of("<sip:juliet@example.com>"), request.header("Contact"));
        assertEquals(0, request.body().length());
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-5.2.1-06")
    void the200SaysNothing() {
        accepted();
        stage.quiet();
    }

    @Test
    @Proves({"RFC8048-5.2.1-08", "RFC8048-5.2.1-09", "RFC8048-4-01"})
    void pendingIsAnsweredAndNotToldOn() {
        var subscribe = accepted();
        notified(subscribe, 2, "pending;expires=3600", "");
        notified(subscribe, 3, "pending;expires=3600", SipPlayer.AWAY);
        stage.quiet();
        notified(subscribe, 4, "active;expires=3600", "");
        assertEquals(List.of(SUBSCRIBED), stage.stanzas());
    }

    @Test
    @Proves({"RFC8048-5.2.1-10", "RFC8048-5.2.1-11", "RFC8048-5.2.1-12", "RFC8048-5.2.1-14", "RFC8048-5.2.1-15", "RFC8048-6.3-01"})
    void theFirstActiveNotifySaysSubscribedOnce() {
        var subscribe = accepted();
        notified(subscribe, 2, "active;expires=499", Vectors.text("rfc8048-ex04.sip").substring(Vectors.text("rfc8048-ex04.sip").indexOf("<?xml")));
        assertEquals(Vectors.text("rfc8048-ex05.xml").replaceAll("\\s+", " ").strip(), stage.stanza());
        assertEquals(AWAY, stage.stanza());
        notified(subscribe, 3, "active;expires=400", SipPlayer.CLOSED);
        assertEquals(List.of(GONE), stage.stanzas());
    }

    @Test
    @Proves("RFC8048-5.2.1-13")
    void withoutBodyNobodyIsAvailable() {
        notified(accepted(), 2, "active;expires=3600", "");
        assertEquals(List.of(SUBSCRIBED), stage.stanzas());
    }

    @Test
    @Proves("RFC8048-5.2.1-07")
    void aNotifyMayComeBeforeThe200() {
        var subscribe = asked();
        notified(subscribe, 2, "active;expires=3600", SipPlayer.AWAY);
        assertEquals(List.of(SUBSCRIBED, AWAY), stage.stanzas());
        stage.answer(subscribe, SipPlayer.ok(subscribe, 3600));
        notified(subscribe, 3, "active;expires=3600", SipPlayer.CLOSED);
        assertEquals(List.of(GONE), stage.stanzas());
    }

    @Test
    @Proves("RFC8048-6.3-03")
    void aNotifyOfNoDialogOrNoPresenceIsRefused() {
        var subscribe = active();
        stage.sip(SipPlayer.notify(subscribe, 3, "active", SipPlayer.CLOSED).with("Call-ID", "other"));
        assertEquals(481, stage.replies.remove().status());
        stage.sip(SipPlayer.notify(subscribe, 3, "active", SipPlayer.CLOSED).with("To", "<sip:juliet@example.com>"));
        assertTrue(stage.replies.remove().header("To").orElseThrow().matches(".*;tag=.+"));
        stage.sip(SipPlayer.notify(subscribe, 3, "active", SipPlayer.CLOSED).with("From", "<sip:romeo@example.net>;tag=fork"));
        assertEquals(481, stage.replies.remove().status());
        stage.sip(SipPlayer.notify(subscribe, 3, "active", SipPlayer.CLOSED).with("Event", "dialog"));
        assertEquals(489, stage.refusals.remove().reason().status().orElseThrow());
        notified(subscribe, 1, "active;expires=3600", SipPlayer.CLOSED, 500);
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-5.2.1-16")
    void withoutAnyNotifyTheAttemptHasFailedAndIsMadeAgain() {
        accepted();
        stage.pass(Duration.ofSeconds(31));
        assertTrue(machine().dialog().isPresent());
        stage.pass(Duration.ofSeconds(2));
        assertTrue(machine().dialog().isEmpty());
        assertEquals(Authorization.ASKED, machine().authorization());
        stage.quiet();
        stage.pass(Duration.ofMinutes(6));
        assertEquals("SUBSCRIBE", stage.sip.remove().method());
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 489, 603})
    @Proves({"RFC8048-5.2.2-06", "RFC8048-5.2.2-07", "RFC8048-5.2.2-08"})
    void theseAnswersEndTheAuthorization(int status) {
        var subscribe = asked();
        stage.answer(subscribe, SipPlayer.answer(subscribe, status));
        assertEquals(List.of(UNSUBSCRIBED), stage.stanzas());
        assertEquals(0, stage.sessions());
        stage.pass(Duration.ofHours(2));
        stage.quiet();
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 489, 603})
    @Proves({"RFC8048-5.2.2-06", "RFC8048-5.2.2-07", "RFC8048-5.2.2-08"})
    void theyDoSoForARefreshToo(int status) {
        active();
        var refresh = refresh();
        stage.answer(refresh, SipPlayer.answer(refresh, status));
        assertEquals(List.of(GONE, UNSUBSCRIBED), stage.stanzas());
    }

    @Test
    @Proves("RFC8048-5.2.2-09")
    void tooBriefIsAskedForLonger() {
        var subscribe = asked();
        stage.answer(subscribe, SipPlayer.answer(subscribe, 423, "Min-Expires: 7200"));
        var again = stage.sip.remove();
        assertEquals(Optional.of("7200"), again.header("Expires"));
        assertEquals(Optional.of("2 SUBSCRIBE"), again.header("CSeq"));
        stage.quiet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Min-Expires: 60", "Min-Expires: 3600", "Warning: 399 x \"y\""})
    void tooBriefForNoReasonIsAskedAgainLater(String header) {
        var subscribe = asked();
        stage.answer(subscribe, SipPlayer.answer(subscribe, 423, header));
        stage.quiet();
        assertEquals(Authorization.ASKED, machine().authorization());
        stage.pass(Subscriber.AFTER_FAILURE.plusSeconds(11));
        assertEquals("SUBSCRIBE", stage.sip.remove().method());
    }

    private void passUntilProbed() {
        for (int i = 0; stage.xmpp.isEmpty(); i++) {
            assertTrue(i < 3600, "no refresh within an hour");
            stage.pass(Duration.ofSeconds(1));
        }
    }

    /** Lets time go until the refresh, with the gateway's probe before it answered by a server that lets it see Juliet. */
    private SipRequest refresh() {
        passUntilProbed();
        assertEquals("<presence from='example.net' to='juliet@example.com' type='probe'/>", stage.stanza());
        stage.xmpp("<presence from='juliet@example.com/balcony' to='example.net'/>");
        return stage.sip.remove();
    }

    @Test
    @Proves({"RFC8048-5.2.2-01", "RFC8048-5.2.2-03", "RFC8048-5.2.2-05", "RFC8048-8.1-05"})
    void theDialogIsRefreshedAfterAProbe() {
        var start = stage.now;
        var subscribe = active();
        var refresh = refresh();
        assertTrue(Duration.between(start, stage.now).toSeconds() < 3600 * 0.9);
        assertEquals(subscribe.header("Call-ID"), refresh.header("Call-ID"));
        assertEquals(subscribe.header("From"), refresh.header("From"));
        assertEquals(Optional.of("2 SUBSCRIBE"), refresh.header("CSeq"));
        assertEquals("sip:romeo@192.0.2.7", refresh.uri().toString());
        assertEquals(Optional.of("<sip:romeo@example.net>;tag=ffd2"), refresh.header("To"));
        stage.answer(refresh, SipPlayer.ok(refresh, 3600));
        notified(subscribe, 3, "active;expires=3600", SipPlayer.AWAY);
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-5.2.2-03")
    void theShortestLeaseCounts() {
        var start = stage.now;
        var subscribe = accepted();
        notified(subscribe, 2, "active;expires=499", SipPlayer.AWAY);
        stage.stanzas();
        refresh();
        assertTrue(Duration.between(start, stage.now).toSeconds() < 499);
    }

    @Test
    @Proves("RFC8048-5.2.2-03")
    void theShortestLeaseCountsWhicheverComesFirst() {
        var start = stage.now;
        var subscribe = asked();
        notified(subscribe, 2, "active;expires=499", SipPlayer.AWAY);
        stage.answer(subscribe, SipPlayer.ok(subscribe, 3600));
        stage.stanzas();
        refresh();
        assertTrue(Duration.between(start, stage.now).toSeconds() < 499);
    }

    /** As Prosody and ejabberd do, which say nothing to who is in no roster. */
    @ParameterizedTest
    @ValueSource(ints = {6, 15, 60})
    @Proves({"RFC8048-5.2.2-03", "RFC8048-8.1-05"})
    void aShortLeaseIsRefreshedInTimeThoughTheProbeIsNotAnswered(int lease) {
        var subscribe = accepted();
        notified(subscribe, 2, "active;expires=" + lease, SipPlayer.AWAY);
        stage.stanzas();
        stage.pass(Duration.ofSeconds(lease).minusMillis(300));
        assertEquals(List.of(PROBE), stage.stanzas());
        assertEquals(Optional.of("2 SUBSCRIBE"), stage.sip.remove().header("CSeq"));
        stage.pass(Duration.ofMillis(200));
        stage.quiet();                                      // asked once only
    }

    @Test
    @Proves("RFC8048-8.1-05")
    void unavailableMeansNoRefreshAndUnsubscribedMeansNothing() {
        active();
        passUntilProbed();
        stage.stanzas();
        stage.xmpp("<presence from='juliet@example.com' to='example.net' type='unsubscribed'/>");
        var refresh = stage.sip.remove();
        stage.answer(refresh, SipPlayer.ok(refresh, 3600));
        notified(refresh, 3, "active;expires=3600", SipPlayer.AWAY);
        passUntilProbed();
        stage.stanzas();
        stage.xmpp("<presence from='juliet@example.com' to='example.net' type='unavailable'/>");
        stage.quiet();
        stage.pass(Duration.ofHours(2));
        assertEquals(List.of(GONE), stage.stanzas());       // the dialog has ended, the authorization has not
        assertEquals(Authorization.GRANTED, machine().authorization());
    }

    @Test
    @Proves({"RFC8048-5.2.2-04", "RFC8048-1-01", "RFC8048-5.2.2-02", "RFC8048-5.1-05", "RFC8048-5.2.1-04"})
    void aUserWhoIsAwayCostsNothingAndComesBackByAProbe() {
        var subscribe = active();
        resourceAway();
        stage.pass(Duration.ofHours(5));
        assertEquals(List.of(GONE), stage.stanzas());
        stage.quiet();
        stage.xmpp("<presence from='juliet@example.com' to='romeo@example.net' type='probe'/>");
        var again = stage.sip.remove();
        assertEquals(Optional.of("3600"), again.header("Expires"));
        assertNotEquals(subscribe.header("Call-ID"), again.header("Call-ID"));
        notified(again, 1, "active;expires=3600", SipPlayer.AWAY);
        assertEquals(List.of(AWAY), stage.stanzas());       // not subscribed again
    }

    /** Directed presence of one resource, of which no SIP user sees the others. */
    @Test
    @Proves({"RFC8048-5.2.2-04", "RFC8048-5.1-05"})
    void aUserIsHereAsLongAsOneOfHisResourcesIs() {
        active();
        leaves();
        assertEquals(List.of(PROBE), stage.stanzas());
        stage.xmpp("<presence from='juliet@example.com/chamber' to='example.net'><show>xa</show></presence>");
        stage.quiet();
        assertEquals(Optional.of("2 SUBSCRIBE"), refresh().header("CSeq"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"unavailable", "unsubscribed", "nothing"})
    @Proves("RFC8048-5.2.2-04")
    void andNotWhenHisLastOneHasLeft(String answer) {
        active();
        leaves();
        assertEquals(List.of(PROBE), stage.stanzas());
        if (answer.equals("nothing")) {
            stage.pass(Duration.ofSeconds(11));
        } else {
            stage.xmpp("<presence from='juliet@example.com' to='example.net' type='" + answer + "'/>");
        }
        assertEquals(Subscriber.Online.AWAY, machine().online());
        stage.pass(Duration.ofHours(5));
        assertEquals(List.of(GONE), stage.stanzas());
        stage.quiet();
    }

    /** His bare JID is unavailable: all of him is. */
    @Test
    @Proves("RFC8048-5.2.2-04")
    void nobodyIsAskedForWhoIsGoneAltogether() {
        active();
        stage.xmpp("<presence from='juliet@example.com' to='romeo@example.net' type='unavailable'/>");
        stage.quiet();
        assertEquals(Subscriber.Online.AWAY, machine().online());
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminated;reason=deactivated", "terminated;reason=timeout;retry-after=9"})
    @Proves("RFC8048-5.2.2-04")
    void nothingIsBegunForOneWhoIsAway(String state) {
        var subscribe = active();
        resourceAway();
        notified(subscribe, 3, state, "");
        assertEquals(List.of(GONE), stage.stanzas());
        stage.pass(Duration.ofHours(1));
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-5.2.2-02")
    void aProbeIsAnsweredFromWhatIsKnownAndFreshened() {
        active();
        stage.xmpp("<presence from='juliet@example.com/balcony' to='romeo@example.net' type='probe'/>");
        assertEquals(List.of(AWAY.replace("'juliet@example.com'", "'juliet@example.com/balcony'")), stage.stanzas());
        stage.quiet();                                      // a moment after the first SUBSCRIBE
        stage.pass(Duration.ofMinutes(2));
        stage.xmpp("<presence from='juliet@example.com' to='romeo@example.net' type='probe'/>");
        assertEquals(Optional.of("2 SUBSCRIBE"), stage.sip.remove().header("CSeq"));
    }

    @Test
    @Proves("RFC8048-5.2.2-03")
    void whoComesBackAfterTheTimeOfTheRefreshIsRefreshedFor() {
        active();
        resourceAway();
        stage.pass(Duration.ofSeconds(3200));               // nothing is asked for one who is away
        stage.quiet();
        stage.xmpp("<presence from='juliet@example.com/balcony' to='romeo@example.net'/>");
        stage.quiet();
        var refresh = refresh();
        assertEquals(Optional.of("2 SUBSCRIBE"), refresh.header("CSeq"));
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-5.2.1-13")
    void aNewDialogThatBeginsWithoutBodyShowsNobody() {
        active();
        var refresh = refresh();
        stage.answer(refresh, SipPlayer.answer(refresh, 481));
        var fresh = stage.sip.remove();
        notified(fresh, 1, "pending;expires=3600", "");
        stage.quiet();
        notified(fresh, 2, "active;expires=3600", "");
        assertEquals(List.of(GONE), stage.stanzas());
        notified(fresh, 3, "active;expires=3600", SipPlayer.AWAY);
        notified(fresh, 4, "active;expires=3600", "");
        assertEquals(List.of(AWAY), stage.stanzas());
    }

    @Test
    @Proves("RFC8048-5.2.2-10")
    void anUnknownDialogIsReplacedByANewOne() {
        var subscribe = active();
        var refresh = refresh();
        stage.answer(refresh, SipPlayer.answer(refresh, 481));
        var fresh = stage.sip.remove();
        assertNotEquals(subscribe.header("Call-ID"), fresh.header("Call-ID"));
        assertNotEquals(subscribe.header("From"), fresh.header("From"));
        assertEquals(Optional.of("<sip:romeo@example.net>"), fresh.header("To"));
        assertEquals(List.of(), stage.stanzas());
        notified(fresh, 1, "active;expires=3600", SipPlayer.AWAY);
        stage.quiet();                                      // nothing has changed for Juliet
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405, 410, 416, 480, 482, 483, 484, 485, 501, 604})
    @Proves("RFC8048-5.2.2-11")
    void theseEndTheDialogOnly(int status) {
        active();
        var refresh = refresh();
        stage.answer(refresh, SipPlayer.answer(refresh, status));
        assertEquals(List.of(GONE), stage.stanzas());
        assertEquals(Authorization.GRANTED, machine().authorization());
        assertTrue(machine().dialog().isEmpty());
        stage.pass(Duration.ofMinutes(6));                  // tried again, with a new Call-ID
        stage.stanzas();
        stage.xmpp("<presence from='juliet@example.com/balcony' to='example.net'/>");
        assertNotEquals(refresh.header("Call-ID"), stage.sip.remove().header("Call-ID"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 408, 500, 503})
    @Proves("RFC8048-5.2.2-11")
    void othersLeaveItUntilItExpires(int status) {
        active();
        var refresh = refresh();
        stage.answer(refresh, SipPlayer.answer(refresh, status, "Retry-After: 30"));
        assertTrue(machine().dialog().isPresent());
        notified(refresh, 3, "active;expires=600", SipPlayer.CLOSED);
        assertEquals(List.of(GONE), stage.stanzas());
        stage.pass(Duration.ofHours(1));
        assertEquals(Authorization.GRANTED, machine().authorization());
    }

    @Test
    void aPeerThatWasAwayIsAskedAgainWhenItIsBack() {
        active();
        var refresh = refresh();
        stage.answer(refresh, SipPlayer.answer(refresh, 503, "Retry-After: 3000"));
        stage.pass(Duration.ofMinutes(50));
        assertEquals(List.of(GONE), stage.stanzas().stream().filter(s -> !s.contains("probe")).toList());
        stage.sip.clear();
        passUntilProbed();
        stage.stanzas();
        stage.xmpp("<presence from='juliet@example.com/balcony' to='example.net'/>");
        var fresh = stage.sip.remove();
        notified(fresh, 1, "active;expires=3600", SipPlayer.AWAY);
        assertEquals(List.of(AWAY), stage.stanzas());
    }

    @Test
    @Proves("RFC8048-5.2.1-17")
    void anErrorToTheFirstSubscribeIsTold() {
        var subscribe = asked();
        stage.answer(subscribe, SipPlayer.answer(subscribe, 404));
        assertTrue(stage.stanza().startsWith("<presence from='romeo@example.net' to='juliet@example.com' type='error'><error"));
        assertEquals(0, stage.sessions());
    }

    @Test
    @Proves("RFC7247-7.2-54")
    void itSaysWhereTheContactHasMovedTo() {
        var subscribe = asked();
        stage.answer(subscribe, SipPlayer.answer(subscribe, 301, "Contact: <sip:romeo@mantua.example>"));
        var error = stage.stanza();
        assertTrue(error.contains(">sip:romeo@mantua.example</gone>"), error);
    }

    @Test
    @Proves("RFC8048-5.2.1-17")
    void aTransientErrorToItIsNot() {
        var subscribe = asked();
        stage.answer(subscribe, SipPlayer.answer(subscribe, 503, "Retry-After: 120"));
        stage.quiet();
        stage.pass(Duration.ofSeconds(121));
        stage.stanzas();
        stage.pass(Duration.ofSeconds(11));                 // no answer to the gateway's probe: the user was there a moment ago
        assertEquals("SUBSCRIBE", stage.sip.remove().method());
    }

    /** A proxy that passes it to a phone which is switched off (RFC8048-4-01): the request stays until it is switched on. */
    @ParameterizedTest
    @CsvSource({"480, X: y", "486, X: y", "600, X: y", "404, Retry-After: 300"})
    @Proves({"RFC8048-5.2.1-17", "RFC8048-4-01"})
    void aPhoneThatIsSwitchedOffIsAskedAgain(int status, String header) {
        var subscribe = asked();
        stage.answer(subscribe, SipPlayer.answer(subscribe, status, header));
        stage.quiet();
        assertEquals(Authorization.ASKED, machine().authorization());
        stage.pass(Subscriber.AFTER_FAILURE.plusSeconds(11));
        stage.stanzas();
        var again = stage.sip.remove();
        assertNotEquals(subscribe.header("Call-ID"), again.header("Call-ID"));
        notified(again, 1, "active;expires=3600", SipPlayer.AWAY);
        assertEquals(List.of(SUBSCRIBED, AWAY), stage.stanzas());
    }

    @Test
    @Proves("RFC8048-5.2.2-12")
    void rejectedIsUnsubscribed() {
        notified(active(), 3, "terminated;reason=rejected", "");
        assertEquals(List.of(GONE, UNSUBSCRIBED), stage.stanzas());
        assertEquals(0, stage.sessions());
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminated;reason=deactivated", "terminated;reason=timeout", "terminated"})
    @Proves("RFC8048-5.2.2-12")
    void theseReasonsSubscribeAnewAtOnce(String state) {
        var subscribe = active();
        notified(subscribe, 3, state, "");
        var fresh = stage.sip.remove();
        assertNotEquals(subscribe.header("Call-ID"), fresh.header("Call-ID"));
        stage.quiet();
        stage.answer(fresh, SipPlayer.answer(fresh, 480));
        assertEquals(List.of(GONE), stage.stanzas());
    }

    /** As linphonec does at its end: without a reason, and then it is gone; nobody answers for the 32 s of Timer F. */
    @Test
    @Proves("RFC8048-5.2.2-12")
    void whoQuitsWithoutAWordIsNotShownForAsLongAsARequestLasts() {
        var subscribe = active();
        notified(subscribe, 3, "terminated", "");
        var fresh = stage.sip.remove();
        stage.pass(Duration.ofMillis(3900));
        stage.quiet();
        stage.pass(Duration.ofMillis(200));
        assertEquals(List.of(GONE), stage.stanzas());
        stage.pass(Duration.ofSeconds(28));
        stage.answer(fresh, SipPlayer.answer(fresh, 408));
        stage.quiet();
        assertEquals(Authorization.GRANTED, machine().authorization());
        stage.pass(Subscriber.AFTER_FAILURE.plusSeconds(11));
        stage.stanzas();
        notified(stage.sip.remove(), 1, "active;expires=3600", SipPlayer.AWAY);
        assertEquals(List.of(AWAY), stage.stanzas());
    }

    @Test
    @Proves("RFC8048-5.2.2-12")
    void whoIsSlowToAnswerIsShownAgain() {
        notified(active(), 3, "terminated;reason=deactivated", "");
        stage.pass(Duration.ofSeconds(5));
        assertEquals(List.of(GONE), stage.stanzas());
        var fresh = stage.sip.remove();
        notified(fresh, 1, "active;expires=3600", SipPlayer.AWAY);
        stage.answer(fresh, SipPlayer.ok(fresh, 3600));
        assertEquals(List.of(AWAY), stage.stanzas());
    }

    @Test
    @Proves("RFC8048-5.2.2-12")
    void whoAnswersAtOnceIsNeverSeenLeaving() {
        notified(active(), 3, "terminated;reason=deactivated", "");
        var fresh = stage.sip.remove();
        stage.answer(fresh, SipPlayer.ok(fresh, 3600));
        notified(fresh, 1, "active;expires=3600", SipPlayer.AWAY);
        stage.pass(Duration.ofSeconds(10));
        stage.quiet();
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminated;reason=probation;retry-after=120", "terminated;reason=giveup;retry-after=120"})
    @Proves("RFC8048-5.2.2-12")
    void theseSubscribeAnewLater(String state) {
        notified(active(), 3, state, "");
        assertEquals(List.of(GONE), stage.stanzas());
        stage.pass(Duration.ofSeconds(119));
        stage.quiet();
        stage.pass(Duration.ofSeconds(12));
        assertEquals("SUBSCRIBE", stage.sip.remove().method());
    }

    /** RFC 6665 §4.1.3: no reason, or one that is not known, but a time. */
    @ParameterizedTest
    @ValueSource(strings = {"terminated;retry-after=120", "terminated;reason=lunch;retry-after=120"})
    void retryAfterCountsWithoutReasonToo(String state) {
        theseSubscribeAnewLater(state);
    }

    /** Else a peer that gives each subscriber one answer and no more would be asked without end. */
    @ParameterizedTest
    @ValueSource(strings = {"terminated;reason=deactivated", "terminated;reason=timeout", "terminated"})
    void whatEndsAtItsFirstNotifyIsNotSubscribedAnewAtOnce(String state) {
        notified(accepted(), 2, state, SipPlayer.AWAY);
        stage.quiet();
        assertEquals(Authorization.ASKED, machine().authorization());
        stage.pass(Subscriber.AFTER_FAILURE.plusSeconds(11));
        assertEquals("SUBSCRIBE", stage.sip.remove().method());
    }

    /** The time until the next SUBSCRIBE, which must come, after a dialog that is active and ended by the contact's side. */
    private Duration endedSoon(SipRequest subscribe, String state) {
        notified(subscribe, 3, state, SipPlayer.CLOSED);
        var begin = stage.now;
        for (int i = 0; stage.sip.isEmpty(); i++) {
            assertTrue(i < 8000, "nobody asks any more");
            stage.pass(Duration.ofSeconds(1));
        }
        stage.stanzas();
        return Duration.between(begin, stage.now);
    }

    /** RFC 6665 §4.1.3 has no end to it: a notifier that grants and ends each subscription would be asked as fast as it answers. */
    @ParameterizedTest
    @ValueSource(strings = {"terminated;reason=deactivated", "terminated;reason=timeout", "terminated", "terminated;reason=deactivated;retry-after=1"})
    @Proves("RFC8048-5.2.2-12")
    void whatIsGrantedAndEndedAgainAndAgainIsAskedForMoreAndMoreSeldom(String state) {
        var subscribe = active();
        var waits = new ArrayList<Long>();
        for (int i = 0; i < 8; i++) {
            waits.add(endedSoon(subscribe, state).toMinutes());
            subscribe = stage.sip.remove();
            notified(subscribe, 2, "active;expires=3600", SipPlayer.AWAY);
            stage.stanzas();
        }
        assertEquals(List.of(0L, 5L, 10L, 20L, 40L, 60L, 60L, 60L), waits);
        stage.pass(Duration.ofMinutes(11));                 // this one lasts: all is well again
        stage.stanzas();
        assertEquals(Duration.ZERO, endedSoon(subscribe, "terminated;reason=deactivated"));
    }

    @Test
    @Proves("RFC8048-5.2.2-12")
    void whoGivesUpAgainAndAgainIsAskedMoreAndMoreSeldomWhateverHeSays() {
        var subscribe = active();
        var waits = new ArrayList<Long>();
        for (var state : List.of("terminated;reason=giveup;retry-after=7200", "terminated;reason=probation;retry-after=2",
                "terminated;reason=giveup", "terminated;reason=probation;retry-after=7200")) {
            waits.add(endedSoon(subscribe, state).toMinutes());
            subscribe = stage.sip.remove();
            notified(subscribe, 2, "active;expires=3600", "");
            stage.stanzas();
        }
        assertEquals(List.of(120L, 5L, 10L, 120L), waits);
    }

    @Test
    @Proves("RFC8048-5.2.2-03")
    void whoGivesAMomentOnlyIsNotAskedAllTheTime() {
        notified(active(), 3, "active;expires=0", SipPlayer.AWAY);
        stage.pass(Duration.ofSeconds(60));
        assertEquals(0, stage.sip.size());
        stage.stanzas();
        stage.pass(Duration.ofMinutes(5));
        assertEquals("SUBSCRIBE", stage.sip.remove().method());
    }

    /** As a phone does that is switched off. */
    @Test
    void theLastWordOfADialogIsHeard() {
        notified(active(), 3, "terminated;reason=timeout", SipPlayer.CLOSED);
        assertEquals(List.of(GONE), stage.stanzas());
        assertEquals("SUBSCRIBE", stage.sip.remove().method());
    }

    @ParameterizedTest
    @ValueSource(strings = {"terminated;reason=noresource", "terminated;reason=invariant"})
    @Proves("RFC8048-5.2.2-12")
    void theseDoNot(String state) {
        notified(active(), 3, state, "");
        assertEquals(List.of(GONE), stage.stanzas());
        stage.pass(Duration.ofHours(3));
        stage.quiet();
        assertEquals(Authorization.GRANTED, machine().authorization());
    }

    @Test
    @Proves({"RFC8048-5.2.3-01", "RFC8048-5.2.3-02", "RFC8048-5.2.3-03", "RFC8048-5.2.3-04", "RFC8048-5.2.3-05"})
    void unsubscribeEndsTheDialogInIt() {
        var subscribe = active();
        stage.xmpp(Vectors.text("rfc8048-ex07.xml"));
        var end = stage.sip.remove();
        assertEquals(Optional.of("0"), end.header("Expires"));
        assertEquals(Optional.of("presence"), end.header("Event"));
        assertEquals(subscribe.header("Call-ID"), end.header("Call-ID"));
        assertEquals(subscribe.header("From"), end.header("From"));
        assertEquals(Optional.of("<sip:romeo@example.net>;tag=ffd2"), end.header("To"));
        assertEquals(Optional.of("2 SUBSCRIBE"), end.header("CSeq"));
        stage.quiet();
        stage.answer(end, SipPlayer.ok(end, 0));
        assertEquals(List.of(GONE, Vectors.text("rfc8048-ex09.xml").replaceAll("\\s+", " ").strip()), stage.stanzas());
        assertEquals(1, stage.sessions());
        notified(subscribe, 9, "terminated;reason=timeout", SipPlayer.AWAY);
        stage.quiet();
        assertEquals(0, stage.sessions());
    }

    @Test
    @Proves("RFC8048-5.2.3-05")
    void withoutTheLastNotifyTimerNEndsIt() {
        active();
        stage.xmpp(Vectors.text("rfc8048-ex07.xml"));
        var end = stage.sip.remove();
        stage.answer(end, SipPlayer.ok(end, 0));
        stage.stanzas();
        stage.pass(Duration.ofSeconds(33));
        assertEquals(0, stage.sessions());
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-5.2.3-06")
    void withoutADialogUnsubscribedIsAnsweredDirectly() {
        active();
        resourceAway();
        stage.pass(Duration.ofHours(2));
        stage.stanzas();
        stage.xmpp(Vectors.text("rfc8048-ex07.xml"));
        assertEquals(List.of(UNSUBSCRIBED), stage.stanzas());
        assertEquals(0, stage.sessions());
        stage.quiet();
    }

    @Test
    void unsubscribeBeforeTheAnswerWaitsForIt() {
        var subscribe = asked();
        stage.xmpp(Vectors.text("rfc8048-ex07.xml"));
        stage.quiet();
        stage.answer(subscribe, SipPlayer.ok(subscribe, 3600));
        var end = stage.sip.remove();
        assertEquals(Optional.of("0"), end.header("Expires"));
        stage.answer(end, SipPlayer.ok(end, 0));
        assertEquals(List.of(UNSUBSCRIBED), stage.stanzas());
    }

    @Test
    void unsubscribeBeforeTheAnswerWaitsForItThoughANotifyComesFirst() {
        var subscribe = asked();
        stage.xmpp(Vectors.text("rfc8048-ex07.xml"));
        notified(subscribe, 1, "active;expires=3600", SipPlayer.AWAY);
        stage.quiet();
        stage.answer(subscribe, SipPlayer.ok(subscribe, 3600));
        var end = stage.sip.remove();
        assertEquals(Optional.of("0"), end.header("Expires"));
        assertEquals(Optional.of("2 SUBSCRIBE"), end.header("CSeq"));
        stage.answer(end, SipPlayer.ok(end, 0));
        assertEquals(List.of(UNSUBSCRIBED), stage.stanzas());
    }

    /** It is ended at the contact's own address then. */
    @ParameterizedTest
    @ValueSource(strings = {"<mailto:romeo@example.net>", "*", "<<<"})
    @Proves("RFC8048-5.2.3-01")
    void aContactThatIsNoSipUriKeepsNobodyFromUnsubscribing(String contact) {
        var subscribe = asked();
        stage.answer(subscribe, SipPlayer.ok(subscribe, 3600).with("Contact", contact));
        stage.sip(SipPlayer.notify(subscribe, 2, "active;expires=3600", SipPlayer.AWAY).with("Contact", contact));
        assertEquals(200, stage.replies.remove().status());
        assertEquals(List.of(SUBSCRIBED, AWAY), stage.stanzas());
        stage.xmpp(Vectors.text("rfc8048-ex07.xml"));
        var end = stage.sip.remove();
        assertEquals("sip:romeo@example.net", end.uri().toString());
        stage.answer(end, SipPlayer.ok(end, 0).with("Contact", contact));
        assertEquals(List.of(GONE, UNSUBSCRIBED), stage.stanzas());
    }

    /** RFC 6121 §3.1.5: her server may have lost what the gateway has. */
    @Test
    void whoSubscribesAgainIsShownWhatThereIs() {
        active();
        stage.xmpp(Vectors.text("rfc8048-ex01.xml"));
        assertEquals(List.of(SUBSCRIBED, AWAY), stage.stanzas());
        stage.quiet();
    }

    @Test
    void subscribingTwiceAsksOnce() {
        asked();
        stage.xmpp(Vectors.text("rfc8048-ex01.xml"));
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-6.3-16")
    void aTupleThatIsGoneIsUnavailable() {
        var subscribe = active();
        var two = SipPlayer.AWAY.replace("</tuple>", "</tuple><tuple id='b'><status><basic>open</basic></status></tuple>");
        notified(subscribe, 3, "active;expires=3600", two);
        assertEquals(List.of("<presence from='romeo@example.net/b' to='juliet@example.com'/>"), stage.stanzas());
        notified(subscribe, 4, "active;expires=3600", two.replace("dr4hcr0st3lup4c", "c"));
        assertEquals(List.of(AWAY.replace("dr4hcr0st3lup4c", "c"), GONE), stage.stanzas());     // never away in between
    }

    @Test
    void aDeflatedDocumentIsInflated() {
        var subscribe = accepted();
        var deflater = new java.util.zip.Deflater();
        deflater.setInput(SipPlayer.AWAY.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        deflater.finish();
        var octets = new byte[2000];
        var body = org.stox.protocol.Octets.of(octets, 0, deflater.deflate(octets));
        var plain = SipPlayer.notify(subscribe, 2, "active;expires=3600", SipPlayer.AWAY);
        stage.sip(new SipRequest(plain.method(), plain.uri(), plain.headers(), body).with("Content-Encoding", "deflate"));
        assertEquals(200, stage.replies.remove().status());
        assertEquals(List.of(SUBSCRIBED, AWAY), stage.stanzas());
        stage.sip(plain.with("Content-Encoding", "gzip").with("CSeq", "3 NOTIFY"));
        assertEquals(415, stage.refusals.remove().reason().status().orElseThrow());
    }

    /** As the SIMPLE client of libpurple does. */
    @Test
    void whoLeavesTheStateOutAndTellsHowHeIsLetsItBeKnown() {
        var subscribe = accepted();
        stage.sip(SipPlayer.notify(subscribe, 2, "active", "").without("Subscription-State"));
        assertEquals(200, stage.replies.remove().status());
        stage.sip(SipPlayer.notify(subscribe, 3, "active", "nothing of presence").without("Subscription-State").with("Content-Type", "text/plain"));
        assertEquals(200, stage.replies.remove().status());
        stage.quiet();
        stage.sip(SipPlayer.notify(subscribe, 4, "active", "<presence").without("Subscription-State"));
        assertEquals(400, stage.refusals.remove().reason().status().orElseThrow());
        stage.sip(SipPlayer.notify(subscribe, 5, "active", SipPlayer.AWAY).without("Subscription-State"));
        assertEquals(200, stage.replies.remove().status());
        assertEquals(List.of(SUBSCRIBED, AWAY), stage.stanzas());
        stage.sip(SipPlayer.notify(subscribe, 6, "active", SipPlayer.CLOSED).without("Subscription-State"));
        assertEquals(200, stage.replies.remove().status());
        assertEquals(List.of(GONE), stage.stanzas());
    }

    @Test
    void aDocumentThatCannotBeReadIsRefusedAndNothingChanges() {
        var subscribe = active();
        stage.sip(SipPlayer.notify(subscribe, 3, "active", "<presence"));
        assertEquals(400, stage.refusals.remove().reason().status().orElseThrow());
        stage.quiet();
        notified(subscribe, 3, "active;expires=3600", SipPlayer.CLOSED);
        assertEquals(List.of(GONE), stage.stanzas());
    }

    /** RFC 6665 §4.1.3: what it says of the subscription counts by itself. */
    @ParameterizedTest
    @CsvSource({"application/pidf+xml, <presence", "application/pidf+xml, <a/>", "application/pidf+xml;, x"})
    @Proves("RFC8048-5.2.2-12")
    void theEndIsTheEndWhateverIsWithIt(String type, String body) {
        var subscribe = active();
        stage.sip(SipPlayer.notify(subscribe, 3, "terminated;reason=rejected", body).with("Content-Type", type));
        assertEquals(200, stage.replies.remove().status());
        assertEquals(List.of(GONE, UNSUBSCRIBED), stage.stanzas());
        assertEquals(0, stage.sessions());
    }

    @Test
    @Proves("RFC8048-5.2.1-04")
    void aRestartLosesNothing() {
        active();
        stage.restart();
        stage.quiet();
        passUntilProbed();
        assertEquals("<presence from='example.net' to='juliet@example.com' type='probe'/>", stage.stanza());
        stage.pass(Duration.ofSeconds(10));
        var refresh = stage.sip.remove();
        assertEquals(Optional.of("1002 SUBSCRIBE"), refresh.header("CSeq"));
        stage.answer(refresh, SipPlayer.ok(refresh, 3600));
        notified(refresh, 3, "active;expires=3600", SipPlayer.AWAY);
        stage.quiet();
    }

    /** RFC 6665 §4.1.3, §8.2.1: ours has no id. */
    @Test
    void aNotifyWithAnIdIsOfNoSubscriptionOfOurs() {
        var subscribe = active();
        stage.sip(SipPlayer.notify(subscribe, 3, "terminated;reason=rejected", "").with("Event", "presence;id=1"));
        assertEquals(481, stage.replies.remove().status());
        stage.quiet();
        assertEquals(Authorization.GRANTED, machine().authorization());
    }

    @Test
    void whatHasNotReachedTheUserIsSaidAgain() {
        var subscribe = accepted();
        notified(subscribe, 2, "active;expires=3600", SipPlayer.AWAY);
        var lost = List.copyOf(stage.xmpp);
        stage.xmpp.clear();
        lost.forEach(s -> stage.fail(s, org.stox.error.Refusal.sip(503, "No server")));
        notified(subscribe, 3, "active;expires=3600", SipPlayer.AWAY);
        assertEquals(List.of(SUBSCRIBED, AWAY), stage.stanzas());
        stage.back();
        assertEquals(List.of(AWAY), stage.stanzas());
    }

    @Test
    void thatTheContactAgreedIsSaidAgainWhenTheWayIsBack() {
        notified(accepted(), 2, "active;expires=3600", SipPlayer.AWAY);
        var lost = List.copyOf(stage.xmpp);
        stage.xmpp.clear();
        lost.forEach(s -> stage.fail(s, org.stox.error.Refusal.sip(503, "No server")));
        stage.back();
        assertEquals(List.of(SUBSCRIBED, AWAY), stage.stanzas());
        stage.back();
        assertEquals(List.of(AWAY), stage.stanzas());
    }

    @Test
    void whatTheWayToTheUserHasLostIsSaidAgainAfterAWhile() {
        var subscribe = active();
        notified(subscribe, 3, "active;expires=3600", SipPlayer.AWAY.replace("away", "busy"));
        var lost = List.copyOf(stage.xmpp);
        assertEquals(1, lost.size());
        stage.xmpp.clear();
        lost.forEach(s -> stage.fail(s, org.stox.error.Refusal.sip(503, "Full")));
        stage.pass(Duration.ofSeconds(59));
        assertEquals(List.of(), stage.stanzas());
        stage.pass(Duration.ofSeconds(1));
        assertEquals(lost, List.copyOf(stage.xmpp));
    }

    /** The error may come long after the stanza was taken, and has the id of it, of which nobody knows. */
    @Test
    void whatTheUsersServerHasNotTakenIsNewsAtTheNextNotify() {
        var subscribe = active();
        stage.xmpp("<presence from='juliet@example.com' to='romeo@example.net/dr4hcr0st3lup4c' type='error' id='x'><error type='wait'>"
                + "<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></presence>");
        stage.quiet();
        notified(subscribe, 3, "active;expires=3600", SipPlayer.AWAY);
        assertEquals(List.of(AWAY), stage.stanzas());
        notified(subscribe, 4, "active;expires=3600", SipPlayer.AWAY);
        stage.quiet();
    }

    @Test
    void theGatewayItselfHasNoPresenceAndAnswersNoErrorAndNoNews() {
        for (var type : List.of("subscribe", "probe")) {
            stage.xmpp("<presence from='juliet@example.com/balcony' to='example.net' type='" + type + "'/>");
            assertEquals(List.of("<presence from='example.net' to='juliet@example.com' type='unsubscribed'/>"), stage.stanzas());
        }
        for (var type : List.of("error", "unsubscribe", "subscribed", "unsubscribed", "unavailable")) {
            stage.xmpp("<presence from='juliet@example.com/balcony' to='example.net' type='" + type + "'/>");
        }
        stage.xmpp("<presence from='juliet@example.com/balcony' to='example.net'/>");
        stage.xmpp("<presence from='juliet@example.com' to='romeo@example.net' type='error' id='watch-9'/>");
        stage.xmpp("<presence from='juliet@example.com' to='romeo@example.net' type='error' id='9'/>");
        stage.quiet();
    }

    @Test
    void theNicknameIsTheDisplayName() {
        stage.xmpp("<presence from='juliet@example.com' to='romeo@example.net' type='subscribe'>"
                + "<nick xmlns='http://jabber.org/protocol/nick'>Juliet \"C\"</nick></presence>");
        assertTrue(stage.sip.remove().header("From").orElseThrow().startsWith("\"Juliet \\\"C\\\"\" <sip:juliet@example.com>;tag="));
        stage.xmpp("<presence from='nurse@example.com' to='romeo@example.net' type='subscribe'>"
                + "<nick xmlns='http://jabber.org/protocol/nick'>a\r\nVia: x" + "b".repeat(500) + "</nick></presence>");
        var from = stage.sip.remove().header("From").orElseThrow();
        assertTrue(from.startsWith("\"a Via: xbbb") && from.length() < 200, from);
    }

    @Test
    @Proves({"RFC8048-7.1-01", "RFC8048-7.1-02", "RFC8048-7.1-03", "RFC8048-7.1-04", "RFC8048-5.2.1-03"})
    void aProbeWithoutAuthorizationIsAFetch() {
        stage.xmpp(Vectors.text("rfc8048-ex22.xml"));
        var fetch = stage.sip.remove();
        assertEquals(Optional.of("0"), fetch.header("Expires"));
        assertEquals(Optional.of("1 SUBSCRIBE"), fetch.header("CSeq"));
        assertEquals(Optional.of("<sip:romeo@example.net>"), fetch.header("To"));
        assertEquals(Optional.of("application/pidf+xml"), fetch.header("Accept"));
        assertEquals(Optional.of("<sip:juliet@example.com;gr=chamber>"), fetch.header("Contact"));
        stage.answer(fetch, SipPlayer.ok(fetch, 0));
        stage.quiet();
        notified(fetch, 1, "terminated;reason=timeout", SipPlayer.AWAY);
        assertEquals(List.of(AWAY.replace("juliet@example.com", "juliet@example.com/chamber")), stage.stanzas());
        assertEquals(0, stage.sessions());
    }

    @ParameterizedTest
    @CsvSource({"chamber, juliet@example.com/chamber", "balcony, juliet@example.com"})
    @Proves({"RFC8048-7.1-02", "RFC8048-7.1-03"})
    void aSecondProbeDuringAFetchIsAnsweredWithTheFirst(String resource, String answered) {
        stage.xmpp(Vectors.text("rfc8048-ex22.xml"));
        var fetch = stage.sip.remove();
        stage.xmpp("<presence from='juliet@example.com/" + resource + "' to='romeo@example.net' type='probe'/>");
        stage.answer(fetch, SipPlayer.ok(fetch, 0));
        stage.quiet();                                      // one request is enough
        notified(fetch, 1, "terminated;reason=timeout", SipPlayer.AWAY);
        assertEquals(List.of(AWAY.replace("juliet@example.com", answered)), stage.stanzas());
    }

    @Test
    @Proves("RFC8048-8.1-02")
    void aUserWatchesSoManyAndNoMore() {
        stage.policy(new PresencePolicy(3600, 60, Duration.ofSeconds(5), Duration.ofSeconds(30), 2, PresencePolicy.Watchers.ASK, OwnAddress.NONE));
        for (var contact : List.of("romeo", "tybalt", "paris", "romeo")) {
            stage.xmpp("<presence from='juliet@example.com' to='" + contact + "@example.net' type='subscribe'/>");
        }
        assertTrue(stage.stanza().startsWith("<presence from='paris@example.net' to='juliet@example.com' type='error'>"));
        stage.quietXmpp();
        assertEquals(3, stage.sessions());
        stage.xmpp("<presence from='nurse@example.com' to='paris@example.net' type='subscribe'/>");
        stage.quietXmpp();
        var tybalt = stage.sip.stream().filter(r -> r.uri().toString().contains("tybalt")).findFirst().orElseThrow();
        stage.answer(tybalt, SipPlayer.answer(tybalt, 603));
        stage.stanzas();
        stage.xmpp("<presence from='juliet@example.com' to='paris@example.net' type='subscribe'/>");
        stage.quietXmpp();
    }

    @Test
    @Proves("RFC8048-8.2-01")
    void aNotifyReachesTheUserOfItsDialogOnly() {
        var forJuliet = accepted();
        stage.xmpp("<presence from='nurse@example.com' to='romeo@example.net' type='subscribe'/>");
        var forNurse = stage.sip.remove();
        notified(forNurse, 1, "active;expires=3600", "");
        stage.stanzas();
        notified(forJuliet, 2, "active;expires=3600", SipPlayer.AWAY);
        assertEquals(List.of(SUBSCRIBED, AWAY), stage.stanzas());
        stage.sip(SipPlayer.notify(forNurse, 2, "active;expires=3600", SipPlayer.CLOSED).with("Call-ID", forJuliet.header("Call-ID").orElseThrow()));
        assertEquals(481, stage.replies.remove().status());
        stage.quiet();
    }

    @Test
    @Proves("RFC8048-6.3-06")
    void theLanguageOfTheNotifyIsThatOfTheStanza() {
        var subscribe = active();
        stage.sip(SipPlayer.notify(subscribe, 3, "active;expires=3600", SipPlayer.AWAY.replace("</tuple>", "<note>via</note></tuple>"))
                .with("Content-Language", "it"));
        assertEquals(200, stage.replies.remove().status());
        assertEquals(List.of("<presence from='romeo@example.net/dr4hcr0st3lup4c' to='juliet@example.com' xml:lang='it'><show>away</show>"
                + "<status>via</status></presence>"), stage.stanzas());
    }

    @Test
    @Proves({"RFC8048-8.1-03", "RFC8048-8.1-04", "RFC8048-8.1-01"})
    void usersOfOtherDomainsAreRefused() {
        stage.xmpp("<presence from='mallory@example.org' to='romeo@example.net' type='subscribe'/>");
        assertEquals("forbidden", stage.refusals.remove().reason().error().orElseThrow().condition().elementName());
        assertEquals(0, stage.sessions());
        stage.quiet();
    }
}
