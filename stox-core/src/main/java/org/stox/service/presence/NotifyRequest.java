package org.stox.service.presence;

import java.util.List;
import java.util.Optional;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.ContentCoding;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.pidf.PidfCodec;
import org.stox.protocol.pidf.PidfException;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.sip.SubscriptionState;

/**
 * What a NOTIFY says, checked as a subscriber has to (RFC 6665 §4.1.3, RFC 8048 §6.3).
 *
 * @param told empty where it says nothing of presence: no body, or one of another type
 */
record NotifyRequest(SubscriptionState state, Optional<List<Availability>> told) {

    private static final int MAX_DOCUMENT = 256 << 10;

    /**
     * Throws the {@link Refusal} that is the answer. One that ends the subscription does so whatever its body is (RFC 6665 §4.1.3): its
     * sender has nothing more to say in this dialog, so a refusal would change nothing for the better.
     */
    static NotifyRequest read(SipRequest request, Jid contact, Jid watcher) {
        var state = request.header("Subscription-State").map(SubscriptionState::read);
        try {
            var told = told(request, contact, watcher);
            return new NotifyRequest(state.orElseGet(() -> unsaid(told.isPresent())), told);
        } catch (Refusal | SipSyntaxException | AddressException e) {
            return state.filter(s -> s.state() == SubscriptionState.State.TERMINATED).map(s -> new NotifyRequest(s, Optional.empty()))
                    .orElseThrow(() -> e);
        }
    }

    /** It must be there (RFC 6665 §4.2.2), and the SIMPLE client of libpurple leaves it out: who tells how he is lets it be known. */
    private static SubscriptionState unsaid(boolean tells) {
        var state = tells ? SubscriptionState.State.ACTIVE : SubscriptionState.State.PENDING;
        return new SubscriptionState(state, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Optional<List<Availability>> told(SipRequest request, Jid contact, Jid watcher) {
        return document(request).map(d -> PresenceMapping.availabilities(d, request.header("Content-Language"), contact, watcher));
    }

    /** The presence document, if there is one; throws the {@link Refusal} that is the answer. */
    static Optional<Pidf> document(SipRequest request) {
        if (request.body().length() == 0
                || request.header("Content-Type").map(ContentType::read).filter(t -> t.is(Pidf.CONTENT_TYPE)).isEmpty()) {
            return Optional.empty();
        }
        var body = ContentCoding.decoded(request.body(), request.header("Content-Encoding").orElse(""), MAX_DOCUMENT)
                .orElseThrow(() -> Refusal.sip(415, "Unsupported Media Type", new SipHeader("Accept-Encoding", "deflate, identity")));
        try {
            return Optional.of(PidfCodec.read(body));
        } catch (PidfException e) {
            throw Refusal.sip(400, "Bad presence document, " + e.getMessage());
        }
    }
}
