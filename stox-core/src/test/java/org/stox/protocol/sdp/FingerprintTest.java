package org.stox.protocol.sdp;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.stox.protocol.Octets;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

class FingerprintTest {

    private static final byte[] CERTIFICATE = "certificate".getBytes(StandardCharsets.US_ASCII);

    @Test
    void oneOfTheBestHashFunctionMustMatch() {
        var good = Fingerprint.of(CERTIFICATE);
        var other = Fingerprint.of(new byte[] {1});
        var weak = Fingerprint.read("SHA-1 4A:AD:B9:B1:3F:82:18:3B:54:02:12:DF:3E:5D:49:6B:19:E5:7C:AB");
        assertTrue(Fingerprint.matches(List.of(other, good, weak), CERTIFICATE));
        assertFalse(Fingerprint.matches(List.of(other, weak), CERTIFICATE));
        assertFalse(Fingerprint.matches(List.of(), CERTIFICATE));
        assertFalse(Fingerprint.matches(List.of(new Fingerprint("md5", good.digest())), CERTIFICATE));
        assertEquals(good, Fingerprint.read(good.toString()));
        assertTrue(good.toString().matches("sha-256 [0-9A-F]{2}(:[0-9A-F]{2}){31}"), good.toString());
    }

    /** A weaker hash that an attacker has matched does not help where a better one is named. */
    @Test
    void aWeakerHashDoesNotHelp() throws Exception {
        var sha1 = new Fingerprint("sha-1", Octets.of(MessageDigest.getInstance("SHA-1").digest(CERTIFICATE)));
        assertTrue(Fingerprint.matches(List.of(sha1), CERTIFICATE));
        assertFalse(Fingerprint.matches(List.of(sha1, Fingerprint.of(new byte[] {1})), CERTIFICATE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha-256", "sha-256 ", "sha-256 0", "sha-256 00-11", "sha-256 00:1", "sha-256 GG", " 00", "sha 256 00:11"})
    void whatIsNoneIsRefused(String value) {
        assertThrows(SdpException.class, () -> Fingerprint.read(value));
    }
}
