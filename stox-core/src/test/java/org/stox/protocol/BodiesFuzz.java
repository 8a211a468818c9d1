package org.stox.protocol;

import java.util.function.Function;
import java.util.zip.Deflater;

import org.stox.protocol.composing.ComposingException;
import org.stox.protocol.composing.IsComposingCodec;
import org.stox.protocol.cpim.CpimCodec;
import org.stox.protocol.cpim.CpimException;
import org.stox.protocol.imdn.ImdnCodec;
import org.stox.protocol.imdn.ImdnException;
import org.stox.protocol.pidf.PidfCodec;
import org.stox.protocol.pidf.PidfException;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

/**
 * A body as each of the documents that come in MESSAGE, NOTIFY and SEND: refused as such, or read, and what is written of it is read the
 * same. Inflated it is never longer than was allowed.
 */
public final class BodiesFuzz {

    private BodiesFuzz() {
    }

    public static void check(byte[] octets) {
        var body = Octets.of(octets);
        refusedOrReadAgain(body, ComposingException.class, IsComposingCodec::read, IsComposingCodec::write);
        refusedOrReadAgain(body, CpimException.class, CpimCodec::read, CpimCodec::write);
        refusedOrReadAgain(body, ImdnException.class, b -> {
            var told = ImdnCodec.read(b);
            return told.isEmpty() ? null : told.get(0);
        }, ImdnCodec::write);
        refusedOrReadAgain(body, PidfException.class, b -> PidfCodec.read(PidfCodec.write(PidfCodec.read(b))), PidfCodec::write);
        inflated(body);
    }

    private static <T> void refusedOrReadAgain(Octets body, Class<? extends Exception> refusal, Function<Octets, T> read, Function<T, Octets> write) {
        T value;
        try {
            value = read.apply(body);
        } catch (RuntimeException e) {
            assertInstanceOf(refusal, e);
            assertTrue(e.getMessage().length() < 200, e.getMessage());
            return;
        }
        if (value != null) {
            assertEquals(value, read.apply(write.apply(value)));
        }
    }

    private static void inflated(Octets body) {
        int max = 10_000;
        ContentCoding.decoded(body, "deflate", max).ifPresent(b -> assertTrue(b.length() <= max));
        assertFalse(ContentCoding.decoded(deflated(new byte[max + 1]), "deflate", max).isPresent());
        assertEquals(body.length() <= max, ContentCoding.decoded(deflated(body.toArray()), "deflate", max).filter(body::equals).isPresent());
    }

    private static Octets deflated(byte[] plain) {
        var deflater = new Deflater();
        deflater.setInput(plain);
        deflater.finish();
        var packed = new byte[plain.length + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        return Octets.of(packed, 0, length);
    }
}
