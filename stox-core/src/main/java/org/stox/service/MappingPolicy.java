package org.stox.service;

import java.util.Set;

import org.stox.error.ErrorMapping;

/**
 * What the operator decided, as one immutable value.
 *
 * @param domain the component's domain: SIP users are {@code user@domain} in XMPP
 * @param sipDomain what the SIP side calls it: SIP users are {@code sip:user@sipDomain}; usually the same
 * @param xmppDomains the XMPP domains whose users may use the gateway; lower case
 * @param messageMax the largest MESSAGE in bytes, all of it counted (RFC 3428 §8, RFC 7572 §6)
 * @param accepted the success status for a MESSAGE, 200 or 202
 * @param errors RFC 7247 §7 with overrides
 */
public record MappingPolicy(String domain, String sipDomain, Set<String> xmppDomains, int messageMax, int accepted,
        ErrorMapping errors) {

    public static final int MESSAGE_MAX = 1300;

    public MappingPolicy {
        xmppDomains = Set.copyOf(xmppDomains);
    }
}
