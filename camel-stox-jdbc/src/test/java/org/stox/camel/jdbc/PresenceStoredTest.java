package org.stox.camel.jdbc;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import org.stox.camel.InMemorySessions;
import org.stox.camel.SessionExits;
import org.stox.camel.SessionRunner;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.MsrpTraffic;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipCodec;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xml.XmlDocument;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.service.MappingPolicy;
import org.stox.service.presence.PresencePolicy;
import org.stox.service.presence.PresenceService;
import org.stox.session.Event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The machines of presence, after every event of two subscriptions: each is read from the store as it was written. */
class PresenceStoredTest implements SessionExits {

    private static final String PIDF = """
            <?xml version='1.0' encoding='UTF-8'?>
            <presence xmlns='urn:ietf:params:xml:ns:pidf' entity='pres:romeo@example.net'><tuple id='ID-dr4hcr0st3lup4c'><status>
            <basic>open</basic><show xmlns='jabber:client'>away</show></status><note xml:lang='de'>Bin gleich zurück</note></tuple></presence>""";

    private final ArrayDeque<Runnable> thread = new ArrayDeque<>();
    private final InMemorySessions sessions = new InMemorySessions();
    private final int[] ids = new int[1];
    private final PresenceService service = new PresenceService(MappingPolicy.of("example.net", "example.com"), PresencePolicy.DEFAULT,
            () -> "id" + ids[0]++);
    private final SessionRunner runner = new SessionRunner(List.of(service), sessions, this, () -> "session" + ids[0]++,
            Clock.fixed(Talk.NOW, ZoneOffset.UTC), thread::add, 100);
    private final List<SipRequest> sent = new ArrayList<>();
    private final Map<SipRequest, Consumer<SipResponse>> open = new HashMap<>();
    private final Set<Class<?>> seen = new HashSet<>();
    private final SessionJson json = new SessionJson(List.of(service));

    @Override
    public void toSip(SessionExits.Sender sender, SipRequest request, Consumer<SipResponse> ended) {
        sent.add(request);
        open.put(request, ended);
    }

    @Override
    public void toXmpp(SessionExits.Sender sender, Stanza stanza, Consumer<Refusal.Reason> failed) {
        // nobody answers
    }

    @Override
    public void toMsrp(SessionExits.Sender sender, MsrpTraffic traffic, Consumer<Refusal.Reason> failed) {
        throw new AssertionError(traffic);
    }

    private void give(Event event) {
        runner.give("presence", event);
        work();
    }

    private void work() {
        while (!thread.isEmpty()) {
            thread.removeFirst().run();
        }
        sessions.forEach("presence", session -> {
            seen.add(session.machine().getClass());
            try {
                assertEquals(session, json.read(json.write(session)));
            } catch (Unreadable e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Event stanza(String from, String to, String type, String content) {
        var text = "<presence xmlns='" + Stanza.NAMESPACE + "' from='" + from + "' to='" + to + "'" + (type.isEmpty() ? "" : " type='" + type + "'")
                + ">" + content + "</presence>";
        return new Event.FromXmpp(StanzaCodec.read(XmlDocument.read(Octets.utf8(text))));
    }

    private static SipRequest read(String text) {
        var octets = text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
        return (SipRequest) ((SipCodec.Reading.Good) SipCodec.read(octets, 0, octets.length)).message();
    }

    @Test
    void whatPresenceRemembersIsReadBackAsItWas() {
        runner.start();
        give(stanza("juliet@example.com", "romeo@example.net", "subscribe", "<nick xmlns='http://jabber.org/protocol/nick'>Jülia</nick>"));
        var subscribe = sent.get(0);
        open.get(subscribe).accept(Responses.to(subscribe, 200, "OK", "ffd2",
                List.of(new SipHeader("Contact", "<sip:romeo@192.0.2.7;gr=dr4hcr0st3lup4c>"), new SipHeader("Expires", "3600"),
                        new SipHeader("Record-Route", "<sip:p.example.net;lr>")), Octets.NONE));
        work();
        give(new Event.FromSip(read("""
                NOTIFY sip:juliet@example.com SIP/2.0
                Via: SIP/2.0/TCP p.example.net;branch=z9hG4bKn1
                From: <sip:romeo@example.net>;tag=ffd2
                To: %s
                Call-ID: %s
                Event: presence
                Subscription-State: active;expires=3599
                Max-Forwards: 70
                CSeq: 1 NOTIFY
                Contact: <sip:romeo@192.0.2.7>
                Content-Type: application/pidf+xml
                Content-Length: %d

                %s""".formatted(subscribe.header("From").orElseThrow(), subscribe.header("Call-ID").orElseThrow(),
                PIDF.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8).length, PIDF))));
        give(new Event.FromSip(read("""
                SUBSCRIBE sip:juliet@example.com SIP/2.0
                Via: SIP/2.0/TCP p.example.net;branch=z9hG4bKs1
                From: "Romeo M." <sip:romeo@example.net>;tag=xfg9
                To: <sip:juliet@example.com>
                Call-ID: c1@example.net
                Event: presence
                Max-Forwards: 70
                CSeq: 1 SUBSCRIBE
                Contact: <sip:romeo@192.0.2.7;gr=dr4hcr0st3lup4c>
                Content-Length: 0

                """)));
        give(stanza("juliet@example.com", "romeo@example.net", "subscribed", ""));
        give(stanza("juliet@example.com/bal cony/😀", "romeo@example.net", "",
                "<show>away</show><status>Im Garten</status><status xml:lang='en'>In the garden</status><priority>-3</priority>"));
        give(stanza("juliet@example.com/phone", "romeo@example.net", "unavailable", "<status>bye</status>"));
        assertTrue(seen.size() >= 2, "machines of both directions were seen: " + seen);
        assertTrue(sent.size() >= 3, "a SUBSCRIBE and NOTIFYs went: " + sent);
    }
}
