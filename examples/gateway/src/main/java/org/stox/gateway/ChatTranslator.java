package org.stox.gateway;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.msrp.ByteRange;
import org.stox.protocol.msrp.Continuation;
import org.stox.protocol.msrp.MsrpHeader;
import org.stox.protocol.msrp.MsrpReport;
import org.stox.protocol.msrp.MsrpRequest;
import org.stox.protocol.msrp.MsrpResponse;
import org.stox.protocol.msrp.Outgoing;
import org.stox.protocol.msrp.Reporting;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sip.CSeq;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xml.XmlElement;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.service.Admission;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;
import org.stox.service.Peers;
import org.stox.service.chat.ChatMode;
import org.stox.service.chat.ChatPolicy;
import org.stox.service.chat.ChatService;
import org.stox.service.pager.Pager;
import org.stox.session.Action;
import org.stox.session.Event;

/** A chat by a session as the gateway would have it, by the same service: one message, after what must have gone before ({@link ChatPrelude}). */
final class ChatTranslator {

    private static final String RECEIPTS = "urn:xmpp:receipts";
    private static final ChatPolicy CHAT = new ChatPolicy(ChatMode.AUTO, ChatPolicy.DEFAULT.idle(), ChatPolicy.DEFAULT.patience(),
            ChatPolicy.DEFAULT.messageMax(), Optional.of(ChatPrelude.MEDIA), ChatPolicy.DEFAULT.own());

    private final MappingPolicy policy;
    private final Function<SipRequest, String> shown;
    private final Rehearsal rehearsal;
    private final ChatPrelude prelude;

    /** @param shown a request as it would leave */
    ChatTranslator(MappingPolicy policy, IdSource ids, Function<SipRequest, String> shown) {
        this.policy = policy;
        this.shown = shown;
        var peers = new Peers(Duration.ofHours(1));
        this.rehearsal = new Rehearsal(new ChatService(policy, CHAT, peers, new Pager(peers, ids), ids));
        this.prelude = new ChatPrelude(rehearsal, policy);
    }

    /** Whether it is of a chat by a session, with a peer of whom nothing is known. */
    static boolean isOfSession(MessageStanza message) {
        return message.type().filter("chat"::equals).isPresent()
                || message.type().filter(t -> !t.equals("normal")).isEmpty() && message.bodies().isEmpty() && receipt(message).isPresent();
    }

    static boolean isOfSession(SipMessage message) {
        return message instanceof SipRequest request ? ChatService.METHODS.contains(request.method())
                : message.header("CSeq").map(CSeq::read).map(CSeq::method).filter(ChatService.METHODS::contains).isPresent();
    }

    Translation stanza(MessageStanza message) {
        try {
            Admission.sender(message.from(), policy);
            Admission.target(message.to(), policy);
            return message.bodies().stream().anyMatch(b -> !b.text().isEmpty()) ? first(message) : later(message);
        } catch (Refusal e) {
            return refused(message, e);
        }
    }

    private Translation first(MessageStanza message) {
        var actions = rehearsal.play(new Event.FromXmpp(message));
        var refusal = Rehearsal.refusal(actions);
        if (refusal.isPresent()) {
            return refused(message, refusal.get());
        }
        var invite = rehearsal.sent();
        var then = prelude.accept();
        var sends = ChatPrelude.outgoing(then);
        if (sends.isEmpty()) {
            return new Translation.Dropped("Nothing of it goes to a session");
        }
        return new Translation.Translated(shown.apply(invite).stripTrailing() + "\n\n" + PastedMsrp.shown(sends.get(sends.size() - 1)),
                ChatExplanation.toSip(message, invite, sends.get(sends.size() - 1)), Optional.empty(),
                Optional.of("no chat of the two yet, so the INVITE goes first, and a phone that accepts it. In a chat that there is, "
                        + "the SEND goes alone; where the INVITE is refused for what it is, a MESSAGE goes instead (--chat=pager)"));
    }

