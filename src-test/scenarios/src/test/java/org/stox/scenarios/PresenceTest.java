package org.stox.scenarios;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;

import org.jivesoftware.smack.packet.Presence.Mode;
import org.jivesoftware.smack.packet.Presence.Type;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.stox.scenarios.peer.ContactList;
import org.stox.scenarios.peer.PidfText;
import org.stox.scenarios.peer.SipText;
import org.stox.scenarios.peer.SipWatch;
import org.stox.scenarios.peer.Stage;
import org.stox.scenarios.peer.XmppServer;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Presence with a real server and its users' contact lists, and a SIP side that answers as told. Each test has a SIP user of its own. */
@ParameterizedClass
@EnumSource
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PresenceTest {

    private static final String JULIET = "sip:juliet@example.com";

    private static final String LONGER = "7200";

    /** Grants little, and is silent while he is away. */
    private static final String BALTHASAR = "balthasar@sip.example.com";
    private static final String LITTLE = "15";

    /** Asks for the shortest time that is granted, and is not heard of again. */
    private static final String LAURENCE = "laurence@sip.example.com";
    private static final int SHORTEST = 60;
    private static final int LATE = Integer.MAX_VALUE - 1;
    private static final int LAST = Integer.MAX_VALUE;

    @Parameter
    XmppServer.Kind kind;

    private static Stage stage;
    private static ContactList juliet;
    private static volatile boolean away;
    private static long begun;
    private static CompletableFuture<SipText> lastOfLaurence;

    @BeforeParameterizedClassInvocation
    static void open(XmppServer.Kind kind) {
        stage = Stage.open(kind);
        stage.sip().answers(PresenceTest::answer);
        juliet = ContactList.login(stage.server(), "juliet", "balcony");
        lastOfLaurence = new CompletableFuture<>();
        begun = System.nanoTime();
        watching("sip:" + LAURENCE, SHORTEST);
        juliet.hears(1, Type.subscribe, LAURENCE);
        juliet.sends(Type.subscribed, LAURENCE);
    }

    @AfterParameterizedClassInvocation
    static void close() {
        Stage.close(juliet, stage);
    }

    @Test
    @Proves({"RFC8048-5.2.1-01", "RFC8048-5.2.1-08", "RFC8048-5.2.1-09", "RFC8048-5.2.1-11",
        "RFC8048-6.3-16", "RFC8048-5.2.3-01", "RFC8048-5.2.3-03"})
    void anXmppUserWatchesASipUserFromTheRequestToTheEnd() {
        var romeo = "romeo@sip.example.com";
        juliet.adds(romeo);
        var watch = watched("romeo");
        assertEquals(200, watch.notify("pending;expires=3600", "").status());
        assertEquals(200, watch.notify("active;expires=3600", document(PidfText.open("desk", "0.5", "at the desk"))).status());
        juliet.has(romeo, "to");
        juliet.shows(romeo, "available \"at the desk\" 64");
        assertEquals(List.of(Type.subscribed), juliet.decisions(romeo));

        watch.notify("active;expires=3600", document(PidfText.open("desk", "0.5", ""),
                PidfText.open("mobile", "1", "walking"), PidfText.person("away")));
        juliet.shows(romeo, "away \"walking\" 127", "away 64");
        watch.notify("active;expires=3600", document(PidfText.open("mobile", "1", ""), PidfText.person("on-the-phone")));
        juliet.shows(romeo, "dnd \"On the phone\" 127");
        watch.notify("active;expires=3600", document(PidfText.closed("mobile")));
        juliet.showsOffline(romeo);
        assertEquals(List.of(Type.subscribed), juliet.decisions(romeo), "once");

        juliet.sends(Type.unsubscribe, romeo);
        var last = stage.sip().receives(r -> r.method().equals("SUBSCRIBE") && r.target().contains("phone@"));
        assertEquals("0", last.header("Expires"));
        juliet.has(romeo, "none");
    }

    @Test
    @Proves("RFC8048-5.2.2-12")
    void aSipUserWhoRevokesIsNotSeenAnyMore() {
        var paris = "paris@sip.example.com";
        juliet.adds(paris);
        var watch = watched("paris");
        watch.notify("active;expires=3600", document(PidfText.open("desk", "0.5", "")));
        juliet.shows(paris, "available 64");
        watch.notify("terminated;reason=rejected", "");
        juliet.has(paris, "none");
        juliet.showsOffline(paris);
        juliet.hears(1, Type.unsubscribed, paris);
        assertEquals(List.of(Type.subscribed, Type.unsubscribed), juliet.decisions(paris));
    }

    @Test
    @Proves({"RFC8048-5.2.2-06", "RFC8048-5.2.2-08"})
    void aSipUserRefuses() {
        for (int status : new int[] {403, 603}) {
            var refusing = "refuses" + status + "@sip.example.com";
            juliet.adds(refusing);
            juliet.hears(1, Type.unsubscribed, refusing);
            juliet.has(refusing, "none");
        }
    }

    @Test
    @Proves("RFC8048-5.2.2-09")
    void aSipUserWantsToBeAskedLessOften() {
        var gregory = "gregory@sip.example.com";
        juliet.adds(gregory);
        var subscribe = stage.sip().receives(r -> r.target().contains("gregory") && r.header("Expires").equals(LONGER));
        SipWatch.of(stage.sip(), stage.gateway().port(), subscribe)
                .notify("active;expires=" + LONGER, document(PidfText.open("desk", "0.5", "")));
        juliet.shows(gregory, "available 64");
        assertEquals(List.of(Type.subscribed), juliet.decisions(gregory));
    }

    @Test
    @Proves({"RFC8048-5.3.1-01", "RFC8048-5.3.1-02", "RFC8048-5.3.1-07", "RFC8048-6.2-10", "RFC8048-6.2-29",
        "RFC8048-6.2-30", "RFC8048-5.3.3-02",
        "RFC8048-5.3.3-03"})
    void aSipUserWatchesAnXmppUserFromTheRequestToTheEnd() {
        var tybalt = "tybalt@sip.example.com";
        var watch = watching("sip:" + tybalt, 3600);
        assertTrue(watch.notified().header("Subscription-State").startsWith("pending"));
        juliet.hears(1, Type.subscribe, tybalt);
        juliet.sends(Type.subscribed, tybalt);
        juliet.has(tybalt, "from");
        var first = until(watch, "<basic>open</basic>");
        assertTrue(first.header("Subscription-State").startsWith("active"));

        juliet.is(Mode.away, "In the orchard", 7);
        var away = until(watch, "<show xmlns=\"jabber:client\">away</show>");
        assertTrue(away.body().contains("<rpid:away/>"), away.body());
        assertTrue(away.body().contains(">In the orchard</note>"), away.body());
        assertTrue(away.body().contains("priority=\"0.055\""), away.body());

        try (var chamber = ContactList.login(stage.server(), "juliet", "chamber")) {
            chamber.is(Mode.dnd, "", 1);
            var two = until(watch, ">dnd</show>");
            assertTrue(two.body().contains(">away</show>"), two.body());
        }
        until(watch, "<basic>closed</basic>");
        juliet.is(Mode.available, "", 0);

        assertEquals(200, watch.refresh(0).status());
        var last = until(watch, "<basic>closed</basic>");
        assertEquals("terminated;reason=timeout", last.header("Subscription-State"));
        juliet.hears(1, Type.unavailable, tybalt);
        assertFalse(juliet.decisions(tybalt).contains(Type.unsubscribe), "he may see her again without a word");
    }

    @Test
    @Proves({"RFC8048-5.3.1-09", "RFC8048-7.2-03", "RFC8048-7.2-05"})
    void anXmppUserRefusesAndRevokes() {
        var benvolio = "benvolio@sip.example.com";
        var watch = watching("sip:" + benvolio, 3600);
        watch.notified();
        juliet.hears(1, Type.subscribe, benvolio);
        juliet.sends(Type.unsubscribed, benvolio);
        assertEquals("terminated;reason=rejected", watch.notified().header("Subscription-State"));

        var again = watching("sip:" + benvolio, 3600);
        again.notified();
        juliet.hears(2, Type.subscribe, benvolio);
        juliet.sends(Type.subscribed, benvolio);
        until(again, "<basic>open</basic>");
        juliet.sends(Type.unsubscribed, benvolio);
        var last = again.notified();
        assertEquals("terminated;reason=rejected", last.header("Subscription-State"));
        assertEquals("", last.body());

        var fetch = watching("sip:" + benvolio, 0).notified();
        assertEquals("terminated;reason=timeout", fetch.header("Subscription-State"));
        assertEquals("", fetch.body(), "he learns nothing");
    }

    /** Linphone packs so what it sends to who accepts it. */
    @Test
    @Proves("RFC8048-6.3-01")
    void aDocumentMayBeDeflated() {
        var rosaline = "rosaline@sip.example.com";
        juliet.adds(rosaline);
        var watch = watched("rosaline");
        assertEquals(200, watch.notify("active;expires=3600", "deflate",
                deflated(document(PidfText.open("desk", "0.5", "packed, but légèrement")))).status());
        juliet.shows(rosaline, "available \"packed, but légèrement\" 64");
        var other = watch.notify("active;expires=3600", "gzip", new byte[] {31, -117, 8, 0});
        assertEquals(415, other.status());
        assertTrue(other.header("Accept-Encoding").contains("deflate"), other.toString());
    }

    /** What was granted for a short time is refreshed in time; unless the other side is away, which ends with the dialog. */
    @Test
    @Order(LATE)
    @Proves({"RFC8048-5.2.2-01", "RFC8048-5.2.2-02", "RFC8048-5.2.2-03", "RFC8048-5.2.2-11"})
    void aSipUserIsSeenUntilHisSideIsAwayAndAgainWhenItIsBack() {
        juliet.adds(BALTHASAR);
        var watch = watched("balthasar");
        watch.notify("active;expires=" + LITTLE, document(PidfText.open("desk", "0.5", "")));
        juliet.shows(BALTHASAR, "available 64");
        long granted = System.nanoTime();
        subscribes(BALTHASAR, true);
        assertTrue(seconds(granted) < Integer.parseInt(LITTLE), "refreshed in time");
        away = true;
        watch.notify("active;expires=" + LITTLE, "");
        subscribes(BALTHASAR, true);
        assertEquals(0, juliet.heard(Type.unavailable, BALTHASAR), "the dialog is still there");
        juliet.showsOffline(BALTHASAR);
        juliet.has(BALTHASAR, "to");

        away = false;
        juliet.leaves();
        juliet.is(Mode.available, "", 0);
        SipWatch.of(stage.sip(), stage.gateway().port(), subscribes(BALTHASAR, false))
                .notify("active;expires=3600", document(PidfText.open("desk", "0.5", "back")));
        juliet.shows(BALTHASAR, "available \"back\" 64");
        assertEquals(List.of(Type.subscribed), juliet.decisions(BALTHASAR), "and was never asked again");
    }

    /** Begun before all others, since it lasts. */
    @Test
    @Order(LAST)
    @Proves({"RFC8048-5.3.2-06", "RFC8048-5.3.3-03"})
    void aSipUserWhoDoesNotRefreshIsToldTheEnd() throws Exception {
        var last = lastOfLaurence.get(2L * SHORTEST, TimeUnit.SECONDS);
        assertTrue(seconds(begun) >= SHORTEST, "as long as he was granted");
        assertEquals("terminated;reason=timeout", last.header("Subscription-State"));
        assertTrue(last.body().contains("<basic>closed</basic>"), last.body());
        juliet.hears(1, Type.unavailable, LAURENCE);
        juliet.has(LAURENCE, "from");
    }

    private static Optional<SipText> answer(SipText request) {
        if (!request.method().equals("SUBSCRIBE")) {
            if (request.header("To").contains(LAURENCE) && request.header("Subscription-State").startsWith("terminated")) {
                lastOfLaurence.complete(request);
            }
            return Optional.of(request.answer(200, "OK"));
        }
        if (request.header("To").contains(BALTHASAR)) {
            return away ? Optional.empty() : SipWatch.accepted(stage.sip(), request, LITTLE);
        }
        if (request.target().contains("refuses")) {
            return Optional.of(request.answer(Integer.parseInt(request.target().replaceAll("\\D", "")), "No"));
        }
        return request.target().contains("gregory") && !request.header("Expires").equals(LONGER)
                ? Optional.of(request.answer(423, "Interval Too Brief").with("Min-Expires", LONGER))
                        : SipWatch.accepted(stage.sip(), request);
    }

    /** The next SUBSCRIBE for that user, in a dialog or outside of one. */
    private static SipText subscribes(String user, boolean inDialog) {
        return stage.sip().receives(r -> r.method().equals("SUBSCRIBE") && r.header("To").contains(user) && r.header("To").contains("tag=") == inDialog);
    }

    private static long seconds(long since) {
        return Duration.ofNanos(System.nanoTime() - since).toSeconds();
    }

    private static byte[] deflated(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DeflaterOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What Juliet's SUBSCRIBE for that user has begun. */
    private static SipWatch watched(String user) {
        var subscribe = stage.sip().receives(r -> r.method().equals("SUBSCRIBE") && r.target().equals("sip:" + user + "@sip.example.com"));
        return SipWatch.of(stage.sip(), stage.gateway().port(), subscribe);
    }

    private static SipWatch watching(String watcher, int expires) {
        var subscribe = SipWatch.subscribe(stage.sip(), watcher, JULIET, expires);
        return SipWatch.of(stage.sip(), stage.gateway().port(), subscribe, stage.call(subscribe));
    }

    /** The first NOTIFY that says this. */
    private static SipText until(SipWatch watch, String part) {
        return watch.notified(n -> n.body().contains(part));
    }

    private static String document(String... parts) {
        return PidfText.document("pres:romeo@sip.example.com", parts);
    }
}
