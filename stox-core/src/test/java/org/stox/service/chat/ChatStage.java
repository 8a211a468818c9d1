package org.stox.service.chat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpClose;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.sdp.MessageMedia;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.MsrpSession;
import org.stox.protocol.sdp.OwnMedia;
import org.stox.protocol.sip.OwnAddress;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.service.MappingPolicy;
import org.stox.service.Peers;
import org.stox.service.pager.Pager;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.Step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A gateway without wires: the service, its sessions and a clock; what it sends lies in queues to be looked at. */
final class ChatStage {

    static final MappingPolicy POLICY = MappingPolicy.of("example.net", "example.com");
    static final Jid JULIET = Jid.parse("juliet@example.com");
    static final Jid ROMEO = Jid.parse("romeo@example.net");

    Instant now = Instant.parse("2026-11-24T18:00:00Z");
    private int count;
    final Peers peers = new Peers(Duration.ofHours(1));
    boolean tells = true;
    final Pager pager = new Pager(peers, (teller, asker) -> tells, this::id);
    final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<Object, String> owners = new IdentityHashMap<>();
    ChatService service = service(policy(ChatMode.AUTO));

    final ArrayDeque<SipRequest> sip = new ArrayDeque<>();
    final ArrayDeque<MessageStanza> xmpp = new ArrayDeque<>();
    final ArrayDeque<MsrpTraffic> msrp = new ArrayDeque<>();
    final ArrayDeque<SipResponse> replies = new ArrayDeque<>();
    final ArrayDeque<Refusal> refusals = new ArrayDeque<>();

    /** Where a peer reaches us. */
    record Media(boolean secure, boolean cema, List<String> offers) implements OwnMedia {

        Media(boolean secure, boolean cema) {
            this(secure, cema, new ArrayList<>());
        }

        @Override
        public void offered(String sessionId) {
            offers.add(sessionId);
        }

        @Override
        public Optional<MsrpPath> path(boolean tls, String sessionId) {
            return tls && !secure ? Optional.empty() : Optional.of(MsrpPath.of(MsrpUri.read((tls ? "msrps" : "msrp")
                    + "://x2s.example.com:" + (tls ? 7655 : 7654) + "/" + sessionId + ";tcp")));
        }

        @Override
        public MessageTerms.Reach reach() {
            return new MessageTerms.Reach(true, cema, List.of());
        }

        @Override
        public boolean allows(MessageMedia.Target target) {
            return !target.host().equals("forbidden.example.net");
        }
    }

    static ChatPolicy policy(ChatMode mode) {
        return policy(mode, new Media(false, false));
    }

    static ChatPolicy policy(ChatMode mode, OwnMedia media) {
        return new ChatPolicy(mode, Duration.ofMinutes(10), Duration.ofSeconds(4), 100_000, Optional.of(media), OwnAddress.NONE);
    }

    private ChatService service(ChatPolicy chat) {
        return new ChatService(POLICY, chat, peers, pager, this::id);
    }

    private String id() {
        return String.format("t%012d", ++count);
    }

    ChatStage with(ChatPolicy chat) {
        service = service(chat);
        return this;
    }

    ChatStage with(ChatMode mode) {
        return with(policy(mode));
    }

    /** A stanza that a user sends, its quotes single. */
    void xmpp(String stanza) {
        give(new Event.FromXmpp(StanzaText.read(stanza)));
    }

    /** Juliet writes to Romeo from her balcony. */
    void says(String id, String text, String more) {
        xmpp("<message from='juliet@example.com/balcony' to='romeo@example.net' id='" + id + "' type='chat'>" + more
                + (text.isEmpty() ? "" : "<body>" + text + "</body>") + "</message>");
    }

    void sip(SipRequest request) {
        give(new Event.FromSip(request));
    }

    void msrp(MsrpTraffic traffic) {
        give(new Event.FromMsrp(traffic));
    }

    void rings(SipResponse provisional) {
        give(new Event.Provisional(provisional));
    }

    /** The final response to a request that the peer got. */
    void answer(SipRequest request, SipResponse response) {
        back(request, new Event.SipDone(request, response));
    }

    void fail(MsrpTraffic traffic, int code) {
        back(traffic, new Event.MsrpFailed(traffic, Refusal.sip(code, "Failed").reason()));
    }

    void fail(Stanza stanza, Refusal refusal) {
        back(stanza, new Event.XmppFailed(stanza, refusal.reason()));
    }

    /** What became of something goes to the session that sent it; if that is over, to nobody. */
    private void back(Object sent, Event event) {
        var session = sessions.get(owners.getOrDefault(sent, ""));
        if (session == null) {
            begin(event);
        } else {
            apply(session, event);
        }
    }

