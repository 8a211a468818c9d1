package org.stox.service;

import java.util.Set;
import java.util.stream.Collectors;

import org.stox.address.AddressException;
import org.stox.address.AddressMapping;
import org.stox.address.Domainpart;
import org.stox.address.Jid;
import org.stox.address.SipUri;
import org.stox.error.ErrorMapping;

/**
 * What the operator decided, as one immutable value.
 *
 * @param domain the component's domain: SIP users are {@code user@domain} in XMPP
 * @param sipDomain what the SIP side calls it: SIP users are {@code sip:user@sipDomain}; usually the same
 * @param xmppDomains the XMPP domains whose users may use the gateway
 * @param messageMax the largest MESSAGE in bytes, all of it counted (RFC 3428 §8, RFC 7572 §6)
 * @param accepted the success status for a MESSAGE, 200 or 202
 * @param errors RFC 7247 §7 with overrides
 * @param correction what stands before the text of a message that corrects an earlier one (BEYOND-EDIT-01)
 */
public record MappingPolicy(String domain, String sipDomain, Set<String> xmppDomains, int messageMax, int accepted,
        ErrorMapping errors, String correction) {

    /** What people write in a chat where nothing can be corrected. */
    public static final String CORRECTION = "*";

    public static final int MESSAGE_MAX = 1300;

    /** Domains are kept as domainparts (RFC 7622 §3.2), as all that they are compared with. */
    public MappingPolicy {
        domain = Domainpart.read(domain);
        sipDomain = Domainpart.read(sipDomain);
        xmppDomains = xmppDomains.stream().map(Domainpart::read).collect(Collectors.toUnmodifiableSet());
        if (xmppDomains.contains(domain)) {
            throw new AddressException("the gateway's domain " + domain + " is also a domain of XMPP users");
        }
        errors = errors.by(domain);
    }

    /** With the usual mark of a correction. */
    public MappingPolicy(String domain, String sipDomain, Set<String> xmppDomains, int messageMax, int accepted, ErrorMapping errors) {
        this(domain, sipDomain, xmppDomains, messageMax, accepted, errors, CORRECTION);
    }

    /** A gateway with the tables and the limit of the RFCs. */
    public static MappingPolicy of(String domain, String... xmppDomains) {
        return new MappingPolicy(domain, domain, Set.of(xmppDomains), MESSAGE_MAX, 200, ErrorMapping.DEFAULT);
    }

    /** RFC 7247 §6.4, with the domain of the SIP side as XMPP knows it. Whether the address may be used: {@link Admission}. */
    public Jid jid(SipUri uri) {
        var jid = AddressMapping.toXmpp(uri);
        return isSipUser(uri) && !jid.domain().equals(domain) ? new Jid(jid.local(), domain, jid.resource()) : jid;
    }

    /** RFC 7247 §6.5, with the gateway's domain as SIP knows it. */
    public SipUri sipUri(Jid jid) {
        return AddressMapping.toSip(jid.domain().equals(domain) ? new Jid(jid.local(), sipDomain, jid.resource()) : jid);
    }

    /** Whether the host is the SIP side's domain. */
    public boolean isSipUser(SipUri uri) {
        return isHost(uri, sipDomain);
    }

    /** Whether the host is a domain of XMPP users. */
    public boolean isXmppUser(SipUri uri) {
        for (var xmppDomain : xmppDomains) {
            if (isHost(uri, xmppDomain)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHost(SipUri uri, String name) {
        try {
            return uri.host().equals(name) || Domainpart.read(uri.host()).equals(name);
        } catch (AddressException e) {
            return false;
        }
    }
}
