package org.stox.protocol.sdp;

import java.math.BigInteger;

import org.stox.protocol.Ascii;

/** An o= line (RFC 8866 §5.2). The same line again says that nothing has changed (RFC 3264 §8, RFC 4975 §8.4). */
public record Origin(String user, String session, String version, Connection address) {

    private static final int PARTS = 6;

    public Origin {
        if (user.isEmpty() || user.indexOf(' ') >= 0 || !SdpTokens.isText(user) || !Ascii.isDigits(session)
                || !Ascii.isDigits(version)) {
            throw new SdpException("Bad o= line");
        }
    }

    /** The first description of a session. */
    public static Origin first(long session, String host) {
        return new Origin("-", Long.toString(session), "1", Connection.of(host));
    }

    public static Origin read(String value) {
        var parts = value.split(" ", -1);
        if (parts.length != PARTS) {
            throw new SdpException("Bad o= line");
        }
        try {
            return new Origin(parts[0], parts[1], parts[2], new Connection(parts[3], parts[4], parts[5]));
        } catch (SdpException e) {
            throw new SdpException("Bad o= line");
        }
    }

    /** For a description that has changed. */
    public Origin next() {
        return new Origin(user, session, new BigInteger(version).add(BigInteger.ONE).toString(), address);
    }

    @Override
    public String toString() {
        return user + ' ' + session + ' ' + version + ' ' + address;
    }
}
