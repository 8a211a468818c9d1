package org.stox.protocol.pidf;

import org.stox.protocol.Octets;

/** PIDF documents to records and back (RFC 3863, RFC 4480). */
public final class PidfCodec {

    private PidfCodec() {
    }

    /** Throws {@link PidfException} where there is no presence document. */
    public static Pidf read(Octets body) {
        return new PidfReader(body).read();
    }

    /** In the form that the pickiest of phones reads: PIDF without a prefix, RPID with {@code rpid}, its elements without attributes. */
    public static Octets write(Pidf pidf) {
        return new PidfWriter().write(pidf);
    }
}
