package org.stox.service.presence;

import java.time.Instant;
import java.util.stream.Stream;

import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.protocol.sip.NameAddr;
import org.stox.protocol.sip.SipHeader;
import org.stox.service.IdSource;
import org.stox.service.MappingPolicy;

/** What a step needs beside session and event. */
record PresenceContext(MappingPolicy policy, PresencePolicy presence, IdSource ids, Instant now) {

    /** Our Contact for a user: with gr inside of the brackets where the JID is a full one (RFC8048-5.2.1-03), wherever we are reached. */
    SipHeader contact(Jid user) {
        var own = policy.sipUri(user);
        var uri = presence.contact().map(c -> new SipUri(c.scheme(), own.user(), c.host(), c.port(),
                        Stream.concat(c.parameters().stream(), own.parameters().stream()).toList(), c.headers()))
                .orElse(own);
        return new SipHeader("Contact", NameAddr.of(uri).toString());
    }
}
