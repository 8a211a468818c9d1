package org.stox.service.chat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.stox.address.AddressException;
import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.msrp.MsrpSyntaxException;
import org.stox.protocol.msrp.WholeMessage;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipDialog;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipSyntaxException;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.Stanza;
import org.stox.service.Admission;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;
import org.stox.service.Peers;
import org.stox.service.Peers.Ability;
import org.stox.service.im.MessageExtensions;
import org.stox.service.pager.Pager;
import org.stox.session.Action;
import org.stox.session.Event;
import org.stox.session.Machine;
import org.stox.session.Service;
import org.stox.session.SessionKey;
import org.stox.session.Step;

/**
 * RFC 7573 as a service: chats of SIP users with XMPP users, by MSRP where that can be. Here stands which event is whose, in {@link ChatStep} which
 * method of a {@link ChatSession} it is; what it does stands there.
 */
public final class ChatService implements Service {

    public static final String KIND = "chat";
    /** Those that it takes. */
    public static final List<String> METHODS = List.of("INVITE", "ACK", "BYE", "CANCEL", "UPDATE", "PRACK", "INFO");

    /** A CANCEL is answered where its INVITE waits. */
    private static final Set<String> UNANSWERED = Set.of("ACK", "CANCEL");

    private final MappingPolicy policy;
    private final ChatPolicy chat;
    private final Peers peers;
    private final Pager pager;
    private final IdSource ids;
    private final UsedThreads threads = new UsedThreads();
    private final LivePairs live = new LivePairs();

    public ChatService(MappingPolicy policy, ChatPolicy chat, Peers peers, Pager pager, IdSource ids) {
        this.policy = policy;
        this.chat = chat;
        this.peers = peers;
        this.pager = pager;
        this.ids = ids;
    }

    /**
     * Whether a chat takes the request: each of an INVITE dialog, whatever comes of it. Where there are no sessions, INVITE is 488. A MESSAGE is
     * never taken.
     */
    public boolean takes(SipRequest request) {
        return METHODS.contains(request.method());
    }

    /** Whether the request would begin a session. */
    public static boolean begins(SipRequest request) {
        return request.method().equals("INVITE") && !SipDialog.isWithin(request);
    }

    /**
     * A MESSAGE within a dialog comes to what we gave as Contact (RFC 3428 §4): it is for the user of its To, at the device that our Contact
     * names. Any other is left as it is.
     */
    public SipRequest addressed(SipRequest message) {
        if (!SipDialog.isWithin(message) || !(message.uri() instanceof SipUri target) || chat.contact().filter(target::isAtSameHost).isEmpty()
                || !(NameAddr.read(message.header("To").orElse("")).uri() instanceof SipUri user)) {
            return message;
        }
        var device = new SipUri(user.scheme(), user.user(), user.host(), user.port(), target.parameter("gr").stream().toList(), Optional.empty());
        return new SipRequest(message.method(), device, message.headers(), message.body());
    }

    /**
     * Whether a chat takes the stanza at that time; if not, as where there are no sessions, it is for pager mode, which knows what to do with
     * each of its kinds.
     */
    public boolean takes(Stanza stanza, Instant now) {
        if (!(stanza instanceof MessageStanza message) || message.to().local().isEmpty() || !message.to().domain().equals(policy.domain())) {
            return false;
        }
        if (ToPeer.body(message).isEmpty() && MessageExtensions.isInvitation(message)) {
            return false;
        }
        boolean talks = live.has(message.from(), message.to());
        return switch (message.type().orElse("normal")) {
            case "chat" -> talks || mayBegin(message, now) && chat.sessions();
            case "error" -> talks;
            case "groupchat", "headline" -> false;
            default -> talks && ToPeer.body(message).isEmpty();             // RFC7573-1-02: a text goes by MESSAGE, a receipt to its chat
        };
    }

    private boolean mayBegin(MessageStanza message, Instant now) {
        return switch (chat.mode()) {
            case MSRP -> true;
            case PAGER -> false;
            case AUTO -> ToPeer.body(message).isPresent() && peers.can(message.to(), Ability.SESSIONS, now).orElse(true);
        };
    }

