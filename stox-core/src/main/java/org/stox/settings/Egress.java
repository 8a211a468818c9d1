package org.stox.settings;

import java.util.Arrays;
import java.util.List;

/**
 * Where stox may connect to if the address came from the wire: a path in a session description, a Contact. Each address that a name resolves to
 * is asked for, right before the socket is opened.
 *
 * @param allowed what the operator allows though it is of those below
 */
public record Egress(List<AddressRange> allowed) {

    /** This host, link-local and metadata services, private networks, shared addresses, multicast and the rest of class E. */
    private static final List<AddressRange> DENIED = AddressRange.parseList("0.0.0.0/8,10.0.0.0/8,100.64.0.0/10,127.0.0.0/8,169.254.0.0/16,"
            + "172.16.0.0/12,192.0.0.0/24,192.168.0.0/16,198.18.0.0/15,224.0.0.0/3,::/128,::1/128,64:ff9b::/96,fc00::/7,fe80::/10,ff00::/8");

    private static final AddressRange MAPPED = AddressRange.parse("::ffff:0:0/96");
    private static final int IPV4 = 4;

    public Egress {
        allowed = List.copyOf(allowed);
    }

    /** An address as its 4 or 16 octets; IPv4 inside of IPv6 is IPv4. */
    public boolean allows(byte[] address) {
        var octets = MAPPED.contains(address) ? Arrays.copyOfRange(address, address.length - IPV4, address.length) : address;
        return allowed.stream().anyMatch(r -> r.contains(octets)) || DENIED.stream().noneMatch(r -> r.contains(octets));
    }

    /** The host of a URI; a name is allowed for now, what it resolves to is not yet. */
    public boolean allows(String host) {
        var literal = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return IpAddress.parse(literal).map(this::allows).orElse(!("." + literal).endsWith(".localhost"));
    }
}
