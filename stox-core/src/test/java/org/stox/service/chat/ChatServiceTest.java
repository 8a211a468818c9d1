package org.stox.service.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.stox.address.SipUri;
import org.stox.address.SipUriCodec;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.service.Peers;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.SessionKey;
import org.stox.test.Proves;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Every event meets every state: each has an answer, a request has exactly one. */
class ChatServiceTest {

    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");

    private final ChatStage stage = new ChatStage();

    private static ChatSession one(java.util.function.Consumer<ChatStage> play) {
        var stage = new ChatStage();
        play.accept(stage);
        return (ChatSession) stage.sessions.values().iterator().next().machine();
    }

    private static void invited(ChatStage stage, String sdp) {
        stage.sip(ChatPeer.invite("c1", sdp, ""));
    }

    private static void refused(ChatStage stage) {
        stage.says("m1", "one", "");
        var invite = stage.sent("INVITE");
        stage.answer(invite, ChatPeer.answer(invite, 488, ""));
    }

    private static void probing(ChatStage stage) {
        stage.peers.seen(ChatStage.ROMEO, Peers.Ability.SESSIONS, false, stage.now);
        stage.now = stage.now.plusSeconds(7200);
        stage.says("m1", "one", "");
    }

    /** Each state, and none. */
    private static List<Optional<ChatSession>> machines() {
        var all = new ArrayList<Optional<ChatSession>>(List.of(Optional.empty()));
        all.add(Optional.of(one(ChatServiceTest::probing)));
        all.add(Optional.of(one(s -> s.says("m1", "one", ""))));
        all.add(Optional.of(one(s -> invited(s, ""))));
        all.add(Optional.of(one(ChatServiceTest::refused)));
        all.add(Optional.of(one(ChatStage::settled)));
        all.add(Optional.of(one(s -> invited(s, ChatPeer.SDP))));
        var talking = (Talking) all.get(all.size() - 1).orElseThrow();
        for (var phase : Call.Phase.values()) {
            all.add(Optional.of(talking.with(talking.call().in(phase))));
        }
        for (var awaiting : Ending.Awaiting.values()) {
            all.add(Optional.of(new Ending(talking.parties(), talking.call().dialog(), awaiting)));
        }
        return all;
    }

    private static SipDialog dialog(ChatSession session) {
        return session instanceof Talking t ? t.call().dialog() : session instanceof Offering o ? o.dialog()
                : session instanceof Ending e ? e.dialog() : session instanceof Inviting i ? i.dialog() : SipDialog.accept(ChatPeer.invite("c1", "", ""), "g1");
    }

