package org.stox.camel.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

import org.stox.address.Jid;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.MsrpHeader;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpUri;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sdp.MessageMedia;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.OwnMedia;
import org.stox.protocol.sip.OwnAddress;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.StanzaText;
import org.stox.service.MappingPolicy;
import org.stox.service.Peers;
import org.stox.service.chat.ChatMode;
import org.stox.service.chat.ChatPolicy;
import org.stox.service.chat.ChatService;
import org.stox.service.pager.Pager;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Session;
import org.stox.session.Step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** The states of a chat, after every event of it: each is read from the store as it was written. */
class ChatStoredTest {

    private static final Instant NOW = Instant.parse("2026-11-24T18:00:00Z");
    private static final String PEER = "msrp://s2x.example.net:12763/kjhd37s2s20w2a;tcp";
    private static final String SDP = """
            v=0
            o=- 1 1 IN IP4 s2x.example.net
            s=-
            c=IN IP4 s2x.example.net
            t=0 0
            m=message 12763 TCP/MSRP *
            a=accept-types:text/plain application/im-iscomposing+xml
            a=max-size:5000
            a=path:msrp://s2x.example.net:12763/kjhd37s2s20w2a;tcp
            """;

    private final int[] ids = new int[1];
    private final OwnMedia media = new OwnMedia() {

        @Override
        public Optional<MsrpPath> path(boolean tls, String id) {
            return tls ? Optional.empty() : Optional.of(MsrpPath.of(MsrpUri.read("msrp://x2s.example.com:7654/" + id + ";tcp")));
        }

        @Override
        public MessageTerms.Reach reach() {
            return new MessageTerms.Reach(true, false, List.of());
        }

        @Override
        public void offered(String sessionId) {
            // nobody connects
        }

        @Override
        public boolean allows(MessageMedia.Target target) {
            return true;
        }
    };
    private final Peers peers = new Peers(Duration.ofHours(1));
    private final ChatService service = new ChatService(MappingPolicy.of("example.net", "example.com"), new ChatPolicy(ChatMode.AUTO,
            Duration.ofMinutes(10), Duration.ofSeconds(4), 100_000, Optional.of(media), OwnAddress.NONE), peers, new Pager(peers, this::id), this::id);
    private final SessionJson json = new SessionJson(List.of(service));
    private final Set<String> seen = new HashSet<>();
    private Optional<Session> session = Optional.empty();
    private Step<?> last;

    private String id() {
        return String.format("t%012d", ids[0]++);
    }

    private void give(Event event, Instant now) {
        var step = session.isPresent() ? service.on(session.get().machine(), event, now) : service.begin(event, now);
        session = session.isPresent() ? session.get().after(step, now) : step.machine().map(m -> Session.begin("s1", step, now));
        last = step;
        session.ifPresent(s -> {
            seen.add(s.machine().getClass().getSimpleName());
            try {
                assertEquals(s, json.read(json.write(s)));
            } catch (Unreadable e) {
                throw new AssertionError(e);
            }
        });
    }

    private void give(Event event) {
        give(event, NOW);
    }

    private void says(String content) {
        give(stanza(content));
    }

    private static Event stanza(String content) {
        return new Event.FromXmpp(StanzaText.read("<message from='juliet@example.com/bal cony/😀' to='romeo@example.net' id='m1' type='chat' xml:lang='de'>"
                + content + "</message>"));
    }

    private SipRequest sent() {
        return last.actions().stream().filter(Action.ToSip.class::isInstance).map(a -> ((Action.ToSip) a).request()).findFirst().orElseThrow();
    }

    private static SipResponse answer(SipRequest request, int status) {
        return Responses.to(request, status, "OK", "ffd2", List.of(new SipHeader("Contact", "<sip:romeo@192.0.2.7;gr=dr4hcr0st3lup4c>"),
                new SipHeader("Record-Route", "<sip:p.example.net;lr>"), new SipHeader("Session-Expires", "1800;refresher=uac"),
                new SipHeader("Content-Type", "application/sdp")), Octets.utf8(SDP.replace("\n", "\r\n")));
    }

    private WholeMessage message(MsrpUri to, String type, String text) {
        return new WholeMessage(new MsrpRequest("ad49kswow", "SEND", MsrpPath.of(to), MsrpPath.read(PEER), List.of(new MsrpHeader("Message-ID", "M1abc"),
                new MsrpHeader("Byte-Range", "1-" + text.length() + "/" + text.length()), new MsrpHeader("Success-Report", "yes"),
                new MsrpHeader("Content-Type", type))), Octets.utf8(text));
    }

    @Test
    void whatAChatRemembersIsReadBackAsItWas() {
        says("<thread>t1</thread><subject>Über</subject><body>eins</body><active xmlns='http://jabber.org/protocol/chatstates'/>");
        var invite = sent();
        says("<body xml:lang='en'>two</body><request xmlns='urn:xmpp:receipts'/>"
                + "<html xmlns='http://jabber.org/protocol/xhtml-im'><body xmlns='http://www.w3.org/1999/xhtml'><b title='x'>two</b></body></html>");
        give(new Event.Provisional(answer(invite, 180)));
        give(new Event.SipDone(invite, answer(invite, 200)));
        says("<composing xmlns='http://jabber.org/protocol/chatstates'/>");
        var own = MsrpUri.read("msrp://x2s.example.com:7654/none;tcp");
        give(new Event.FromMsrp(message(own, "text/plain", "Grüße")));
        give(new Event.FromMsrp(message(own, "application/im-iscomposing+xml",
                "<isComposing xmlns='urn:ietf:params:xml:ns:im-iscomposing'><state>active</state></isComposing>")));
        says("<gone xmlns='http://jabber.org/protocol/chatstates'/>");
        assertEquals(Set.of("Inviting", "Talking", "Ending"), seen);
    }

    @Test
    void andWhatWaitsForAnotherWay() {
        var romeo = Jid.parse("romeo@example.net");
        peers.seen(romeo, Peers.Ability.SESSIONS, false, NOW);
        var later = NOW.plusSeconds(7200);
        give(stanza("<body>eins</body>"), later);
        var options = sent();
        give(new Event.SipDone(options, Responses.to(options, 200, "x", new SipHeader("Allow", "MESSAGE"))), later);
        assertEquals(Set.of("Probing", "Paging"), seen);
        assertTrue(sent().method().equals("MESSAGE"));
    }
}
