package org.stox.protocol.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.address.SipUri;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SessionTimer.Answer;
import org.stox.protocol.sip.SessionTimer.Refresher;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

/** RFC 4028, with its Table 2. */
@Proves("BEYOND-MSRP-06")
class SessionTimerTest {

    private static final SessionTimer ASKED = SessionTimer.asked(1800);

    private static List<SipHeader> headers(String... fields) {
        var headers = new ArrayList<SipHeader>();
        for (var field : fields) {
            headers.add(new SipHeader(field.substring(0, field.indexOf(':')), field.substring(field.indexOf(':') + 2)));
        }
        return headers;
    }

    private static SipResponse response(int status, String... fields) {
        return new SipResponse(status, "", headers(fields), Octets.NONE);
    }

    private static SipRequest invite(String... fields) {
        return new SipRequest("INVITE", SipUri.of("juliet", "example.com"), headers(fields), Octets.NONE);
    }

    private static List<String> lines(List<SipHeader> headers) {
        return headers.stream().map(h -> h.name() + ": " + h.value()).toList();
    }

    private static Answer.Accepted accepted(SessionTimer timer, String... fields) {
        return (Answer.Accepted) timer.answer(invite(fields));
    }

    @Test
    void theFirstInviteAsksAndLeavesTheRolesOpen() {
        assertEquals(List.of("Supported: timer", "Session-Expires: 1800"), lines(ASKED.headers()));
    }

    @Test
    void the2xxSaysHowLongAndWho() {
        assertEquals(new SessionTimer(600, 0, Refresher.US), ASKED.agreed(response(200, "Session-Expires: 600;refresher=uac", "Require: timer")));
        assertEquals(new SessionTimer(600, 0, Refresher.PEER), ASKED.agreed(response(200, "x: 600 ; Refresher=UAS")));
        assertEquals(Refresher.US, ASKED.agreed(response(200, "Session-Expires: 600")).refresher());
        for (var none : List.of("Supported: timer", "Session-Expires: x", "Session-Expires: 10;refresher=uac", "Session-Expires: 600s")) {
            assertEquals(new SessionTimer(1800, 0, Refresher.NOBODY), ASKED.agreed(response(200, none)), none);
        }
    }

    @Test
    void aPeerWithoutTimersIsRefreshedIfWeWish() {
        var alone = ASKED.agreed(response(200)).alone();
        assertEquals(Optional.of(Duration.ofMinutes(15)), alone.refreshAfter());
        assertEquals(List.of("Supported: timer", "Session-Expires: 1800;refresher=uac"), lines(alone.headers()));
        assertEquals(List.of("Supported: timer"), lines(ASKED.agreed(response(200)).headers()));
    }

    @Test
    void a422RaisesTheNextTryOnceAndIsForgottenWithTheDialog() {
        var more = ASKED.refused(response(422, "Min-SE: 3600")).orElseThrow();
        assertEquals(List.of("Supported: timer", "Session-Expires: 3600", "Min-SE: 3600"), lines(more.headers()));
        assertEquals(Optional.empty(), more.refused(response(422, "Min-SE: 3600")));
        assertEquals(Optional.empty(), ASKED.refused(response(422, "Min-SE: 90")));
        assertEquals(Optional.empty(), ASKED.refused(response(422)));
        assertEquals(List.of("Supported: timer", "Session-Expires: 3600;refresher=uac"),
                lines(more.agreed(response(200, "Session-Expires: 3600;refresher=uac")).headers()));
    }

    @Test
    void a422InTheDialogDoesNotMoveItsEnd() {
        var agreed = ASKED.agreed(response(200, "Session-Expires: 600;refresher=uac"));
        var more = agreed.refused(response(422, "Min-SE: 900")).orElseThrow();
        assertEquals(agreed.endAfter(), more.endAfter());
        assertEquals(List.of("Supported: timer", "Session-Expires: 900;refresher=uac", "Min-SE: 900"), lines(more.headers()));
        assertEquals(900, more.agreed(response(200, "Session-Expires: 900;refresher=uac")).minimum());
    }

    @Test
    void aRefreshKeepsTheRoles() {
        assertEquals(List.of("Supported: timer", "Session-Expires: 600;refresher=uas"),
                lines(new SessionTimer(600, 0, Refresher.PEER).headers()));
    }