    /** A sample of every event; those of SIP fit the dialog of the machine, if it has one. */
    private List<Event> events(Optional<ChatSession> machine) {
        var all = new ArrayList<Event>();
        var invite = ChatPeer.invite("c1", ChatPeer.SDP, "");
        var dialog = machine.map(ChatServiceTest::dialog).orElseGet(() -> SipDialog.accept(invite, "g1"));
        for (var method : ChatService.METHODS) {
            for (var sdp : List.of("", ChatPeer.SDP, "nonsense")) {
                var within = new SipRequest(method, invite.uri(), invite.headers(), ChatPeer.lines(sdp))
                        .with("To", dialog.local() + ";tag=" + dialog.localTag()).with("From", dialog.remote() + ";tag=" + dialog.remoteTag().orElse("x"))
                        .with("Call-ID", dialog.callId()).with("CSeq", "7 " + method);
                all.add(new Event.FromSip(within));
                all.add(new Event.FromSip(new SipRequest(method, invite.uri(), invite.headers(), ChatPeer.lines(sdp)).with("CSeq", "1 " + method)));
            }
        }
        all.add(new Event.FromSip(invite.without("Contact")));
        all.add(new Event.FromSip(invite.with("From", "x y z")));
        for (var method : List.of("INVITE", "MESSAGE", "OPTIONS", "BYE")) {
            var ours = dialog.next().request(method, List.of(), ChatPeer.lines(""));
            for (int status : new int[] {200, 202, 302, 400, 403, 408, 422, 481, 487, 488, 491, 503, 603}) {
                all.add(new Event.SipDone(ours, ChatPeer.answer(ours, status, status == 200 ? ChatPeer.SDP : "")));
                all.add(new Event.SipDone(ours.with("CSeq", "1 " + method), ChatPeer.answer(ours, status, "")));
            }
            all.add(new Event.SipDone(ours, ChatPeer.answer(ours, 200, ChatPeer.SDP).with("Contact", "<<<").with("To", "?")));
            all.add(new Event.Provisional(ChatPeer.answer(ours, 180, "")));
            all.add(new Event.Provisional(ChatPeer.answer(ours, 183, "", "Require: 100rel", "RSeq: 1")));
        }
        for (var content : List.of("<body>x</body>", "<gone xmlns='http://jabber.org/protocol/chatstates'/>",
                "<composing xmlns='http://jabber.org/protocol/chatstates'/>", "<received xmlns='urn:xmpp:receipts' id='m0'/>", "")) {
            for (var type : List.of("chat", "normal", "error", "groupchat")) {
                all.add(new Event.FromXmpp(StanzaText.read("<message from='juliet@example.com/b' to='romeo@example.net' id='m9' type='" + type + "'>"
                        + content + "</message>")));
            }
        }
        all.add(new Event.FromXmpp(StanzaText.read("<message from='juliet@elsewhere.example' to='romeo@example.net' type='chat'><body>x</body></message>")));
        all.add(new Event.FromXmpp(StanzaText.read("<presence from='juliet@example.com/b' to='romeo@example.net'/>")));
        var own = machine.filter(Talking.class::isInstance).map(m -> ((Talking) m).media().uri())
                .orElseGet(() -> MsrpUri.read("msrp://x2s.example.com:7654/iau39soe2843z;tcp"));
        for (var type : List.of("text/plain", "text/html", "message/cpim", "application/im-iscomposing+xml", "image/png", "")) {
            all.add(new Event.FromMsrp(ChatPeer.message(own, "t1", type, type.isEmpty() ? "" : "x")));
        }
        all.add(new Event.FromMsrp(new MsrpClose(own, "lost")));
        var reason = Refusal.sip(503, "gone").reason();
        all.add(new Event.MsrpFailed(new MsrpClose(own, "lost"), reason));
        machine.filter(Talking.class::isInstance).map(Talking.class::cast).ifPresent(t -> all.add(new Event.MsrpFailed(
                org.stox.protocol.msrp.Outgoing.empty(t.media().route(), () -> "abcd1234"), reason)));
        all.add(new Event.XmppFailed(StanzaText.read("<message from='romeo@example.net' to='juliet@example.com/b' id='m0'><body>x</body></message>"), reason));
        for (var timer : List.of("patience", "ack", "idle", "typing", "composing", "settle", "leave", "fallen", "refresh", "expire", "over", "?")) {
            all.add(new Event.Fired(timer));
        }
        all.add(new Event.Told(new SessionKey("a", "b"), new SessionKey("c", "d"), "?"));
        all.add(new Event.Restored());
        all.add(new Event.XmppLost());
        all.add(new Event.XmppBack());
        return all;
    }

    @Test
    void everyEventHasAnAnswerInEveryState() {
        for (var mode : ChatMode.values()) {
            stage.with(mode);
            for (var machine : machines()) {
                for (var event : events(machine)) {
                    var step = assertDoesNotThrow(() -> machine.isPresent() ? stage.service.on(machine.get(), event, NOW)
                            : stage.service.begin(event, NOW), () -> machine + " " + event);
                    long answers = step.actions().stream().filter(a -> a instanceof Action.Reply || a instanceof Action.Refuse).count();
                    boolean request = event instanceof Event.FromSip && stage.service.isAsked(event);
                    assertTrue(request ? answers == 1 : stage.service.isAsked(event) ? answers <= 1 : answers == 0,
                            () -> answers + " answers: " + machine + " " + event);
                    step.machine().ifPresent(m -> assertTrue(!m.keys().isEmpty() && m.kind().equals("chat") && m.state() != null
                            && ChatSession.allCounted().contains(m.counted())));
                    assertDoesNotThrow(() -> stage.service.keys(event));
                }
            }
        }
    }

