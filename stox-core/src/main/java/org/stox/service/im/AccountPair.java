package org.stox.service.im;

import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.address.AddressMapping;
import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.address.SipUris;
import org.stox.address.Uri;
import org.stox.error.Refusal;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.xmpp.MessageStanza;
import org.stox.protocol.xmpp.StanzaError;
import org.stox.protocol.xmpp.StanzaError.Condition;
import org.stox.service.Admission;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;

/**
 * RFC 7572 for one SIP user and one XMPP user, by way of an ordinary account: the XMPP user sees the account, the SIP user sees the XMPP
 * user. Nobody else gets through, in either direction.
 *
 * @param account the account that is logged in, bare
 * @param sipTarget the SIP user
 * @param xmppTarget the XMPP user, bare
 */
public record AccountPair(Jid account, SipUri sipTarget, Jid xmppTarget) {

    /** Stands for the SIP side during the mapping, so that both users may live in domains of the same name. */
    private static final String INNER = "pair.invalid";

    public AccountPair {
        account = account.bare();
        xmppTarget = xmppTarget.bare();
        if (account.local().isEmpty() || xmppTarget.local().isEmpty() || sipTarget.user().isEmpty()) {
            throw new IllegalArgumentException("a pair is of users, so each of its addresses must have a user part");
        }
        sipTarget = sipTarget.aor();
    }

    /** The message of the SIP user, from the account; it may be addressed to the XMPP user or to the account. */
    public Optional<MessageStanza> toXmpp(SipRequest request, MappingPolicy policy, IdSource ids) {
        Admission.refuseSips(request, policy);
        var from = NameAddr.read(request.header("From").orElseThrow(() -> Refusal.sip(400, "Missing From")));
        if (!(from.uri() instanceof SipUri sender) || !isSipTarget(sender)) {
            throw Refusal.sip(403, "Not the SIP user of this account");
        }
        if (!reaches(request.uri())) {
            throw Refusal.sip(404, "Not the XMPP user of this account");
        }
        return MessageContent.read(request, this::isSipTarget)
                .flatMap(content -> Received.of(request, from, content, account, xmppTarget, ids).stanza(ids));
    }

    /** The message of the XMPP user to the account, to the SIP user. */
    public Optional<SipRequest> toSip(MessageStanza message, MappingPolicy policy, IdSource ids) {
        if (!message.from().bare().equals(xmppTarget)) {
            throw Refusal.xmpp(StanzaError.of(Condition.FORBIDDEN), true);
        }
        var inner = between(message, message.from(), new Jid(AddressMapping.toXmpp(innerSender()).local(), INNER, Optional.empty()));
        return MessageMapping.toSip(inner, inside(policy), ids)
                .map(r -> new SipRequest(r.method(), sipTarget, r.headers(), r.body()).with("To", NameAddr.of(sipTarget).toString()));
    }

    private boolean isSipTarget(SipUri uri) {
        return SipUris.equivalent(uri.aor(), sipTarget);
    }

    private boolean reaches(Uri uri) {
        return uri instanceof SipUri to && (SipUris.equivalent(to.aor(), AddressMapping.toSip(xmppTarget))
                || SipUris.equivalent(to.aor(), AddressMapping.toSip(account)));
    }

    private SipUri innerSender() {
        return SipUri.of(sipTarget.user().orElseThrow(), INNER);
    }

    private MappingPolicy inside(MappingPolicy policy) {
        return new MappingPolicy(INNER, INNER, Set.copyOf(List.of(account.domain(), xmppTarget.domain())), policy.messageMax(), policy.accepted(),
                policy.errors(), policy.correction());
    }

    private static MessageStanza between(MessageStanza m, Jid from, Jid to) {
        return new MessageStanza(from, to, m.id(), m.type(), m.lang(), m.subjects(), m.bodies(), m.thread(), m.error(), m.extensions());
    }
}
