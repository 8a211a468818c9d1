package org.stox.settings;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** M3: addresses from the wire. */
class EgressTest {

    private static final Egress NOTHING_MORE = new Egress(List.of());

    @ParameterizedTest
    @ValueSource(strings = {"169.254.169.254", "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.1", "224.0.0.1",
            "255.255.255.255", "[::1]", "[::]", "[fe80::1]", "[fd00::1]", "[ff02::1]", "[::ffff:127.0.0.1]", "[::ffff:a9fe:a9fe]", "[64:ff9b::7f00:1]",
            "localhost", "a.localhost"})
    void whatIsNotForStrangersIsNotConnectedTo(String host) {
        assertFalse(NOTHING_MORE.allows(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "172.32.0.1", "[2001:db8::1]", "[::ffff:192.0.2.1]", "peer.example.com"})
    void othersAre(String host) {
        assertTrue(NOTHING_MORE.allows(host));
    }

    @Test
    void theOperatorMayAllowMore() {
        var egress = new Egress(AddressRange.parseList("127.0.0.1,10.0.0.0/8"));
        assertTrue(egress.allows("10.9.8.7") && egress.allows("127.0.0.1") && egress.allows("[::ffff:127.0.0.1]"));
        assertFalse(egress.allows("127.0.0.2"));
    }
}
