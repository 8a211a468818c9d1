package org.stox.service.chat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.error.Refusal;
import org.stox.protocol.msrp.AssemblyLimits;
import org.stox.protocol.msrp.MsrpTokens;
import org.stox.protocol.sdp.AcceptTypes;
import org.stox.protocol.sdp.Direction;
import org.stox.protocol.sdp.MessageTerms;
import org.stox.protocol.sdp.OwnMedia;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipHeader;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;
import org.stox.service.Peers;
import org.stox.service.pager.Pager;

/** What a step needs beside session and event. */
record ChatContext(MappingPolicy policy, ChatPolicy chat, Peers peers, Pager pager, UsedThreads threads, IdSource ids, Instant now) {

    /** Our Contact for a user: with gr inside of the brackets where the JID is a full one (RFC7573-4-02), wherever we are reached. */
    SipHeader contact(Jid user) {
        var own = policy.sipUri(user);
        var uri = chat.contact().map(c -> new SipUri(c.scheme(), own.user(), c.host(), c.port(),
                Stream.concat(c.parameters().stream(), own.parameters().stream()).toList(), c.headers())).orElse(own);
        return new SipHeader("Contact", NameAddr.of(uri).toString());
    }

    /** What each INVITE, UPDATE and their 2xx say of us; what may come to us in their dialogs knows who takes it. */
    List<SipHeader> about(Jid user, List<SipHeader> more) {
        var headers = new ArrayList<SipHeader>(1 + more.size());
        headers.add(contact(user));
        headers.addAll(more);
        return headers;
    }

    OwnMedia media() {
        return chat.media().orElseThrow(() -> Refusal.sip(488, "No message sessions here"));
    }

    /** At least 80 random bits (RFC7573-4-14). */
    String sessionId() {
        return MsrpTokens.sessionId(ids::next);
    }

    /** What we offer and agree to. */
    MessageTerms terms(String sessionId) {
        var media = media();
        var plain = media.path(false, sessionId);
        var secure = media.path(true, sessionId);
        if (plain.isEmpty() && secure.isEmpty()) {
            throw Refusal.sip(488, "No message sessions here");
        }
        return new MessageTerms(plain, secure, takes(), SendContent.SENT, media.reach(), Direction.SENDRECV, Optional.empty());
    }

    AcceptTypes takes() {
        return AcceptTypes.of(SendContent.TAKEN, SendContent.WRAPPED, chat.messageMax());
    }

    AssemblyLimits limits() {
        return AssemblyLimits.ofMessage(chat.messageMax());
    }
}
