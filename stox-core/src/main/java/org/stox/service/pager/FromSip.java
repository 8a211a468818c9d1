package org.stox.service.pager;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

import org.stox.address.Jid;
import org.stox.protocol.composing.IsComposing;
import org.stox.protocol.imdn.Disposition;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.IdSource;
import org.stox.service.Peers;
import org.stox.service.Peers.Ability;
import org.stox.service.im.MessageExtensions;
import org.stox.service.im.NoticeMapping;
import org.stox.service.im.Received;
import org.stox.service.im.SentTime;
import org.stox.service.im.Wrapper;

/** What of a MESSAGE depends on those before it. */
final class FromSip {

    private static final int MAX_PAIRS = 20_000;
    /** A name is told again after that (XEP-0172 §4.1 has it told once). */
    private static final Duration INTRODUCED = Duration.ofDays(1);

    private final Expectations expectations;
    private final Peers peers;
    private final BiPredicate<Jid, Jid> tells;
    private final IdSource ids;
    private final Lately<Pair, Received.Composing> writing = new Lately<>(MAX_PAIRS);
    private final Lately<Pair, String> introduced = new Lately<>(MAX_PAIRS);

    FromSip(Expectations expectations, Peers peers, BiPredicate<Jid, Jid> tells, IdSource ids) {
        this.expectations = expectations;
        this.peers = peers;
        this.tells = tells;
        this.ids = ids;
    }

    Optional<ToXmpp> toXmpp(Received received, Instant now) {
        if (received instanceof Received.Text text) {
            return Optional.of(new ToXmpp.Text(text(text, now)));
        }
        if (received instanceof Received.Composing composing) {
            return composing(composing, now).map(ToXmpp.Notice::new);
        }
        return notification((Received.Notification) received, now).map(ToXmpp.Notice::new);
    }

    private MessageStanza text(Received.Text text, Instant now) {
        var pair = Pair.of(text.from(), text.to());
        writing.remove(pair);                                               // RFC 3994 §3.3
        var stanza = introduces(text, pair, now) ? text.named() : text.stanza();
        if (text.sent().isPresent()) {
            stanza = SentTime.delayed(stanza, text.sent().get(), now);
        }
        var wrapper = text.wrapper();
        if (wrapper.equals(Wrapper.NONE)) {
            return stanza;
        }
        peers.seen(text.from(), Ability.CPIM, true, now);
        return wrapper.asked().isEmpty() ? stanza : asking(stanza, wrapper, wrapper.asked(), now);
    }

    private boolean introduces(Received.Text text, Pair pair, Instant now) {
        var news = text.name().filter(name -> introduced.get(pair, now).filter(name::equals).isEmpty());
        news.ifPresent(name -> introduced.put(pair, name, now, now.plus(INTRODUCED)));
        return news.isPresent();
    }

    /** What is asked for here is what is told there, once (BEYOND-IMDN-03). */
    MessageStanza asking(MessageStanza stanza, Wrapper wrapper, Set<Disposition> asked, Instant now) {
        expectations.expect(Pair.of(stanza.from(), stanza.to()), new Awaited(stanza.id().orElseThrow(), wrapper.messageId().orElseThrow(), wrapper.dateTime().orElseThrow(),
                wrapper.to(), asked), now);
        return MessageExtensions.asking(stanza, asked);
    }

    /** RFC 3994 §3.3: who says again that he writes says nothing new. */
    private Optional<MessageStanza> composing(Received.Composing composing, Instant now) {
        peers.seen(composing.from(), Ability.COMPOSING, true, now);
        var pair = Pair.of(composing.from(), composing.to());
        var until = now.plus(composing.composing().refresh().orElse(IsComposing.DEFAULT_REFRESH));
        boolean news = switch (composing.composing().state()) {
            case ACTIVE -> writing.put(pair, composing, now, until).isEmpty();
            case IDLE -> writing.remove(pair).isPresent();
        };
        return news ? Optional.of(NoticeMapping.toXmpp(composing, ids)) : Optional.empty();
    }

    List<MessageStanza> silent(Instant now) {
        return writing.over(now).stream().map(c -> NoticeMapping.toXmpp(new Received.Composing(c.from(), c.to(), IsComposing.IDLE), ids)).toList();
    }

    /** BEYOND-IMDN-02, BEYOND-MARK-02: of several that were seen the newest makes the marker. */
    Optional<MessageStanza> notification(Received.Notification n, Instant now) {
        peers.seen(n.from(), Ability.CPIM, true, now);
        var pair = Pair.of(n.to(), n.from());
        var what = NoticeMapping.disposition(n.imdn());
        if (what.isEmpty() || what.get() != Disposition.NEGATIVE_DELIVERY && !tells.test(n.from(), n.to())) {
            return Optional.empty();
        }
        Optional<Awaited> message;
        if (what.get() == Disposition.DISPLAY) {
            var seen = expectations.toldUpTo(pair, n.imdn().messageId(), Disposition.DISPLAY, now);
            message = seen.isEmpty() ? Optional.empty() : Optional.of(seen.get(seen.size() - 1));
        } else {
            message = expectations.told(pair, n.imdn().messageId(), what.get(), now);
        }
        return message.flatMap(m -> NoticeMapping.toXmpp(n, m.ownId(), ids));
    }
}
