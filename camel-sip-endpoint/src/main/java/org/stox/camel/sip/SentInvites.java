package org.stox.camel.sip;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.stox.protocol.sip.SipMessage;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;

/** INVITEs of ours: while they wait for their end, and for 64 * T1 after it, within which each 2xx has to be acknowledged (RFC 3261 §13.2.2.4). */
final class SentInvites {

    private final Map<InviteId, SentInvite> invites = new ConcurrentHashMap<>();
    private final SipListener listener;
    private final Lapse lapse;

    /** @param lapse over after 64 * T1 */
    SentInvites(SipListener listener, Lapse lapse) {
        this.listener = listener;
        this.lapse = lapse;
    }

    void begin(InviteId id, SentInvite invite) {
        invites.put(id, invite);
    }

    void over(InviteId id, SentInvite invite) {
        lapse.add(() -> invites.remove(id, invite));
    }

    /** The ACK of a 2xx: remembered with its INVITE, if that is not too long ago. */
    void acknowledge(SipRequest ack, SipAttachment attachment) {
        find(ack).ifPresentOrElse(invite -> invite.acknowledge(ack),
                () -> SentInvite.aimed(listener, attachment, ack).send(listener.transactions()));
    }

    /** A CANCEL that is for nothing has the answer that the peer would give. */
    void cancel(SipRequest cancel, Outgoing.End end) {
        find(cancel).ifPresentOrElse(invite -> invite.cancel(cancel, end),
                () -> listener.routes().execute(() -> end.refused(SentInvite.nothing())));
    }

    /** A response that is not the end: to the route that takes INVITE, if there is one. */
    void provisional(Labels.Pair line, SipResponse response) {
        listener.consumers().taking("INVITE").ifPresent(consumer -> consumer.tell(response, Labels.of(response, line)));
    }

    void surplus(SipResponse response) {
        find(response).ifPresentOrElse(invite -> invite.surplus(response), () -> listener.dropped("stray-response"));
    }

    /** The INVITE of a CANCEL, an ACK or a response. */
    private Optional<SentInvite> find(SipMessage message) {
        return Optional.ofNullable(invites.get(InviteId.of(message)));
    }

    /** After 64 * T1 without its final response a cancelled INVITE is over (§9.1). */
    void cancelled(SentInvite invite) {
        lapse.add(invite::lapsed);
    }

    /** What rings somewhere must not ring on when nobody is here any more. */
    void stop() {
        invites.values().forEach(SentInvite::stop);
    }

    /** Called every T1, by one thread. */
    void tick() {
        lapse.tick();
    }

    /** Those without a final response. */
    int pending() {
        return (int) invites.values().stream().filter(SentInvite::pending).count();
    }
}
