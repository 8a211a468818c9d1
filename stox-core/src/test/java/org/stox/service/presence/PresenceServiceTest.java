package org.stox.service.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.Step;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every event meets every state: each has an answer, a request has exactly one. */
class PresenceServiceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");
    private static final Jid JULIET = Jid.parse("juliet@example.com");
    private static final Jid ROMEO = Jid.parse("romeo@example.net");
    private static final SipRequest SUBSCRIBE = SipPlayer.subscribe("c1", "");

    private int count;
    private final PresenceService service = new PresenceService(Stage.POLICY, PresencePolicy.DEFAULT, () -> "t" + ++count);
    private final PresenceContext context = new PresenceContext(Stage.POLICY, PresencePolicy.DEFAULT, () -> "t" + ++count, NOW);

    @Test
    @Proves("BEYOND-MARK-03")
    void whoIsAuthorizedMaySeeTheOther() {
        for (var authorization : Authorization.values()) {
            boolean granted = authorization == Authorization.GRANTED;
            var watcher = new Notifier(new NotifierDialog.Pair(ROMEO, JULIET), authorization, List.of(), List.of(), Optional.empty());
            var user = new Subscriber(JULIET, ROMEO, authorization, Subscriber.Online.AWAY, Optional.empty(), List.of(), Optional.empty());
            assertEquals(granted, maySee(ROMEO, JULIET, watcher));
            assertEquals(granted, maySee(JULIET, ROMEO, user));
            assertFalse(maySee(JULIET, ROMEO, watcher), "it is of an ordered pair");
            assertFalse(maySee(ROMEO, JULIET, user));
        }
    }

    private static boolean maySee(Jid watcher, Jid contact, Machine known) {
        var session = Session.begin("s1", Step.to(known), NOW);
        return PresenceService.maySee(watcher, contact, key -> Optional.of(session).filter(s -> s.machine().keys().contains(key)));
    }

    /** Each state of each machine, and none. */
    private List<Optional<Machine>> machines() {
        var all = new ArrayList<Optional<Machine>>(List.of(Optional.empty()));
        var known = List.of(Availability.closed(Optional.of("a")), new Availability(Optional.of("b"), true, Optional.empty(), Optional.empty(),
                Optional.empty(), List.of(), Optional.empty()));
        for (var authorization : Authorization.values()) {
            for (var online : Subscriber.Online.values()) {
                all.add(Optional.of(new Subscriber(JULIET, ROMEO, authorization, online, Optional.empty(), known, Optional.empty())));
                for (var state : SubscriberDialog.State.values()) {
                    var begun = SubscriberDialog.begin(JULIET, ROMEO, state, Optional.empty(), 60, context);
                    all.add(Optional.of(new Subscriber(JULIET, ROMEO, authorization, online, Optional.of(begun), List.of(), Optional.of(1))));
                    all.add(Optional.of(new Subscriber(JULIET, ROMEO, authorization, online, Optional.of(begun.on(begun.subscription().dialog()
                            .answered(SipPlayer.ok(request(begun), 60)))), known, Optional.of(5))));
                }
            }
            all.add(Optional.of(new Notifier(new NotifierDialog.Pair(ROMEO, JULIET), authorization, List.of(), known, Optional.empty())));
            for (var state : NotifierDialog.State.values()) {
                var subscription = new org.stox.protocol.sip.Subscription(org.stox.protocol.sip.SipDialog.accept(SUBSCRIBE, "g1"), "presence",
                        NOW.plusSeconds(60));
                all.add(Optional.of(new Notifier(new NotifierDialog.Pair(ROMEO, JULIET), authorization,
                        List.of(new NotifierDialog(subscription, state)), known, Optional.of(NOW))));
            }
        }
        all.add(Optional.of(new XmppUser(JULIET, Optional.empty(), java.util.Set.of(PresenceKeys.subscriber(JULIET, ROMEO)), java.util.Set.of())));
        all.add(Optional.of(new XmppUser(JULIET, Optional.of(XmppUser.GO), java.util.Set.of(), java.util.Set.of())));
        return all;
    }

    private SipRequest request(SubscriberDialog dialog) {
        return ((Action.ToSip) dialog.subscribe(60, context)).request();
    }

    /** A sample of every event; those of SIP fit the dialog of the machine, if it has one. */
    private List<Event> events(Optional<Machine> machine) {
        var all = new ArrayList<Event>();
        var ours = machine.filter(Subscriber.class::isInstance).map(Subscriber.class::cast).flatMap(Subscriber::dialog).map(this::request);
        var request = ours.orElse(SUBSCRIBE);
        for (var state : List.of("pending;expires=9", "active;expires=9", "terminated", "terminated;reason=rejected", "terminated;reason=giveup",
                "terminated;reason=noresource", "terminated;reason=deactivated", "nonsense")) {
            all.add(new Event.FromSip(SipPlayer.notify(request, 7, state, SipPlayer.AWAY)));
            all.add(new Event.FromSip(SipPlayer.notify(request, 7, state, "")));
        }
        all.add(new Event.FromSip(SUBSCRIBE));
        all.add(new Event.FromSip(SUBSCRIBE.with("Expires", "0")));
        all.add(new Event.FromSip(SUBSCRIBE.with("To", "<sip:juliet@example.com>;tag=g1").with("CSeq", "2 SUBSCRIBE")));
        all.add(new Event.FromSip(SUBSCRIBE.with("To", "<sip:juliet@example.com>;tag=g1").with("CSeq", "2 SUBSCRIBE").with("Expires", "0")));
        all.add(new Event.FromSip(SUBSCRIBE.with("Event", "")));
        all.add(new Event.FromSip(SUBSCRIBE.without("Contact")));
        all.add(new Event.FromSip(SUBSCRIBE.with("From", "x y z")));
        for (int status : new int[] {200, 202, 302, 400, 403, 404, 408, 423, 481, 489, 500, 503, 603}) {
            all.add(new Event.SipDone(request, SipPlayer.answer(request, status)));
        }
        for (var type : List.of("", "subscribe", "subscribed", "unsubscribe", "unsubscribed", "probe", "unavailable", "error", "other")) {
            for (var to : List.of("romeo@example.net", "example.net")) {
                all.add(new Event.FromXmpp(StanzaText.read("<presence from='juliet@example.com/b' to='" + to + "' id='watch-1'"
                        + (type.isEmpty() ? "" : " type='" + type + "'") + "/>")));
            }
        }
        all.add(new Event.XmppFailed(PresenceStanza.of(ROMEO, JULIET, "probe").withId("watch-1"), Refusal.sip(503, "gone").reason()));
        for (var timer : List.of("n", "refresh", "expire", "retry", "calm", "doubt", "repeat", "notify", "settle", "expire g1", "fetch g1", "forget", "timeout", "?")) {
            all.add(new Event.Fired(timer));
        }
        for (var word : List.of("online", "offline", "left", "unknown", "go", "stop", "online?", "join", "full", "leave", "?")) {
            all.add(new Event.Told(new SessionKey("user", "juliet@example.com"), PresenceKeys.subscriber(JULIET, ROMEO), word));
        }
        all.add(new Event.SipDone(request, SipPlayer.ok(request, 60).with("Contact", "<<<").with("To", "?")));
        all.add(new Event.Restored());
        var own = MsrpUri.read("msrp://gateway.example.com:2855/iau39soe2843z;tcp");
        all.add(new Event.FromMsrp(new MsrpClose(own, "lost")));
        all.add(new Event.MsrpFailed(new MsrpClose(own, "lost"), Refusal.sip(503, "gone").reason()));
        all.add(new Event.Provisional(SipPlayer.answer(request, 180)));
        all.add(new Event.XmppLost());
        all.add(new Event.XmppBack());
        return all;
    }

    @Test
    void everyEventHasAnAnswerInEveryState() {
        for (var machine : machines()) {
            for (var event : events(machine)) {
                var step = assertDoesNotThrow(() -> machine.isPresent() ? service.on(machine.get(), event, NOW)
                        : service.begin(event, NOW), () -> machine + " " + event);
                long answers = step.actions().stream().filter(a -> a instanceof Action.Reply || a instanceof Action.Refuse).count();
                assertTrue(event instanceof Event.FromSip ? answers == 1 : event instanceof Event.FromXmpp ? answers <= 1 : answers == 0,
                        () -> answers + " answers: " + machine + " " + event);
                step.machine().ifPresent(m -> assertTrue(!m.keys().isEmpty() && m.kind().equals("presence") && m.state() != null));
                assertDoesNotThrow(() -> service.keys(event));
            }
        }
    }

    /** RFC 6121 §4.7.1. */
    @ParameterizedTest
    @ValueSource(strings = {"romeo@example.net", "example.net"})
    void aTypeThatIsNoneIsABadRequest(String to) {
        var step = service.begin(new Event.FromXmpp(StanzaText.read("<presence from='juliet@example.com/b' to='" + to + "' type='invisible'/>")), NOW);
        var refuse = (Action.Refuse) step.actions().get(0);
        assertEquals(Condition.BAD_REQUEST, refuse.refusal().reason().error().orElseThrow().condition());
    }

    @Test
    void theSamplesAreComplete() {
        var kinds = events(Optional.empty()).stream().map(Object::getClass).distinct().toList();
        assertEquals(Event.class.getPermittedSubclasses().length, kinds.size());
    }

    /** G14 and G15: what costs a word to begin. */
    @Test
    @Proves({"RFC8048-8.1-01", "RFC8048-8.1-02"})
    void whatNobodyHasDecidedYetIsBounded() {
        var bounded = service.counted().stream().filter(c -> service.most(c) == 20_000).map(c -> c.get("role") + ' ' + c.get("authorization"))
                .sorted().toList();
        assertEquals(List.of("notifier asked", "notifier none", "subscriber none"), bounded);
        assertTrue(service.counted().stream().filter(c -> c.get("authorization").equals("granted"))
                .allMatch(c -> service.most(c) == Integer.MAX_VALUE));
    }

    @Test
    void aRefusalOrAMovedLeaseLeavesTheStateAsItIs() {
        var stage = new Stage();
        stage.sip(SUBSCRIBE);
        var before = stage.machine(PresenceKeys.notifier(ROMEO, JULIET));
        stage.sip(SipPlayer.again(SUBSCRIBE, stage.replies.remove(), 2, 100));
        var after = stage.machine(PresenceKeys.notifier(ROMEO, JULIET));
        assertEquals(((Machine) before).state(), ((Machine) after).state());
        stage.pass(Duration.ofSeconds(1));
    }
}
