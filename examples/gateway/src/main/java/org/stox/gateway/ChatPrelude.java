package org.stox.gateway;

import java.util.List;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.MsrpPath;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.sdp.OwnMedia;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.MessageStanza.LangText;
import org.stox.service.MappingPolicy;
import org.stox.session.Action;
import org.stox.session.Event;

/** What must have gone before a message of a chat: the least of it, played to the session, with a phone that takes all. */
record ChatPrelude(Rehearsal rehearsal, MappingPolicy policy) {

    /** Where the phone is reached by MSRP, in a chat that is assumed. */
    private static final String PHONE = "msrp://phone.invalid:2855/phone12345678901234;tcp";
    private static final String TAG = "phone";

    /** Where the gateway is, by nobody's address. */
    static final OwnMedia MEDIA = new NobodysMedia();

    /** The ends of a chat: our URI of its session, and the peer's path. */
    record Ends(MsrpPath own, MsrpPath peer) {

        MsrpRequest rewritten(MsrpRequest request) {
            return new MsrpRequest(request.transaction(), request.method(), own, peer, request.headers());
        }
    }

    /** The phone accepts the INVITE that was sent last. */
    List<Action> accept() {
        var invite = rehearsal.sent();
        return answer(Responses.to(invite, 200, "OK", TAG, List.of(new SipHeader("Contact", "<" + invite.uri() + ">"),
                new SipHeader("Content-Type", "application/sdp")), Octets.utf8(description("passive"))));
    }

    List<Action> answer(SipResponse response) {
        return rehearsal.play(new Event.SipDone(rehearsal.sent(), response));
    }

    /** The user has opened the chat; what went to the phone then. */
    List<Outgoing> openedBy(MessageStanza first) {
        rehearsal.play(new Event.FromXmpp(first));
        return outgoing(accept());
    }

    static List<Outgoing> outgoing(List<Action> actions) {
        return Rehearsal.of(actions, Action.ToMsrp.class).map(Action.ToMsrp::traffic).filter(Outgoing.class::isInstance)
                .map(Outgoing.class::cast).toList();
    }

    /** A message like this one that opens its chat. */
    static MessageStanza opening(MessageStanza like, List<XmlElement> asks) {
        return new MessageStanza(like.from(), like.to(), Optional.of("opening"), Optional.of("chat"), Optional.empty(), List.of(),
                List.of(new LangText(Optional.empty(), "Hello")), like.thread(), Optional.empty(), asks);
    }

    /** The SIP user has invited the other, and was accepted. */
    Ends invitedBy(Jid sip, Jid user) {
        var invite = invite(policy.sipUri(sip), policy.sipUri(user), TAG, "<" + policy.sipUri(sip) + ">;tag=" + TAG);
        var reply = reply(rehearsal.play(new Event.FromSip(invite)));
        acknowledge(invite, reply);
        return ends(reply.body().text());
    }

    static SipResponse reply(List<Action> actions) {
        return Rehearsal.of(actions, Action.Reply.class).map(Action.Reply::response).findFirst().orElseThrow();
    }

    /** For a request within a dialog that he has begun: the same Call-ID and tag of his. The tag that is ours. */
    String invitedFor(SipRequest request) {
        var to = NameAddr.read(request.header("To").orElse("")).uri();
        var invite = invite((SipUri) NameAddr.read(request.header("From").orElse("")).uri(), ((SipUri) to).aor(),
                request.header("Call-ID").orElse(TAG), request.header("From").orElse(""));
        var reply = reply(rehearsal.play(new Event.FromSip(invite)));
        acknowledge(invite, reply);
        return SipDialog.tag(reply, "To").orElseThrow();
    }

    private void acknowledge(SipRequest invite, SipResponse reply) {
        rehearsal.play(new Event.FromSip(new SipRequest("ACK", invite.uri(), invite.headers(), Octets.NONE)
                .with("To", reply.header("To").orElseThrow()).with("CSeq", "1 ACK").without("Content-Type")));
    }

    private SipRequest invite(SipUri from, SipUri to, String callId, String fromHeader) {
        return new SipRequest("INVITE", to, List.of(new SipHeader("Max-Forwards", "70"), new SipHeader("From", fromHeader),
                new SipHeader("To", "<" + to + ">"), new SipHeader("Call-ID", callId), new SipHeader("CSeq", "1 INVITE"),
                new SipHeader("Contact", "<" + from + ">"), new SipHeader("Content-Type", "application/sdp")),
                Octets.utf8(description("active")));
    }

    private static String description(String setup) {
        return String.join("\r\n", "v=0", "o=- 1 1 IN IP4 phone.invalid", "s=-", "c=IN IP4 phone.invalid", "t=0 0", "m=message 2855 TCP/MSRP *",
                "a=accept-types:*", "a=path:" + PHONE, "a=setup:" + setup, "");
    }

    /** By our description, which names our path. */
    static Ends ends(String sdp) {
        var path = sdp.lines().filter(l -> l.startsWith("a=path:")).map(l -> l.substring("a=path:".length()).strip()).findFirst().orElseThrow();
        return new Ends(MsrpPath.read(path), MsrpPath.read(PHONE));
    }
}
