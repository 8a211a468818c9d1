package org.stox.gateway;

import java.util.Deque;
import java.util.List;
import java.util.Optional;

import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.CSeq;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.Responses;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.SubscriptionState;
import org.stox.protocol.xmpp.PresenceStanza;
import org.stox.service.Admission;
import org.stox.service.MappingPolicy;
import org.stox.service.presence.PresencePolicy.Watchers;
import org.stox.session.Event;

/**
 * What must have gone before a message of presence that stands in a dialog: the least of it, played to the session. A SIP message keeps the
 * names of its dialog; for a stanza a fresh one is begun.
 *
 * @param given ids that the gateway is to take for the next that it makes: those of the pasted dialog
 */
record Prelude(Rehearsal rehearsal, Deque<String> given, MappingPolicy policy, Watchers watchers) {

    private static final String PEER = "phone";
    private static final String ASKED_NOTHING = ", who is not asked";

    /** What was assumed, in words; empty where nothing had to be. */
    Optional<String> of(PresenceStanza stanza) {
        return switch (stanza.type().orElse("")) {
            case "unsubscribe" -> {
                watch(stanza.from(), stanza.to());
                answer();
                yield assumed("%s watches %s", stanza, "");
            }
            case "subscribed", "unsubscribed", "error" -> {
                watched(stanza);
                yield assumed("%2$s watches %1$s", stanza, watchers == Watchers.ASK ? ", who has not decided yet" : ASKED_NOTHING);
            }
            case "", "unavailable" -> {
                watched(stanza);
                approve(stanza.from(), stanza.to());
                yield assumed("%2$s watches %1$s", stanza, watchers == Watchers.ASK ? ", who has approved it" : ASKED_NOTHING);
            }
            case "probe" -> Optional.of("that " + stanza.from().bare() + " does not watch " + stanza.to().bare()
                    + " yet. Where that is so, the gateway answers from what it knows, and the SUBSCRIBE is one of that dialog");
            default -> Optional.empty();
        };
    }

    private static Optional<String> assumed(String who, PresenceStanza stanza, String more) {
        return Optional.of("a fresh dialog, in which " + who.formatted(stanza.from().bare(), stanza.to().bare()) + more);
    }

    /** An XMPP user asks for the presence of a SIP user. */
    private void watch(Jid user, Jid contact) {
        rehearsal.play(new Event.FromXmpp(PresenceStanza.of(user.bare(), contact.bare(), "subscribe")));
    }

    private void answer() {
        rehearsal.play(new Event.SipDone(rehearsal.sent(), Responses.to(rehearsal.sent(), 200, PEER)));
    }

    private void watched(PresenceStanza stanza) {
        subscribe(policy.sipUri(stanza.to().bare()), policy.sipUri(stanza.from().bare()), PEER, PEER);
    }

    /** A SIP user asks for the presence of an XMPP user. */
    private void subscribe(SipUri watcher, SipUri contact, String callId, String tag) {
        rehearsal.play(new Event.FromSip(new SipRequest("SUBSCRIBE", contact, List.of(new SipHeader("From", "<" + watcher + ">;tag=" + tag),
                new SipHeader("To", "<" + contact + ">"), new SipHeader("Call-ID", callId), new SipHeader("CSeq", "1 SUBSCRIBE"),
                new SipHeader("Contact", "<" + watcher + ">"), new SipHeader("Event", "presence")), Octets.NONE)));
    }

    private void approve(Jid contact, Jid watcher) {
        rehearsal.play(new Event.FromXmpp(PresenceStanza.of(contact.bare(), watcher.bare(), "subscribed")));
    }

    /** The same for a request; nothing is played where it has no To tag, or one of nobody whom the gateway serves. */
    Optional<String> of(SipRequest request) {
        var tag = SipDialog.tag(request, "To");
        if (tag.isEmpty()) {
            return Optional.empty();
        }
        try {
            return request.method().equals("NOTIFY") ? notify(request, tag.get()) : refresh(request, tag.get());
        } catch (Refusal e) {
            return Optional.empty();                        // of no dialog, and answered so
        }
    }

