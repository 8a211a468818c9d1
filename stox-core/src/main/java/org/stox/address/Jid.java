package org.stox.address;

import java.util.Optional;

/**
 * An XMPP address (RFC 7622). {@link #parse} enforces the PRECIS profiles; the constructor takes parts that are enforced already.
 *
 * @param local localpart in its escaped form (XEP-0106)
 * @param domain domainpart, lower case, U-labels ({@link Domainpart})
 * @param resource resourcepart
 */
public record Jid(Optional<String> local, String domain, Optional<String> resource) {

    /** Splits at the first slash, then at the first at sign (RFC 7622 §3.1), and enforces each part. */
    public static Jid parse(String text) {
        return JidCodec.read(text);
    }

    /** The address of a user, both parts enforced here; {@code local} is in its escaped form. */
    public static Jid of(String local, String domain) {
        return new Jid(Optional.of(JidCodec.local(local)), Domainpart.read(domain), Optional.empty());
    }

    /** The full JID of a resource of this bare JID, the resourcepart enforced here. */
    public Jid withResource(String resourcepart) {
        return new Jid(local, domain, Optional.of(JidCodec.resource(resourcepart)));
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
