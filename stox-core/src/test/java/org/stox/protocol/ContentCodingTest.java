package org.stox.protocol;

import java.util.Arrays;
import java.util.Optional;
import java.util.zip.Deflater;

import org.junit.jupiter.api.Test;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

class ContentCodingTest {

    private static byte[] deflated(byte[] plain) {
        var deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        var packed = new byte[plain.length + 100];
        return Arrays.copyOf(packed, deflater.deflate(packed));
    }

    @Test
    void deflateIsUndoneWithinTheLimit() {
        var plain = Octets.utf8("presence ".repeat(1000));
        var packed = Octets.of(deflated(plain.toArray()));
        assertEquals(Optional.of(plain), ContentCoding.decoded(packed, "deflate", 9000));
        assertEquals(Optional.of(plain), ContentCoding.decoded(packed, " Deflate ", 65536));
        assertEquals(Optional.empty(), ContentCoding.decoded(packed, "deflate", 8999));
        assertEquals(Optional.of(Octets.NONE), ContentCoding.decoded(Octets.of(deflated(new byte[0])), "deflate", 10));
    }

    @Test
    void whatIsDamagedOrUnknownIsNot() {
        var packed = deflated("presence".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals(Optional.empty(), ContentCoding.decoded(Octets.of(packed, 0, packed.length - 5), "deflate", 100));
        assertEquals(Optional.empty(), ContentCoding.decoded(Octets.utf8("no zlib"), "deflate", 100));
        assertEquals(Optional.empty(), ContentCoding.decoded(Octets.NONE, "deflate", 100));
        assertEquals(Optional.empty(), ContentCoding.decoded(Octets.of(packed), "gzip", 100));
        assertEquals(Optional.of(Octets.of(packed)), ContentCoding.decoded(Octets.of(packed), "identity", 100));
        assertTrue(ContentCoding.isKnown("DEFLATE"));
        assertFalse(ContentCoding.isKnown("gzip"));
    }
}