    private Optional<String> refresh(SipRequest request, String tag) {
        var watcher = Admission.sender(request, policy);
        var contact = user(request, "To");
        given.add(tag);
        var before = new SipRequest("SUBSCRIBE", policy.sipUri(contact), request.headers(), Octets.NONE)
                .with("To", "<" + policy.sipUri(contact) + ">").with("CSeq", earlier(request)).without("Expires").without("Accept");
        rehearsal.play(new Event.FromSip(before.header("Contact").isPresent() ? before
                : before.with("Contact", "<" + policy.sipUri(watcher) + ">")));
        approve(contact, watcher);
        return Optional.of("the dialog of this Call-ID, in which " + watcher.bare() + " watches " + contact.bare()
                + " and has been told nothing yet");
    }

    /** A document that ends its dialog by timeout answers a fetch (RFC8048-7.1-03). */
    private Optional<String> notify(SipRequest request, String tag) {
        var contact = Admission.sender(request, policy);
        var user = user(request, "To");
        given.addAll(List.of(request.header("Call-ID").orElse(""), tag));
        var state = request.header("Subscription-State").map(SubscriptionState::read).map(SubscriptionState::state);
        boolean last = state.filter(SubscriptionState.State.TERMINATED::equals).isPresent();
        boolean fetch = last && request.body().length() > 0;
        if (fetch) {
            rehearsal.play(new Event.FromXmpp(PresenceStanza.of(user, contact, "probe")));
        } else {
            watch(user, contact);
        }
        if (last && !fetch) {
            rehearsal.play(new Event.FromSip(request.with("CSeq", earlier(request)).with("Subscription-State", "active")));
        }
        return Optional.of("the dialog of this Call-ID, in which " + user.bare() + (fetch ? " has asked once for " : " watches ") + contact.bare()
                + " and has been told nothing yet");
    }

    /** The answer to a request of the gateway, which {@link Rehearsal#sent} is then. */
    void of(SipResponse response) {
        var ours = SipDialog.tag(response, "From").orElse("");
        var callId = response.header("Call-ID").orElse("");
        var own = user(response, "From");
        var peer = user(response, "To");
        if (CSeq.read(response.header("CSeq").orElse("")).method().equals("NOTIFY")) {
            given.add(ours);
            subscribe(policy.sipUri(peer), policy.sipUri(own), callId, SipDialog.tag(response, "To").orElse(PEER));
            approve(own, peer);
            return;
        }
        given.addAll(List.of(callId, ours));
        watch(own, peer);
        if (response.header("Expires").filter("0"::equals).isPresent()) {
            answer();
            rehearsal.play(new Event.FromXmpp(PresenceStanza.of(own, peer, "unsubscribe")));
        }
    }

    /** Why nothing of the request crosses. */
    String why(SipRequest request) {
        var state = request.header("Subscription-State").map(SubscriptionState::read).map(SubscriptionState::state);
        if (state.filter(SubscriptionState.State.PENDING::equals).isPresent()) {
            return "nothing crosses while it is pending (RFC8048-5.2.1-09)";
        }
        return state.isPresent() ? "the end of a dialog is not that of the authorization (RFC8048-5.2.2-12)" : "nothing of it crosses";
    }

    private static String earlier(SipRequest request) {
        var number = CSeq.read(request.header("CSeq").orElse(""));
        return new CSeq(Math.max(0, number.number() - 1), number.method()).toString();
    }

    private Jid user(SipMessage message, String header) {
        if (NameAddr.read(message.header(header).orElse("")).uri() instanceof SipUri uri) {
            return policy.jid(uri.aor()).bare();
        }
        throw Refusal.sip(416, "Unsupported URI Scheme");
    }
}
