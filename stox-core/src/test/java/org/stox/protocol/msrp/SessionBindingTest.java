package org.stox.protocol.msrp;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.junit.jupiter.api.Test;

import org.stox.protocol.msrp.SessionBinding.Verdict;
import org.stox.service.IdSource;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

class SessionBindingTest {

    private static final IdSource IDS = IdSource.of(new Random(4975)::nextBytes, 13);
    private static final MsrpUri OURS = MsrpUri.session(false, "stox.example", 2855, IDS::next);
    private static final MsrpPath PEER = MsrpPath.read("msrp://alice.example:7777/theirs;tcp");
    private static final SessionBinding<String> SESSION = SessionBinding.of(OURS, PEER);

    @Test
    @Proves("RFC7573-5-09")
    void theFirstRequestBindsTheSessionAndNoOtherConnectionGetsIt() {
        var bound = SESSION.bound("connection 1");
        assertEquals(new Verdict.Bound<>(bound), SESSION.on(send(MsrpPath.of(OURS), PEER), "connection 1"));
        assertEquals(new Verdict.Bound<>(bound), bound.on(send(MsrpPath.of(OURS), PEER), "connection 1"));
        assertEquals(new Verdict.Refused<>(506), bound.on(send(MsrpPath.of(OURS), PEER), "connection 2"));
    }

    /** M2. */
    @Test
    @Proves("RFC7573-5-09")
    void aForgedPathIsOfNoSession() {
        var refused = new Verdict.Refused<>(481);
        assertEquals(refused, SESSION.on(send(MsrpPath.of(OURS), MsrpPath.read("msrp://mallory.example:1/other;tcp")), "c"));
        assertEquals(refused, SESSION.on(send(PEER, PEER), "c"));
        assertEquals(refused, SESSION.on(send(MsrpPath.of(OURS).then(MsrpPath.of(OURS)), PEER), "c"));
        assertEquals(refused, SESSION.bound("c").on(send(MsrpPath.of(OURS), MsrpPath.of(OURS)), "d"), "481 before 506");
    }

    /** M1: a million guesses of the session id find nothing. */
    @Test
    @Proves("RFC7573-5-09")
    void guessesFindNoSession() {
        var sessions = new HashMap<MsrpUri, SessionBinding<String>>();
        sessions.put(OURS, SESSION);
        var guesses = IdSource.of(new Random(1)::nextBytes, 26);
        for (int i = 0; i < 1_000_000; i++) {
            assertNull(sessions.get(MsrpUri.read("msrp://stox.example:2855/" + guesses.next() + ";tcp")));
        }
        assertEquals(SESSION, sessions.get(MsrpUri.read(OURS.toString().replace("stox", "STOX"))));
    }

    @Test
    @Proves("BEYOND-MSRP-04")
    void behindAMiddleboxTheSessionIdsAreEnough() {
        var seen = MsrpUri.read(OURS.toString().replace("stox.example:2855", "192.0.2.7:49000"));
        assertEquals(new Verdict.Bound<>(SESSION.bound("c")),
                SESSION.on(send(MsrpPath.of(seen), MsrpPath.read("msrp://10.0.0.3:5/theirs;tcp")), "c"));
    }

    @Test
    void overRelaysTheLastUriIsThePeer() {
        var relayed = MsrpPath.read("msrps://relay.example:2855/r;tcp").then(PEER);
        assertEquals(Optional.of("c"), ((Verdict.Bound<String>) SessionBinding.<String>of(OURS, relayed)
                .on(send(MsrpPath.of(OURS), relayed), "c")).session().connection());
    }

    private static MsrpRequest send(MsrpPath to, MsrpPath from) {
        return MsrpRequest.send("t1234", new MsrpRequest.Route(to, from), "m123", ByteRange.of(1, 0, 0), Reporting.DEFAULT, List.of());
    }
}
