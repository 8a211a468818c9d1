package org.stox.service.pager;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

import org.stox.address.Jid;
import org.stox.error.Refusal;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.cpim.CpimMessage;
import org.stox.protocol.imdn.Disposition;
import org.stox.protocol.imdn.Imdn;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;
import org.stox.service.Peers;
import org.stox.service.Peers.Ability;
import org.stox.service.im.ChatState;
import org.stox.service.im.MessageExtensions;
import org.stox.service.im.MessageMapping;
import org.stox.service.im.NoticeMapping;
import org.stox.service.im.Received;
import org.stox.service.im.SentTime;
import org.stox.service.im.Wrapper;

/**
 * RFC 7572 from XMPP with what a single stanza does not say: whether its peer understands the wrapper of RFC 3862 or the notices of RFC
 * 3994, who asked for a notice and has not had it, who is writing. A stanza that is only text passes as {@link MessageMapping} maps it.
 * What is remembered is bounded and may be lost: then a notice is not told, and a peer is tried again. For several threads.
 */
public final class Pager {

    /** RFC 3994 §3.2: an active state is not said again before that. */
    private static final Duration REFRESH = Duration.ofSeconds(60);
    /** RFC 5438 §7.1.3 sets no limit; who has not looked at a message for a day is told of nothing any more. */
    private static final Duration KEPT = Duration.ofDays(1);
    private static final Set<Disposition> DISPLAY = Set.of(Disposition.DISPLAY);
    private static final int MAX_PAIRS = 20_000;
    private static final int MAX_OF_PAIR = 50;
    /** What the transaction will add to a request: Via with the longest branch, transport and host. */
    private static final int VIA = 150;

    /** Answers to a body that is not understood, rather than to a message that is not wanted (RFC 3261 §21.4.13 and its like). */
    private static final Set<Integer> NOT_UNDERSTOOD = Set.of(400, 406, 415, 420, 488, 493, 606);
    /** Of a notice, also those to a MESSAGE as such. */
    private static final Set<Integer> NOT_SERVED = Set.of(405, 501);

    private final Peers peers;
    private final IdSource ids;
    private final BiPredicate<Jid, Jid> tells;
    private final Expectations expectations = new Expectations(KEPT, MAX_PAIRS, MAX_OF_PAIR);
    private final Lately<Pair, IsComposing.State> composingToSip = new Lately<>(MAX_PAIRS);
    /** The name that a user of XMPP gave himself with one of his messages. */
    private final Lately<Jid, String> names = new Lately<>(MAX_PAIRS);
    private final FromSip fromSip;

    /** With whom everybody is told of what he asks for. */
    public Pager(Peers peers, IdSource ids) {
        this(peers, (teller, asker) -> true, ids);
    }

    /** @param tells whether one user tells the other what has become of his messages (BEYOND-MARK-03) */
    public Pager(Peers peers, BiPredicate<Jid, Jid> tells, IdSource ids) {
        this.peers = peers;
        this.ids = ids;
        this.tells = tells;
        this.fromSip = new FromSip(expectations, peers, tells, ids);
    }

    /** Whether one user tells the other that a message of his has come, where he asked for that. */
    public boolean tells(Jid teller, Jid asker) {
        return tells.test(teller, asker);
    }

    /** Empty where nothing of the stanza crosses; throws {@link Refusal} where its text may not. */
    public Optional<ToSip> toSip(MessageStanza message, MappingPolicy policy, Instant now) {
        var plain = MessageMapping.toSip(message, policy, ids);
        if (plain.isEmpty()) {
            return message.isError() ? Optional.empty() : notices(message, policy, now);
        }
        composingToSip.remove(Pair.of(message.from(), message.to()));       // RFC 3994 §3.3: its text says that he is done
        return Optional.of(text(message, named(message, plain.get(), now), policy, now));
    }