    private Translation later(MessageStanza message) {
        var about = receipt(message);
        var first = prelude.openedBy(ChatPrelude.opening(message, List.of()));
        about.ifPresent(id -> rehearsal.play(new Event.FromMsrp(asking(first.get(0), id))));
        var actions = settled(rehearsal.play(new Event.FromXmpp(message)));
        var refusal = Rehearsal.refusal(actions);
        if (refusal.isPresent()) {
            return refused(message, refusal.get());
        }
        var sends = ChatPrelude.outgoing(actions);
        var reports = Rehearsal.of(actions, Action.ToMsrp.class).map(Action.ToMsrp::traffic).filter(MsrpReport.class::isInstance)
                .map(t -> ((MsrpReport) t).request()).toList();
        var requests = Rehearsal.requests(actions);
        var output = new ArrayList<String>();
        sends.forEach(s -> output.add(PastedMsrp.shown(s)));
        reports.forEach(r -> output.add(PastedMsrp.shown(r)));
        requests.forEach(r -> output.add(shown.apply(r)));
        if (output.isEmpty()) {
            return new Translation.Dropped("It says nothing that a session has a word for");
        }
        return new Translation.Translated(String.join("\n", output), ChatExplanation.toSip(message, sends, reports, requests), Optional.empty(),
                Optional.of("a chat that " + message.from().bare() + " has opened" + (about.isPresent() ? ", in which " + message.to().bare()
                        + " asked whether the message of that id arrives" : "") + "; without one it is dropped"));
    }

    /** Who leaves is waited for until what he has said is out: that is so at once here. */
    private List<Action> settled(List<Action> actions) {
        return actions.stream().allMatch(Action.Start.class::isInstance) && !actions.isEmpty()
                ? rehearsal.play(new Event.Fired(((Action.Start) actions.get(0)).timer())) : actions;
    }

    /** What the receipt is about: a message of the peer who has asked for it. */
    private static WholeMessage asking(Outgoing sent, String id) {
        var request = MsrpRequest.send(id, new MsrpRequest.Route(sent.route().from(), sent.route().to()), "asked",
                ByteRange.of(1, 5, 5), new Reporting(true, Reporting.Failure.NO),
                List.of(new MsrpHeader("Content-Type", "text/plain")));
        return new WholeMessage(request, Octets.utf8("Hello"));
    }

    private static Optional<String> receipt(MessageStanza message) {
        return message.extensions().stream().filter(e -> e.is(RECEIPTS, "received")).findFirst().flatMap(e -> e.attribute("id"));
    }

    private Translation refused(Stanza stanza, Refusal refusal) {
        return new Translation.Refused(refusal.getMessage(),
                StanzaCodec.error(stanza, policy.errors().toXmpp(refusal.reason())).map(PastedMessage::shown));
    }

    /**
     * A message by MSRP, which names nobody: it is said of whom it is taken to be.
     *
     * @param sip who has sent it
     */
    Translation msrp(PastedMsrp pasted, Jid sip, Jid user) {
        if (pasted.response().isPresent()) {
            return new Translation.Dropped("A response is for the transaction: nobody is told that a message was taken (RFC7573-7-06, RFC7573-7-10)");
        }
        if (pasted.request().isEmpty()) {
            return new Translation.Refused(pasted.fault(), Optional.empty());
        }
        var request = pasted.request().get();
        if (request.is(MsrpRequest.REPORT)) {
            return report(request, sip, user);
        }
        if (!request.is(MsrpRequest.SEND)) {
            return new Translation.Refused("501 " + request.method() + " is not served in a chat", answer(request, 501));
        }
        if (pasted.continuation() != Continuation.END) {
            return new Translation.Dropped(pasted.continuation() == Continuation.MORE ? "It is a chunk, and waits for those behind it (RFC7573-8-01)"
                    : "Its sender has given it up (RFC7573-8-02)");
        }
        return send(request, pasted, sip, user);
    }

    private Translation send(MsrpRequest request, PastedMsrp pasted, Jid sip, Jid user) {
        var ends = prelude.invitedBy(sip, user);
        var actions = rehearsal.play(new Event.FromMsrp(new WholeMessage(ends.rewritten(request), pasted.body())));
        var refusal = Rehearsal.refusal(actions);
        if (refusal.isPresent()) {
            var status = policy.errors().toSip(refusal.get().reason(), new SipRequest("MESSAGE", policy.sipUri(user), List.of(), pasted.body())).status();
            return new Translation.Refused(refusal.get().getMessage(), answer(request, status));
        }
        var stanzas = stanzas(actions);
        if (stanzas.isEmpty()) {
            return new Translation.Dropped("It is taken, and says nothing: it binds a connection to its session, or changes nothing");
        }
        return new Translation.Translated(texts(stanzas), ChatExplanation.toXmpp(request, pasted.body(), stanzas.get(0)), answer(request, 200),
                Optional.of("a chat that " + sip + " has opened with " + user + ", and that the paths are those of its session"));
    }