    @Test
    void theSamplesAreComplete() {
        var events = events(Optional.of(one(ChatStage::settled))).stream().map(Object::getClass).distinct().toList();
        assertEquals(Event.class.getPermittedSubclasses().length, events.size());
        var states = machines().stream().flatMap(Optional::stream).map(Object::getClass).distinct().toList();
        assertEquals(ChatSession.class.getPermittedSubclasses().length, states.size());
    }

    private boolean takes(String type, String content) {
        return stage.service.takes(StanzaText.read("<message from='juliet@example.com/b' to='romeo@example.net'" + (type.isEmpty() ? "" : " type='" + type
                + "'") + ">" + content + "</message>"), stage.now);
    }

    @Test
    @Proves({"RFC7573-1-02", "RFC7573-6.1-05"})
    void onlyAChatGoesBySession() {
        var text = "<body>x</body>";
        var state = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
        var receipt = "<received xmlns='urn:xmpp:receipts' id='1'/>";
        assertTrue(takes("chat", text));
        assertFalse(takes("", text) || takes("normal", text) || takes("groupchat", text) || takes("headline", text));
        assertFalse(takes("chat", state) || takes("", receipt) || takes("error", ""));
        stage.settled();
        assertTrue(takes("chat", text) && takes("chat", state) && takes("", receipt) && takes("error", ""));
        assertFalse(takes("", text) || takes("groupchat", text) || takes("chat", "<propose xmlns='urn:xmpp:jingle-message:0' id='a'/>"));
        assertEquals("juliet@example.com/balcony", stage.service.live(ChatStage.ROMEO, ChatStage.JULIET).orElseThrow().user().toString());
        var invited = new ChatStage();
        invited.says("m1", "one", "");
        assertTrue(invited.service.live(ChatStage.ROMEO, ChatStage.JULIET).isEmpty(), "he has not answered yet");
        assertFalse(new ChatStage().with(ChatMode.PAGER).service.takes(StanzaText.read(
                "<message from='juliet@example.com/b' to='romeo@example.net' type='chat'><body>x</body></message>"), stage.now));
    }

    private static String addressed(String uri, String to) {
        var policy = new ChatPolicy(ChatMode.AUTO, Duration.ofMinutes(10), Duration.ofSeconds(4), 100_000, Optional.empty(),
                () -> Optional.of((SipUri) SipUriCodec.read("sip:gateway.example.com:5070;transport=tcp")));
        var message = new SipRequest("MESSAGE", SipUriCodec.read(uri), List.of(new SipHeader("To", to)), Octets.NONE);
        return new ChatStage().with(policy).service.addressed(message).uri().toString();
    }

    /** RFC 3428 §4. */
    @Test
    void aMessageWithinADialogIsForWhomTheDialogIsWith() {
        var juliet = "\"J\" <sip:juliet@example.com>;tag=g1";
        assertEquals("sip:juliet@example.com", addressed("sip:juliet@gateway.example.com:5070", juliet));
        assertEquals("sip:juliet@example.com;gr=balcony", addressed("sip:juliet@GATEWAY.example.com:5070;transport=tcp;gr=balcony", juliet));
        for (var other : List.of("sip:juliet@example.com", "sip:juliet@gateway.example.com", "tel:+15551234")) {
            assertEquals(other, addressed(other, juliet));
        }
        for (var to : List.of("<sip:juliet@example.com>", "<tel:+15551234>;tag=g1", "<<<")) {
            assertEquals("sip:juliet@gateway.example.com:5070", addressed("sip:juliet@gateway.example.com:5070", to));
        }
    }
}
