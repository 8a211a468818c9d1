package org.stox.camel.sip;

import java.net.InetAddress;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.stox.settings.AddressRange;
import org.stox.settings.HostPort;
import org.stox.settings.SipPeer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Who is trusted: addresses and ranges, IPv4 inside IPv6 folded (reliability S2, RFC 5118 §4.4). */
class TrustedSourcesTest {

    private static boolean trusts(String ranges, String address) throws Exception {
        return TrustedSources.NOBODY.and(AddressRange.parseList(ranges), List.of()).contains(InetAddress.getByName(address));
    }

    @Test
    void anAddressIsItselfAndARangeAllThatBeginsLikeIt() throws Exception {
        assertTrue(trusts("192.0.2.10", "192.0.2.10"));
        assertFalse(trusts("192.0.2.10", "192.0.2.11"));
        assertTrue(trusts("198.51.100.0/24,192.0.2.0/31", "192.0.2.1"));
        assertFalse(trusts("198.51.100.0/24,192.0.2.0/31", "192.0.2.2"));
        assertTrue(trusts("2001:db8::/32", "2001:db8:1::1"));
        assertFalse(trusts("2001:db8::/32", "2001:db9::1"));
        assertFalse(trusts("0.0.0.0/0", "2001:db8::1"));
    }

    @Test
    void ipv4InsideIpv6IsTheSameAddress() throws Exception {
        assertTrue(trusts("192.0.2.10", "::ffff:192.0.2.10"));
        assertTrue(trusts("::ffff:192.0.2.10", "192.0.2.10"));
        assertTrue(trusts("::ffff:192.0.2.0/120", "192.0.2.77"));
        assertFalse(trusts("::ffff:192.0.2.0/120", "192.0.3.77"));
    }

    @Test
    void withoutAnyRangeThePeerIsTrustedAndWithOneOnlyThat() throws Exception {
        var listen = new HostPort("127.0.0.1", 5060);
        var peer = java.util.Optional.of(SipPeer.parse("localhost:5060"));
        var serves = new SipSettings.Serves(List.of(), List.of(), List.of(), java.util.Set.of(), 200);
        var byPeer = new SipAttachment(new SipSettings(peer, List.of(), java.util.Optional.empty(), 1300, serves), listen);
        assertFalse(byPeer.trusted().contains(InetAddress.getByName("127.0.0.1")), "before the first look-up nobody");
        byPeer.lookUp();
        assertTrue(byPeer.trusted().contains(InetAddress.getByName("127.0.0.1")));
        var byRange = new SipAttachment(new SipSettings(peer, AddressRange.parseList("192.0.2.1"), java.util.Optional.empty(), 1300, serves),
                listen);
        byRange.lookUp();
        assertFalse(byRange.trusted().contains(InetAddress.getByName("127.0.0.1")));
        assertTrue(byRange.trusted().contains(InetAddress.getByName("192.0.2.1")));
    }
}
