package org.stox.gateway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.service.IdSource;
import org.stox.service.MappedField;
import org.stox.service.MappingPolicy;
import org.stox.service.Peers;
import org.stox.service.im.MessageMapping;
import org.stox.service.pager.Pager;
import org.stox.service.pager.ToSip;

/** Single messages and their notices as the gateway would map them, by the same service: RFC 7572, and what goes beyond it. */
final class PagerTranslator {

    private final MappingPolicy policy;
    private final IdSource ids;
    private final Function<SipRequest, String> shown;
    private final Pager pager;
    private final Instant now = Instant.now();

    /** @param shown a request as it would leave */
    PagerTranslator(MappingPolicy policy, IdSource ids, Function<SipRequest, String> shown) {
        this.policy = policy;
        this.ids = ids;
        this.shown = shown;
        this.pager = new Pager(new Peers(Duration.ofHours(1)), ids);
    }

    Translation request(SipRequest request) {
        return MessageMapping.toXmpp(request, policy, ids)
                .<Translation>map(m -> new Translation.Translated(PastedMessage.shown(m), fields(request, m)))
                .orElseGet(() -> new Translation.Dropped("It is answered " + policy.accepted() + ", and nothing of it crosses"));
    }

    private static List<MappedField> fields(SipRequest request, MessageStanza made) {
        return MessageMapping.explainToXmpp(request, made);
    }

    Translation stanza(MessageStanza message) {
        var made = pager.toSip(message, policy, now);
        if (made.isEmpty()) {
            return new Translation.Dropped("It has no body, so nothing of it crosses");
        }
        if (made.get() instanceof ToSip.Text text) {
            MessageMapping.checkSize(MessageMapping.size(text.request()), policy);
            return new Translation.Translated(shown.apply(text.request()), MessageMapping.explainToSip(message, text.request()));
        }
        if (made.get() instanceof ToSip.Wrapped wrapped) {
            return new Translation.Translated(shown.apply(wrapped.request()), MessageMapping.explainToSip(message, wrapped.plain()), Optional.empty(),
                    Optional.of("a peer of whom nothing is known: where the wrapper is refused, the same text goes without it"));
        }
        var notices = ((ToSip.Notices) made.get()).requests();
        return new Translation.Translated(notices.stream().map(shown).collect(Collectors.joining("\n")), List.of());
    }
}