    /** A text that was meant for a session: empty where nothing of it crosses. */
    public Optional<SipRequest> request(MessageStanza message, MappingPolicy policy, Instant now) {
        return toSip(message, policy, now).flatMap(made -> made instanceof ToSip.Text text ? Optional.of(text.request())
                : made instanceof ToSip.Wrapped wrapped ? Optional.of(wrapped.request()) : Optional.empty());
    }

    /** What the answer to that says of the peer: whether the same stanza is to go again, which becomes another request now. */
    public boolean goesAgain(SipRequest request, int status, Jid peer, Instant now) {
        if (request.header("Content-Type").filter(type -> type.equals(NoticeMapping.WRAPPER)).isEmpty()) {
            return false;
        }
        if (status < 300) {
            taken(peer, Ability.CPIM, now);
        }
        return refused(peer, Ability.CPIM, status, now);
    }

    /** Empty for what is taken and dropped; throws {@link Refusal} where it may not cross. */
    public Optional<ToXmpp> toXmpp(SipRequest request, MappingPolicy policy, Instant now) {
        return MessageMapping.read(request, policy, ids).flatMap(received -> fromSip.toXmpp(received, now));
    }

    /** For those whose phone has stopped to say that they write: the chat state that ends it (RFC 3994 §3.3). */
    public List<MessageStanza> silent(Instant now) {
        return fromSip.silent(now);
    }

    /** How a peer has answered what it needs an ability for; whether it has shown that it has none, so that the same must go without. */
    public boolean refused(Jid peer, Ability ability, int status, Instant now) {
        boolean not = NOT_UNDERSTOOD.contains(status) || ability == Ability.COMPOSING && NOT_SERVED.contains(status);
        if (not) {
            peers.seen(peer, ability, false, now);
        }
        return not;
    }

    /** That a peer has taken what it needs an ability for. */
    public void taken(Jid peer, Ability ability, Instant now) {
        peers.seen(peer, ability, true, now);
    }

    private ToSip text(MessageStanza message, SipRequest plain, MappingPolicy policy, Instant now) {
        var asked = message.extensions().isEmpty() ? Set.<Disposition>of() : MessageExtensions.asked(message);
        if (asked.isEmpty() || isKnownUnable(message.to(), Ability.CPIM, now)) {
            return new ToSip.Text(plain);
        }
        var awaited = awaited(message, asked, now);
        var wrapped = NoticeMapping.wrapped(plain, awaited.id(), awaited.dateTime(), asked);
        if (MessageMapping.size(wrapped) + VIA > policy.messageMax()) {
            return new ToSip.Text(plain);
        }
        expectations.expect(Pair.of(message.from(), message.to()), awaited, now);
        return new ToSip.Wrapped(wrapped, plain, message.to().bare());
    }

    private Awaited awaited(MessageStanza message, Set<Disposition> asked, Instant now) {
        var stanzaId = MessageExtensions.id(message).orElseThrow();
        return new Awaited(isToken(stanzaId) ? stanzaId : ids.next(), stanzaId, SentTime.dateTime(MessageExtensions.stamp(message), now),
                Optional.empty(), asked);
    }

    /**
     * What the wrapper of a text gets that goes by a session and wants to be told of as seen; empty if it does not. Its delivery is told of by MSRP
     * (BEYOND-IMDN-05).
     */
    public List<CpimMessage.Header> askingDisplay(MessageStanza message, Instant now) {
        if (!MessageExtensions.asked(message).contains(Disposition.DISPLAY)) {
            return List.of();
        }
        var awaited = awaited(message, DISPLAY, now);
        expectations.expect(Pair.of(message.from(), message.to()), awaited, now);
        return NoticeMapping.asking(awaited.id(), DISPLAY);
    }

    /** The stanza of a text that came by a session, with what asks for the marker that its wrapper asked for. */
    public MessageStanza askingDisplay(MessageStanza stanza, Wrapper wrapper, Instant now) {
        return wrapper.asked().contains(Disposition.DISPLAY) ? fromSip.asking(stanza, wrapper, DISPLAY, now) : stanza;
    }

