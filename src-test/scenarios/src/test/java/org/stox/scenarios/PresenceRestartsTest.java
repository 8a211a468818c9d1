package org.stox.scenarios;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.jivesoftware.smack.packet.Presence.Mode;
import org.jivesoftware.smack.packet.Presence.Type;
import org.junit.jupiter.api.Test;

import org.stox.scenarios.peer.ContactList;
import org.stox.scenarios.peer.PidfText;
import org.stox.scenarios.peer.Postgres;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.SipWatch;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppServer.Kind;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Juliet and Romeo see each other, and something between them goes away and comes again. */
class PresenceRestartsTest {

    private static final String ROMEO = "romeo@sip.example.com";
    private static final String JULIET = "sip:juliet@example.com";

    /** The two dialogs: in which Romeo is seen, and in which he sees. */
    private record Pair(SipWatch seen, SipWatch sees) { }

    @Test
    @Proves({"RFC8048-5.2.1-04", "RFC8048-1-01"})
    void theGatewayIsKilledAndHasASqliteFile() {
        try (var stage = Stage.open(Kind.EJABBERD); var juliet = ContactList.login(stage.server(), "juliet", "balcony")) {
            killed(stage, juliet);
        }
    }

    @Test
    @Proves({"RFC8048-5.2.1-04", "RFC8048-1-01"})
    void theGatewayIsKilledAndHasAPostgresDatabase() {
        assumeTrue(Postgres.installed());
        try (var database = new Postgres(); var stage = Stage.open(Kind.PROSODY, g -> g.with("stox.state", database.url()));
                var juliet = ContactList.login(stage.server(), "juliet", "balcony")) {
            killed(stage, juliet);
        }
    }

    private static void killed(Stage stage, ContactList juliet) {
        var pair = pair(stage, juliet);
        var decisions = juliet.decisions(ROMEO);
        stage.gateway().process().kill();
        int mark = stage.server().process().mark();
        stage.gateway().start();
        stage.server().awaitGateway(mark);

        assertEquals(200, pair.seen().notify("active;expires=3000",
                document(PidfText.open("desk", "1", ""), PidfText.person("busy"))).status());
        juliet.shows(ROMEO, "dnd 127");
        juliet.is(Mode.away, "after the kill", 0);
        until(pair.sees(), "after the kill");
        assertEquals(200, pair.sees().refresh(3600).status());

        var other = watching(stage);
        until(other, "after the kill");
        assertEquals(decisions, juliet.decisions(ROMEO), "nobody was asked or told again");
    }

    @Test
    @Proves("RFC8048-5.2.2-02")
    void theXmppServerIsAwayForLong() {
        try (var stage = Stage.open(Kind.PROSODY)) {
            Pair pair;
            try (var juliet = ContactList.login(stage.server(), "juliet", "balcony")) {
                pair = pair(stage, juliet);
                juliet.is(Mode.away, "before", 0);
                until(pair.sees(), "before");
            }
            until(pair.sees(), "<basic>closed</basic>");
            try (var juliet = ContactList.login(stage.server(), "juliet", "balcony")) {
                juliet.shows(ROMEO, "available 127");
                until(pair.sees(), "<basic>open</basic>");
                long away = System.nanoTime();
                stage.server().process().kill();
                until(pair.sees(), "<basic>closed</basic>");
                assertTrue(Duration.ofNanos(System.nanoTime() - away).toSeconds() >= 25, "Romeo is told only after 30 s");
            }
            stage.server().start();
            stage.server().awaitGateway(0);
            try (var juliet = ContactList.login(stage.server(), "juliet", "balcony")) {
                juliet.shows(ROMEO, "available 127");
                juliet.is(Mode.chat, "back", 0);
                until(pair.sees(), "back");
                assertEquals(List.of(), juliet.decisions(ROMEO));
            }
        }
    }

    private static Pair pair(Stage stage, ContactList juliet) {
        stage.sip().answers(r -> r.method().equals("SUBSCRIBE") ? SipWatch.accepted(stage.sip(), r) : Optional.of(r.answer(200, "OK")));
        juliet.adds(ROMEO);
        var seen = SipWatch.of(stage.sip(), stage.gateway().port(), stage.sip().receives(r -> r.method().equals("SUBSCRIBE")));
        seen.notify("active;expires=3600", document(PidfText.open("desk", "1", "")));
        juliet.shows(ROMEO, "available 127");
        var sees = watching(stage);
        juliet.hears(1, Type.subscribe, ROMEO);
        juliet.sends(Type.subscribed, ROMEO);
        juliet.has(ROMEO, "both");
        until(sees, "<basic>open</basic>");
        return new Pair(seen, sees);
    }

    private static SipWatch watching(Stage stage) {
        var subscribe = SipWatch.subscribe(stage.sip(), "sip:" + ROMEO, JULIET, 3600);
        return SipWatch.of(stage.sip(), stage.gateway().port(), subscribe, stage.call(subscribe));
    }

    private static SipText until(SipWatch watch, String part) {
        return watch.notified(n -> n.body().contains(part));
    }

    private static String document(String... parts) {
        return PidfText.document("pres:" + ROMEO, parts);
    }
}