    private Translation report(MsrpRequest request, Jid sip, Jid user) {
        var message = MessageStanza.of(user, sip);
        var sent = prelude.openedBy(ChatPrelude.opening(message, List.of(XmlElement.of(RECEIPTS, "request"))));
        var first = sent.get(0);
        long length = first.body().length();
        var told = MsrpRequest.report(request.transaction(), new MsrpRequest.Route(first.route().from(), first.route().to()), first.messageId(),
                ByteRange.of(1, length, length), request.status().orElseThrow(() -> Refusal.sip(400, "No Status")));
        var stanzas = stanzas(rehearsal.play(new Event.FromMsrp(new MsrpReport(first.session(), told))));
        if (stanzas.isEmpty()) {
            return new Translation.Dropped("It says nothing that XMPP has a word for (RFC7573-7-08)");
        }
        return new Translation.Translated(texts(stanzas), ChatExplanation.toXmpp(request, stanzas.get(0)), Optional.empty(),
                Optional.of("that it is about the whole of a message that " + user + " has sent to " + sip + " with id 'opening', and that she asked for it"));
    }

    private static Optional<String> answer(MsrpRequest request, int status) {
        return request.reporting().owesResponse(status) ? MsrpResponse.to(request, request.to().last(), status).map(PastedMsrp::shown) : Optional.empty();
    }

    Translation request(SipRequest request) {
        var tag = SipDialog.tag(request, "To");
        if (request.method().equals("ACK")) {
            return new Translation.Dropped("It ends the transaction of its INVITE, and XMPP has no word for that (RFC7573-5-08)");
        }
        var own = tag.isEmpty() ? request : request.with("To", request.header("To").orElse("").replaceAll(";tag=[^;>]*", "") + ";tag="
                + prelude.invitedFor(request));
        var actions = rehearsal.play(new Event.FromSip(own));
        var refusal = Rehearsal.refusal(actions);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        var reply = Rehearsal.of(actions, Action.Reply.class).map(Action.Reply::response).findFirst()
                .orElseGet(() -> Responses.to(own, 200, ""));
        var answer = PastedMessage.shown(tag.isEmpty() ? reply : reply.with("To", request.header("To").orElse("")));
        if (reply.status() >= 300) {
            return new Translation.Refused(reply.status() + " " + reply.reason(), Optional.of(answer));
        }
        var stanzas = stanzas(actions);
        if (request.method().equals("INVITE")) {
            return new Translation.Answered(tag.isEmpty() ? "a chat begins, and the XMPP user hears of it with its first message (RFC7573-5-03)"
                    : "the terms of a chat that there is", answer, ChatExplanation.invited(request, reply));
        }
        return stanzas.isEmpty() ? new Translation.Answered("nothing of it crosses", answer, List.of())
                : new Translation.Translated(texts(stanzas), ChatExplanation.ended(request, stanzas.get(0)), Optional.of(answer),
                        Optional.of("a chat of this Call-ID"));
    }

    /** The answer to a request of ours. */
    Translation response(SipResponse response, Jid sip, Jid user) {
        if (!CSeq.read(response.header("CSeq").orElse("")).method().equals("INVITE") || response.status() < 200) {
            return new Translation.Dropped("A " + response.status() + " says nothing that XMPP has a word for");
        }
        var message = MessageStanza.of(user, sip);
        rehearsal.play(new Event.FromXmpp(ChatPrelude.opening(message, List.of())));
        var invite = rehearsal.sent();
        var to = SipDialog.tag(response, "To").isPresent() ? response.header("To").orElse("") : response.header("To").orElse("") + ";tag=phone";
        var own = response.with("From", invite.header("From").orElse("")).with("To", to).with("Call-ID", invite.header("Call-ID").orElse(""))
                .with("CSeq", invite.header("CSeq").orElse(""));
        var actions = prelude.answer(own);
        var stanzas = stanzas(actions);
        if (!stanzas.isEmpty()) {
            return new Translation.Translated(texts(stanzas), ChatExplanation.refused(response, stanzas.get(0), policy.errors()), Optional.empty(),
                    Optional.of("one message of " + user + " waits for it, with id 'opening'"));
        }
        var next = Rehearsal.requests(actions).stream().map(shown).map(String::stripTrailing).collect(Collectors.toCollection(ArrayList::new));
        ChatPrelude.outgoing(actions).stream().map(PastedMsrp::shown).forEach(next::add);
        return new Translation.Answered(response.status() < 300 ? "what has waited for it goes as SEND (RFC7573-4-16, RFC7573-4-17)"
                : "what has waited for it goes as MESSAGE", String.join("\n\n", next), List.of());
    }

    private static List<MessageStanza> stanzas(List<Action> actions) {
        return Rehearsal.of(actions, Action.ToXmpp.class).map(Action.ToXmpp::stanza).filter(MessageStanza.class::isInstance)
                .map(MessageStanza.class::cast).toList();
    }

    private static String texts(List<MessageStanza> stanzas) {
        return stanzas.stream().map(PastedMessage::shown).collect(Collectors.joining("\n"));
    }
}