    /** What a notice that came by a session says to who waits for it. */
    public Optional<MessageStanza> toXmpp(Received.Notification notification, Instant now) {
        return fromSip.notification(notification, now);
    }

    /** Notices that a stanza is to those who asked for them (BEYOND-IMDN-03, BEYOND-MARK-02), by MESSAGE. */
    public List<SipRequest> imdns(MessageStanza message, MappingPolicy policy, Instant now) {
        try {
            return message.extensions().isEmpty() ? List.of() : told(message, policy, now);
        } catch (Refusal e) {
            return List.of();
        }
    }

    private boolean isKnownUnable(Jid peer, Ability ability, Instant now) {
        return peers.can(peer, ability, now).filter(able -> !able).isPresent();
    }

    /** TOKENCHAR of RFC 3862 §3.6 within US-ASCII: what may be a Message-ID as it is (RFC 5438 §10). */
    private static boolean isToken(String id) {
        return id.length() <= 128 && id.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || "!#$%&'*+-^_`|~.".indexOf(c) >= 0));
    }

    /** The name goes with the first message (XEP-0172 §4.1) and stays for those after it. */
    private SipRequest named(MessageStanza message, SipRequest request, Instant now) {
        var own = message.extensions().isEmpty() ? Optional.<String>empty() : MessageExtensions.nick(message);
        if (own.isPresent()) {
            names.put(message.from().bare(), own.get(), now, now.plus(KEPT));
            return request;
        }
        return names.get(message.from().bare(), now).map(name -> MessageExtensions.named(request, name)).orElse(request);
    }

    /** A stanza without a text; what may not cross does not, and nobody hears of it. */
    private Optional<ToSip> notices(MessageStanza message, MappingPolicy policy, Instant now) {
        if (message.extensions().isEmpty()) {
            return Optional.empty();
        }
        try {
            var told = told(message, policy, now);
            return told.isEmpty() ? composing(message, policy, now) : Optional.of(new ToSip.Notices(told, message.to().bare(), Ability.CPIM));
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private List<SipRequest> told(MessageStanza message, MappingPolicy policy, Instant now) {
        if (MessageExtensions.received(message).or(() -> MessageExtensions.displayed(message)).isEmpty() || !tells(message.from(), message.to())) {
            return List.of();
        }
        var pair = Pair.of(message.to(), message.from());
        var received = MessageExtensions.received(message).flatMap(id -> expectations.told(pair, id, Disposition.POSITIVE_DELIVERY, now))
                .map(m -> NoticeMapping.toSip(message, imdn(m, Imdn.Kind.DELIVERY, "delivered"), policy, ids));
        var displayed = MessageExtensions.displayed(message).map(id -> expectations.toldUpTo(pair, id, Disposition.DISPLAY, now)).orElse(List.of())
                .stream().map(m -> NoticeMapping.toSip(message, imdn(m, Imdn.Kind.DISPLAY, "displayed"), policy, ids));
        return Stream.concat(received.stream(), displayed).toList();
    }

    private static Imdn imdn(Awaited message, Imdn.Kind kind, String status) {
        return new Imdn(message.ownId(), message.dateTime(), message.recipient(), kind, status);
    }

    /** RFC 7573 §6, Table 4; what SIP thinks already is not said again. */
    private Optional<ToSip> composing(MessageStanza message, MappingPolicy policy, Instant now) {
        var state = ChatState.of(message).flatMap(ChatState::composing);
        if (state.isEmpty() || isKnownUnable(message.to(), Ability.COMPOSING, now)) {
            return Optional.empty();
        }
        var pair = Pair.of(message.from(), message.to());
        boolean news = switch (state.get()) {
            case ACTIVE -> composingToSip.put(pair, IsComposing.State.ACTIVE, now, now.plus(REFRESH)).isEmpty();
            case IDLE -> composingToSip.remove(pair).isPresent();
        };
        return news ? Optional.of(new ToSip.Notices(List.of(NoticeMapping.toSip(message, state.get(), policy, ids)), message.to().bare(),
                Ability.COMPOSING)) : Optional.empty();
    }
}