    /** Lets time go by; timers fire when they are due, in order. */
    void pass(Duration time) {
        var until = now.plus(time);
        while (true) {
            var next = sessions.values().stream().filter(s -> s.next().filter(t -> !t.getValue().isAfter(until)).isPresent())
                    .min(Comparator.comparing(s -> s.next().orElseThrow().getValue()));
            if (next.isEmpty()) {
                now = until;
                return;
            }
            var timer = next.get().next().orElseThrow();
            now = timer.getValue().isAfter(now) ? timer.getValue() : now;
            apply(next.get().without(timer.getKey()), new Event.Fired(timer.getKey()));
        }
    }

    void restart() {
        List.copyOf(sessions.values()).forEach(s -> apply(s, new Event.Restored()));
    }

    private void give(Event event) {
        service.keys(event).stream().map(this::find).flatMap(Optional::stream).findFirst()
                .ifPresentOrElse(session -> apply(session, event), () -> begin(event));
    }

    private void begin(Event event) {
        var step = service.begin(event, now);
        var id = "s" + ++count;
        step.machine().ifPresent(m -> sessions.put(id, Session.begin(id, step, now)));
        act(step, id);
    }

    private void apply(Session session, Event event) {
        var step = service.on(session.machine(), event, now);
        var after = session.after(step, now);
        after.ifPresentOrElse(s -> sessions.put(session.id(), s), () -> sessions.remove(session.id()));
        act(step, session.id());
    }

    private void act(Step<?> step, String id) {
        var keys = sessions.values().stream().flatMap(s -> s.keys().stream()).toList();
        assertEquals(keys.size(), keys.stream().distinct().count(), "a key twice");
        boolean replied = false;
        for (var action : step.actions()) {
            if (action instanceof Action.Reply reply) {
                assertTrue(!replied, "two replies");
                replied = true;
                replies.add(reply.response());
            } else if (action instanceof Action.Refuse refuse) {
                refusals.add(refuse.refusal());
            } else if (action instanceof Action.ToSip out) {
                owners.put(out.request(), id);
                sip.add(out.request());
            } else if (action instanceof Action.ToXmpp out) {
                owners.put(out.stanza(), id);
                xmpp.add((MessageStanza) out.stanza());
            } else if (action instanceof Action.ToMsrp out) {
                owners.put(out.traffic(), id);
                msrp.add(out.traffic());
            }
        }
    }

    Optional<Session> find(SessionKey key) {
        return sessions.values().stream().filter(s -> s.keys().contains(key)).findFirst();
    }

    /** The session of Juliet and Romeo. */
    Optional<Session> chat() {
        return find(ChatKeys.pair(JULIET, ROMEO));
    }

    Object machine() {
        return chat().orElseThrow().machine();
    }

    /** The next request to the SIP side, which has that method. */
    SipRequest sent(String method) {
        var request = sip.remove();
        assertEquals(method, request.method());
        return request;
    }

    MsrpSession session() {
        return (MsrpSession) msrp.remove();
    }

    Outgoing send() {
        return (Outgoing) msrp.remove();
    }

    MsrpReport report() {
        return (MsrpReport) msrp.remove();
    }

    MsrpClose close() {
        return (MsrpClose) msrp.remove();
    }

    /** The next stanza as text, ids of our making left out. */
    String stanza() {
        return StanzaText.client(xmpp.remove().toXml()).replaceAll(" id='t\\d{12}'", "").replace(" xmlns='jabber:client'", "");
    }

    void quiet() {
        assertEquals(List.of(), new ArrayList<>(xmpp), "stanzas");
        assertEquals(List.of(), new ArrayList<>(sip), "requests");
        assertEquals(List.of(), new ArrayList<>(msrp), "MSRP");
        assertEquals(List.of(), new ArrayList<>(replies), "responses");
        assertEquals(List.of(), new ArrayList<>(refusals), "refusals");
    }

    /** Juliet has written, and Romeo's device has taken the session; nothing is left to look at. */
    void talking(String more) {
        talking(ChatPeer.SDP, more);
    }

    /** @param sdp Romeo's answer */
    void talking(String sdp, String more) {
        says("a786hjs2", "Art thou not Romeo?", more);
        var invite = sent("INVITE");
        answer(invite, ChatPeer.ok(invite, sdp));
        sent("ACK");
        session();
        send();
        quiet();
    }

    /** The same, and something has come of Romeo, so that the connection is known. */
    void settled() {
        talking("");
        msrp(ChatPeer.send(this, "m0", "Neither, fair saint", ""));
        xmpp.remove();
        quiet();
    }

    Talking talking() {
        return (Talking) machine();
    }
}
