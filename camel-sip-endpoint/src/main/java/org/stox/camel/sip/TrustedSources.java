package org.stox.camel.sip;

import java.net.InetAddress;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.stox.protocol.Octets;
import org.stox.settings.AddressRange;

/** Whose requests are taken: an IPv4 address is the same one inside IPv6 (::ffff:192.0.2.10, RFC 4291 §2.5.5.2). */
record TrustedSources(List<AddressRange> ranges, Set<InetAddress> addresses) {

    private static final int MAPPED_BITS = 96;

    static final TrustedSources NOBODY = new TrustedSources(List.of(), Set.of());

    TrustedSources {
        ranges = ranges.stream().map(TrustedSources::folded).toList();
        addresses = Set.copyOf(addresses);
    }

    TrustedSources and(List<AddressRange> moreRanges, Collection<InetAddress> moreAddresses) {
        var allRanges = new java.util.ArrayList<>(ranges);
        allRanges.addAll(moreRanges);
        var allAddresses = new HashSet<>(addresses);
        allAddresses.addAll(moreAddresses);
        return new TrustedSources(allRanges, allAddresses);
    }

    /** The address as the socket gives it, which folds mapped ones already. */
    boolean contains(InetAddress source) {
        if (addresses.contains(source)) {
            return true;
        }
        for (var range : ranges) {
            if (range.contains(source.getAddress())) {
                return true;
            }
        }
        return false;
    }

    private static AddressRange folded(AddressRange range) {
        byte[] octets = range.address().toArray();
        if (octets.length == 4 || range.bits() < MAPPED_BITS) {
            return range;
        }
        for (int i = 0; i < 10; i++) {
            if (octets[i] != 0) {
                return range;
            }
        }
        boolean mapped = octets[10] == -1 && octets[11] == -1;
        return mapped ? new AddressRange(Octets.of(octets, 12, 16), range.bits() - MAPPED_BITS) : range;
    }
}