    /**
     * What a request of a SIP user, of whatever service, says beside of his phone. A NOTIFY says it of a server; nobody knows whom another one is of
     * whose sender may not write to us.
     */
    public void heard(SipRequest request, Instant now) {
        if (chat.mode() != ChatMode.AUTO || request.method().equals("NOTIFY")) {
            return;
        }
        var sessions = Capabilities.sessions(request);
        if (sessions.isPresent()) {
            try {
                peers.said(Admission.sender(request, policy), Ability.SESSIONS, sessions.get(), now);
            } catch (Refusal e) {
                return;                                                     // it will be the answer
            }
        }
    }

    /** The chat that the two have now, if they have one: what a SIP user says otherwise meanwhile belongs to it. */
    public Optional<Live> live(Jid sip, Jid xmpp) {
        return live.of(xmpp, sip);
    }

    /** What a SIP user has said by MESSAGE, as a part of the chat if there is one. */
    public MessageStanza joined(MessageStanza message) {
        return live(message.from(), message.to()).map(chat -> chat.joined(message)).orElse(message);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Class<? extends Machine> machines() {
        return ChatSession.class;
    }

    @Override
    public Set<Map<String, String>> counted() {
        return ChatSession.allCounted();
    }

    @Override
    public List<SessionKey> keys(Event event) {
        try {
            if (event instanceof Event.FromSip sip) {
                return keys(sip.request());
            }
            if (event instanceof Event.FromXmpp xmpp) {
                return List.of(ChatKeys.pair(xmpp.stanza().from(), xmpp.stanza().to()));
            }
            if (event instanceof Event.FromMsrp msrp) {
                return List.of(ChatKeys.msrp(msrp.traffic().session()));
            }
            return event instanceof Event.Provisional provisional ? List.of(ChatKeys.dialog(provisional.response().header("Call-ID").orElse(""),
                    SipDialog.tag(provisional.response(), "From").orElse(""))) : List.of();
        } catch (Refusal | SipSyntaxException | AddressException e) {
            return List.of();                                               // the step says what is wrong
        }
    }

    /** A To tag is one of ours; without one it begins something between two users, or takes it back. */
    private List<SessionKey> keys(SipRequest request) {
        var tag = SipDialog.tag(request, "To");
        if (tag.isPresent()) {
            return List.of(ChatKeys.dialog(request.header("Call-ID").orElse(""), tag.get()));
        }
        return request.method().equals("INVITE") || request.method().equals("CANCEL")
                ? List.of(ChatKeys.pair(Admission.target(request, policy), Admission.sender(request, policy))) : List.of();
    }

    @Override
    public Step<? extends Machine> begin(Event event, Instant now) {
        return step(Optional.empty(), event, now);
    }

    @Override
    public Step<? extends Machine> on(Machine machine, Event event, Instant now) {
        return step(Optional.of((ChatSession) machine), event, now);
    }

    private Step<ChatSession> step(Optional<ChatSession> session, Event event, Instant now) {
        var step = new ChatStep(session, new ChatContext(policy, chat, peers, pager, threads, ids, now));
        var next = refusing(step, event);
        live.changed(session, next.machine());
        return next;
    }

    private Step<ChatSession> refusing(ChatStep step, Event event) {
        try {
            return step.of(event);
        } catch (Refusal e) {
            return isAsked(event) ? step.unchanged(new Action.Refuse(e)) : step.unchanged();
        } catch (SipSyntaxException | AddressException | MsrpSyntaxException e) {
            return isAsked(event) ? step.unchanged(new Action.Refuse(Refusal.sip(400, e.getMessage()))) : step.unchanged();
        }
    }

    /** Whether somebody waits for an answer: not after a response, an ACK, a REPORT. */
    @Override
    public boolean isAsked(Event event) {
        return event instanceof Event.FromSip sip && !UNANSWERED.contains(sip.request().method())
                || event instanceof Event.FromXmpp xmpp && !xmpp.stanza().isError()
                || event instanceof Event.FromMsrp msrp && msrp.traffic() instanceof WholeMessage;
    }
}
