package org.stox.gateway;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.stox.error.Refusal;
import org.stox.protocol.sip.CSeq;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.protocol.xmpp.StanzaCodec;
import org.stox.service.Admission;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;
import org.stox.service.presence.PresenceExplanation;
import org.stox.service.presence.PresencePolicy;
import org.stox.service.presence.PresenceService;
import org.stox.session.Action;
import org.stox.session.Event;

/**
 * Presence as the gateway would map it, by the same service: one message in a session of its own, after what must have gone before
 * ({@link Prelude}).
 */
final class PresenceTranslator {

    private final MappingPolicy policy;
    private final Function<SipRequest, String> shown;
    private final Deque<String> given = new ArrayDeque<>();
    private final Rehearsal rehearsal;
    private final Prelude prelude;

    /** @param shown a request as it would leave */
    PresenceTranslator(MappingPolicy policy, PresencePolicy presence, IdSource ids, Function<SipRequest, String> shown) {
        this.policy = policy;
        this.shown = shown;
        this.rehearsal = new Rehearsal(new PresenceService(policy, presence,
                () -> given.isEmpty() ? ids.next() : given.remove()));
        this.prelude = new Prelude(rehearsal, given, policy, presence.watchers());
    }

    static boolean isPresence(SipResponse response) {
        return response.header("CSeq").map(CSeq::read).map(CSeq::method).filter(PresenceService::takes).isPresent();
    }

    Translation stanza(PresenceStanza stanza) {
        var event = new Event.FromXmpp(stanza);
        try {
            Admission.sender(stanza.from(), policy);
            if (stanza.to().local().isEmpty()) {
                return new Translation.Dropped("It can only answer a question of the gateway itself, whether " + stanza.from().bare() + " is there");
            }
            Admission.target(stanza.to(), policy);
        } catch (Refusal e) {
            return Rehearsal.refusal(rehearsal.play(event)).map(r -> refused(stanza, r))
                    .orElseGet(() -> new Translation.Refused(e.getMessage() + "; its sender is not told, since it asks for nothing", Optional.empty()));
        }
        var assumed = prelude.of(stanza);
        var actions = rehearsal.play(event);
        var refusal = Rehearsal.refusal(actions);
        if (refusal.isPresent()) {
            return refused(stanza, refusal.get());
        }
        var requests = Rehearsal.requests(actions);
        if (requests.isEmpty()) {
            return new Translation.Dropped(stanza.isError() ? "It answers nothing that the gateway asks for: such an id begins with watch-"
                    : "It says nothing that SIP has a word for");
        }
        return new Translation.Translated(texts(requests, shown), PresenceExplanation.toSip(stanza, requests.get(0), policy),
                text(texts(stanzas(actions), PastedMessage::shown)), assumed);
    }

    private Translation refused(Stanza stanza, Refusal refusal) {
        return new Translation.Refused(refusal.getMessage(),
                StanzaCodec.error(stanza, policy.errors().toXmpp(refusal.reason())).map(PastedMessage::shown));
    }

    Translation request(SipRequest request) {
        var assumed = prelude.of(request);
        var actions = rehearsal.play(new Event.FromSip(request));
        var refusal = Rehearsal.refusal(actions);
        if (refusal.isPresent()) {
            throw refusal.get();
        }
        var reply = Rehearsal.of(actions, Action.Reply.class).map(Action.Reply::response).findFirst().orElseGet(() -> Responses.to(request, 200, ""));
        if (reply.status() >= 300) {
            return new Translation.Refused(reply.status() + " " + reply.reason(), Optional.of(PastedMessage.shown(reply)));
        }
        var answer = Stream.concat(Stream.of(PastedMessage.shown(reply)), Rehearsal.requests(actions).stream().map(shown)).map(String::stripTrailing)
                .collect(Collectors.joining("\n\n"));
        var stanzas = stanzas(actions);
        if (stanzas.isEmpty()) {
            return new Translation.Answered(prelude.why(request), answer);
        }
        return new Translation.Translated(texts(stanzas, PastedMessage::shown), PresenceExplanation.toXmpp(request, stanzas),
                Optional.of(answer), assumed);
    }

    Translation response(SipResponse response) {
        prelude.of(response);
        var actions = rehearsal.play(new Event.SipDone(rehearsal.sent(), response));
        var stanzas = stanzas(actions);
        var requests = Rehearsal.requests(actions);
        if (!requests.isEmpty()) {
            return new Translation.Answered("The gateway asks once more, and nothing crosses", texts(requests, shown));
        }
        if (stanzas.isEmpty()) {
            return new Translation.Dropped(response.status() < 300 ? "A " + response.status() + " says nothing of presence (RFC8048-5.2.1-06)"
                    : "A " + response.status() + " may pass: nothing is said in XMPP, and the gateway tries again later");
        }
        return new Translation.Translated(texts(stanzas, PastedMessage::shown),
                PresenceExplanation.toXmpp(response, stanzas.get(stanzas.size() - 1), policy.errors()));
    }

    private static List<PresenceStanza> stanzas(List<Action> actions) {
        var stanzas = new ArrayList<PresenceStanza>();
        Rehearsal.of(actions, Action.ToXmpp.class).forEach(a -> {
            if (a.stanza() instanceof PresenceStanza presence) {
                stanzas.add(presence);
            }
        });
        return stanzas;
    }

    private static <T> String texts(List<T> messages, Function<T, String> shown) {
        return messages.stream().map(shown).collect(Collectors.joining("\n"));
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
