package org.stox.service.chat;

import java.time.Instant;
import java.util.List;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.Stanza;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Service;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/** RFC 7573 as a service. */
public final class ChatService implements Service {

    public static final String KIND = "chat";
    /** Those that it takes. */
    public static final List<String> METHODS = List.of("INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "PRACK", "INFO");

    private final MappingPolicy policy;
    private final ChatPolicy chat;
    private final Peers peers;
    private final IdSource ids;

    public ChatService(MappingPolicy policy, ChatPolicy chat, Peers peers, IdSource ids) {
        this.policy = policy;
        this.chat = chat;
        this.peers = peers;
        this.ids = ids;
    }

    /**
     * Whether a chat takes the request: each of an INVITE dialog, whatever comes of it. Where there are no sessions, INVITE is 488. A MESSAGE is
     * never taken.
     */
    public boolean takes(SipRequest request) {
        return false;
    }

    /** Whether a chat takes the stanza at that time; if not, as where there are no sessions, it is for pager mode, which knows what to do with each of its kinds. */
    public boolean takes(Stanza stanza, Instant now) {
        return false;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Class<? extends Machine> machines() {
        return Machine.class;
    }

    @Override
    public List<SessionKey> keys(Event event) {
        return List.of();
    }

    @Override
    public Step<? extends Machine> begin(Event event, Instant now) {
        return Step.none();
    }

    @Override
    public Step<? extends Machine> on(Machine machine, Event event, Instant now) {
        return Step.none();
    }

    @Override
    public String toString() {
        return KIND + policy + chat + peers + ids;
    }
}