    @Test
    void weRefreshAtHalfAndEndShortlyBefore() {
        var us = new SessionTimer(600, 0, Refresher.US);
        assertEquals(Optional.of(Duration.ofSeconds(300)), us.refreshAfter());
        assertEquals(Optional.of(Duration.ofSeconds(568)), us.endAfter());
        var peer = new SessionTimer(90, 0, Refresher.PEER);
        assertEquals(Optional.empty(), peer.refreshAfter());
        assertEquals(Optional.of(Duration.ofSeconds(60)), peer.endAfter());
        assertEquals(Optional.empty(), ASKED.endAfter());
        assertEquals(Optional.empty(), new SessionTimer(90, 0, Refresher.NOBODY).endAfter());
    }

    @Test
    void table2() {
        assertAnswer("uas", "Session-Expires: 600");
        assertAnswer("uas", "Session-Expires: 600;refresher=uas");
        assertAnswer("uac", "Supported: timer", "Session-Expires: 600");
        assertAnswer("uac", "Supported: timer", "Session-Expires: 600;refresher=uac");
        assertAnswer("uas", "Supported: timer", "Session-Expires: 600;refresher=uas");
    }

    private static void assertAnswer(String refresher, String... fields) {
        var answer = accepted(ASKED, fields);
        assertEquals(new SessionTimer(600, 0, refresher.equals("uas") ? Refresher.US : Refresher.PEER), answer.timer());
        var expected = new ArrayList<>(List.of("Supported: timer", "Session-Expires: 600;refresher=" + refresher));
        if (List.of(fields).contains("Supported: timer")) {
            expected.add("Require: timer");
        }
        assertEquals(expected, lines(answer.headers()));
    }

    @Test
    void whoOnlySupportsTimersIsAskedAndWhoDoesNotIsLeft() {
        assertEquals(List.of("Supported: timer", "Session-Expires: 1800;refresher=uas", "Require: timer"),
                lines(accepted(ASKED, "Supported: replaces, timer").headers()));
        assertEquals(new Answer.Accepted(new SessionTimer(1800, 0, Refresher.NOBODY), headers("Supported: timer")), accepted(ASKED));
        assertEquals(Refresher.NOBODY, accepted(new SessionTimer(600, 0, Refresher.US)).timer().refresher());
    }

    @Test
    void anIntervalIsLoweredToOursButNeverBelowMinSeAndNeverRaised() {
        assertEquals(1800, accepted(ASKED, "Supported: timer", "Session-Expires: 7200").timer().interval());
        var least = accepted(ASKED, "Supported: timer", "Session-Expires: 7200", "Min-SE: 3600").timer();
        assertEquals(new SessionTimer(3600, 3600, Refresher.PEER), least);
        assertEquals(List.of("Supported: timer", "Session-Expires: 3600;refresher=uas", "Min-SE: 3600"), lines(least.headers()));
        assertEquals(90, accepted(ASKED, "Supported: timer", "Session-Expires: 90").timer().interval());
        assertEquals(5400, accepted(ASKED, "Supported: timer", "Min-SE: 5400").timer().interval());
    }

    @Test
    void tooShortIs422WhereTheCallerWouldUnderstandIt() {
        assertEquals(new Answer.TooSmall(new SipHeader("Min-SE", "90")), ASKED.answer(invite("Supported: timer", "Session-Expires: 89")));
        assertEquals(Refresher.NOBODY, accepted(ASKED, "Session-Expires: 5").timer().refresher());
    }

    @Test
    void aRefreshOfThePeerKeepsTheRolesWhereItDoesNotSay() {
        assertEquals(Refresher.US,
                accepted(new SessionTimer(600, 0, Refresher.US), "Supported: timer", "Session-Expires: 600").timer().refresher());
        assertEquals(Refresher.PEER, accepted(new SessionTimer(600, 0, Refresher.PEER), "Supported: timer").timer().refresher());
    }

    @Test
    void noTimerIsShorterThanTheRfcAllows() {
        assertThrows(IllegalArgumentException.class, () -> SessionTimer.asked(89));
    }
}
