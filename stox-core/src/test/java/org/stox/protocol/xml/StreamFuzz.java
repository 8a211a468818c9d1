package org.stox.protocol.xml;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** The bytes of an XMPP stream behind its header: in any cut the same, and what is read can be written and read again. */
public final class StreamFuzz {

    private static final byte[] HEADER = Streams.utf8(Streams.HEADER);

    private StreamFuzz() {
    }

    public static void check(byte[] bytes) {
        var stream = Arrays.copyOf(HEADER, HEADER.length + bytes.length);
        System.arraycopy(bytes, 0, stream, HEADER.length, bytes.length);
        var whole = Streams.whole(stream);
        assertEquals(whole, Streams.bytewise(stream));
        assertEquals(whole, Streams.read(stream, 60, new Random(Arrays.hashCode(bytes))));
        for (var element : whole.elements()) {
            var again = Streams.whole((Streams.HEADER + XmlWriter.text(element)).getBytes(StandardCharsets.UTF_8));
            assertEquals(element, again.elements().get(0));
        }
        Streams.whole(bytes);
    }
}
