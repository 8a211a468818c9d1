package org.stox.protocol;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Content-Encoding (RFC 3261 §20.12): identity, and deflate, which is zlib (RFC 1950) as Linphone writes it. */
public final class ContentCoding {

    private ContentCoding() {
    }

    public static boolean isKnown(String coding) {
        var name = coding.strip().toLowerCase(Locale.ROOT);
        return name.isEmpty() || name.equals("identity") || name.equals("deflate");
    }

    /** The body as it was before; empty where it is damaged, longer than {@code max} octets, or in an unknown coding. */
    public static Optional<Octets> decoded(Octets body, String coding, int max) {
        if (!isKnown(coding)) {
            return Optional.empty();
        }
        return coding.strip().equalsIgnoreCase("deflate") ? inflated(body.toArray(), max) : Optional.of(body);
    }

    private static Optional<Octets> inflated(byte[] octets, int max) {
        var inflater = new Inflater();
        try {
            inflater.setInput(octets);
            var plain = new byte[Math.min(max, 4 * octets.length + 64)];
            int length = 0;
            while (!inflater.finished()) {
                if (length == plain.length) {
                    if (length == max) {
                        return Optional.empty();
                    }
                    plain = Arrays.copyOf(plain, Math.min(max, 2 * length));
                }
                int more = inflater.inflate(plain, length, plain.length - length);
                if (more == 0 && !inflater.finished()) {
                    return Optional.empty();            // cut off, or a dictionary is needed
                }
                length += more;
            }
            return Optional.of(Octets.of(plain, 0, length));
        } catch (DataFormatException e) {
            return Optional.empty();
        } finally {
            inflater.end();
        }
    }
}
