package org.stox.address;

import java.util.Optional;

/**
 * An XMPP address (RFC 7622). {@link #parse} enforces the PRECIS profiles; the constructor takes parts that are enforced already.
 *
 * @param local localpart in its escaped form (XEP-0106)
 * @param domain domainpart, lower case
 * @param resource resourcepart
 */
public record Jid(Optional<String> local, String domain, Optional<String> resource) {

    /** Splits at the first slash, then at the first at sign (RFC 7622 §3.1), and enforces each part. */
    public static Jid parse(String text) {
        return JidCodec.read(text);
    }

    public Jid bare() {
        return resource.isEmpty() ? this : new Jid(local, domain, Optional.empty());
    }

    public boolean isBare() {
        return resource.isEmpty();
    }

    @Override
    public String toString() {
        return local.map(l -> l + "@").orElse("") + domain + resource.map(r -> "/" + r).orElse("");
    }
}
