package org.stox.service.presence;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.error.Refusal;
import org.stox.protocol.pidf.Pidf;
import org.stox.protocol.sip.ContentType;
import org.stox.protocol.sip.DeltaSeconds;
import org.stox.protocol.sip.EventHeader;
import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.Subscription;

/**
 * What a SUBSCRIBE asks for, checked as a notifier has to (RFC 6665 §4.2.1.1, RFC 3856 §6).
 *
 * @param event as written: each NOTIFY repeats it
 * @param expires seconds that are granted; 0 is the end, or a fetch
 */
record SubscribeRequest(String event, int expires) {

    private static final Set<String> ACCEPTED = Set.of(Pidf.CONTENT_TYPE, "application/*", "*/*");

    /** Throws the {@link Refusal} that is the answer. */
    static SubscribeRequest read(SipRequest request, PresencePolicy policy) {
        var event = event(request);
        if (!accepts(request.headers("Accept"))) {
            throw Refusal.sip(406, "Not Acceptable", new SipHeader("Accept", Pidf.CONTENT_TYPE));
        }
        int asked = DeltaSeconds.of(request, "Expires").orElse(Subscription.DEFAULT_EXPIRES);       // RFC8048-5.3.1-03
        if (asked > 0 && asked < policy.minExpires() && asked < Subscription.DEFAULT_EXPIRES) {
            throw Refusal.sip(423, "Interval Too Brief", new SipHeader("Min-Expires", String.valueOf(policy.minExpires())));
        }
        return new SubscribeRequest(event.toString(), Math.min(asked, policy.expires()));
    }

    /** The event of a SUBSCRIBE or NOTIFY, which is presence; else 489. */
    static EventHeader event(SipRequest request) {
        return request.header("Event").map(EventHeader::read).filter(e -> e.type().equals("presence"))
                .orElseThrow(() -> Refusal.sip(489, "Bad Event", new SipHeader("Allow-Events", "presence")));
    }

    /** None at all means PIDF (RFC 3856 §6.5). */
    private static boolean accepts(List<String> accept) {
        return accept.isEmpty() || accept.stream().flatMap(a -> List.of(a.split(",")).stream()).map(String::strip).filter(a -> !a.isEmpty())
                .map(ContentType::read).anyMatch(SubscribeRequest::isAccepted);
    }

    private static boolean isAccepted(ContentType range) {
        return ACCEPTED.contains(range.essence()) && !Optional.of("0").equals(range.parameter("q"));
    }
}
