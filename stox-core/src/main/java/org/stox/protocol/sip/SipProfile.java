package org.stox.protocol.sip;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an endpoint serves: the content of 405, 415, 420 and of the answer to OPTIONS.
 *
 * @param methods methods that routes take, in the order of Allow; OPTIONS is served always and need not be named
 * @param accept content types, in the order of Accept
 * @param domains domains whose users can be reached: OPTIONS to a user of another domain is 404; kept in lower case
 */
public record SipProfile(List<String> methods, List<String> accept, Set<String> domains) {

    public SipProfile {
        methods = List.copyOf(methods);
        accept = accept.stream().map(a -> a.toLowerCase(Locale.ROOT)).toList();
        domains = domains.stream().map(d -> d.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    public boolean serves(String method) {
        return methods.contains(method);
    }

    /** Allow (RFC 3261 §20.5), as 405, 501 and the answer to OPTIONS carry it. */
    public SipHeader allow() {
        return new SipHeader("Allow", serves("OPTIONS") ? String.join(", ", methods)
                : String.join(", ", methods) + (methods.isEmpty() ? "" : ", ") + "OPTIONS");
    }

    /** Accept (§20.1), as 415 and the answer to OPTIONS carry it. */
    public SipHeader acceptHeader() {
        return new SipHeader("Accept", String.join(", ", accept));
    }
}
