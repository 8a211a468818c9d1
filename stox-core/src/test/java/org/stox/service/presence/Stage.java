package org.stox.service.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.service.MappingPolicy;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Session;
import org.stox.session.SessionKey;
import org.stox.session.Step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** A gateway without wires: the service, its sessions and a clock; what it sends lies in queues to be looked at. */
final class Stage {

    static final MappingPolicy POLICY = MappingPolicy.of("example.net", "example.com");

    Instant now = Instant.parse("2026-11-24T18:00:00Z");
    private int count;
    private PresenceService service = new PresenceService(POLICY, PresencePolicy.DEFAULT, () -> "t" + ++count);
    private final Map<String, Session> sessions = new LinkedHashMap<>();
    private final Map<SipRequest, String> owners = new java.util.IdentityHashMap<>();
    final ArrayDeque<SipRequest> sip = new ArrayDeque<>();
    final ArrayDeque<PresenceStanza> xmpp = new ArrayDeque<>();
    final ArrayDeque<SipResponse> replies = new ArrayDeque<>();
    final ArrayDeque<org.stox.error.Refusal> refusals = new ArrayDeque<>();
    final List<Action> all = new ArrayList<>();

    void policy(PresencePolicy presence) {
        service = new PresenceService(POLICY, presence, () -> "t" + ++count);
    }

    /** A stanza that a user sends, its quotes single. */
    void xmpp(String stanza) {
        give(new Event.FromXmpp(StanzaText.read(stanza)));
    }

    void sip(SipRequest request) {
        give(new Event.FromSip(request));
    }

    /** The answer of the SIP side to a request that it got. */
    void answer(SipRequest request, SipResponse response) {
        var owner = owners.remove(request);
        var session = sessions.get(owner);
        if (session != null) {
            apply(session, new Event.SipDone(request, response));
        }
    }

    void fail(Stanza stanza, org.stox.error.Refusal refusal) {
        for (var session : List.copyOf(sessions.values())) {
            apply(session, new Event.XmppFailed(stanza, refusal.reason()));
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

    void lost() {
        List.copyOf(sessions.values()).forEach(s -> apply(s, new Event.XmppLost()));
    }

    void back() {
        List.copyOf(sessions.values()).forEach(s -> apply(s, new Event.XmppBack()));
    }

    private void give(Event event) {
        var keys = service.keys(event);
        var session = keys.stream().map(this::find).flatMap(Optional::stream).findFirst();
        if (session.isPresent()) {
            apply(session.get(), event);
        } else {
            var step = service.begin(event, now);
            step.machine().ifPresent(m -> {
                var begun = Session.begin("s" + ++count, step, now);
                sessions.put(begun.id(), begun);
            });
            act(step, step.machine().map(m -> "s" + count).orElse(""));
        }
    }

    private void apply(Session session, Event event) {
        var step = service.on(session.machine(), event, now);
        var after = session.after(step, now);
        if (after.isPresent()) {
            sessions.put(session.id(), after.get());
        } else {
            sessions.remove(session.id());
        }
        checkKeys();
        act(step, session.id());
    }

    private void checkKeys() {
        var keys = sessions.values().stream().flatMap(s -> s.keys().stream()).toList();
        assertEquals(keys.size(), keys.stream().distinct().count(), "a key twice");
    }

    private void act(Step<? extends Machine> step, String id) {
        boolean replied = false;
        for (var action : step.actions()) {
            all.add(action);
            if (action instanceof Action.Reply reply) {
                assertTrue(!replied, "two replies");
                replied = true;
                replies.add(reply.response());
            } else if (action instanceof Action.Refuse refuse) {
                refusals.add(refuse.refusal());
            } else if (action instanceof Action.ToSip toSip) {
                owners.put(toSip.request(), id);
                sip.add(toSip.request());
            } else if (action instanceof Action.ToXmpp toXmpp) {
                xmpp.add((PresenceStanza) toXmpp.stanza());
            } else if (action instanceof Action.Tell tell) {
                give(new Event.Told(tell.to(), tell.from(), tell.word()));
            }
        }
    }

    Optional<Session> find(SessionKey key) {
        return sessions.values().stream().filter(s -> s.keys().contains(key)).findFirst();
    }

    int sessions() {
        return sessions.size();
    }

    Object machine(SessionKey key) {
        return find(key).orElseThrow().machine();
    }

    /** The next stanza as text, its id left out. */
    String stanza() {
        return xmpp.isEmpty() ? "" : StanzaText.client(xmpp.remove().xml()).replaceAll(" id='[^']*'", "").replace(" xmlns='jabber:client'", "");
    }

    /** What has been sent to XMPP since. */
    List<String> stanzas() {
        var texts = new ArrayList<String>();
        while (!xmpp.isEmpty()) {
            texts.add(stanza());
        }
        return texts;
    }

    void quietXmpp() {
        assertEquals(List.of(), stanzas());
    }

    void quiet() {
        assertEquals(List.of(), stanzas());
        assertEquals(List.of(), List.copyOf(sip));
        assertEquals(List.of(), List.copyOf(replies));
        assertEquals(List.of(), List.copyOf(refusals));
    }
}
