package org.stox.protocol.sip;

import java.nio.charset.StandardCharsets;

/** Octets to SIP messages and back (RFC 3261 §7, §25): the structure is strict, unknown headers survive. */
public final class SipCodec {

    private SipCodec() {
    }

    /** What stood in one datagram, or in one frame of a stream: a message, or what is wrong with it. */
    public sealed interface Reading {

        record Good(SipMessage message) implements Reading { }

        /**
         * A message that is refused. The partial request holds what could be read and is there only if it can be answered
         * (Via, From, To, Call-ID and CSeq are usable); without it the message is dropped.
         *
         * @param status 400, 505 …
         * @param reason what is wrong, quoting at most a few characters
         */
        record Bad(int status, String reason, java.util.Optional<SipRequest> request) implements Reading { }
    }

    /** Reads one message with the limits of a stream. */
    public static Reading read(byte[] octets, int from, int to) {
        return read(octets, from, to, SipLimits.STREAM);
    }

    /** Reads exactly one message. On a datagram octets after Content-Length are ignored (RFC 3261 §18.3). */
    public static Reading read(byte[] octets, int from, int to, SipLimits limits) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The octets of the message; refuses CR, LF and NUL in any part with IllegalArgumentException. Content-Length is set from the body. */
    public static byte[] write(SipMessage message) {
        return text(message).getBytes(StandardCharsets.UTF_8);
    }

    static String text(SipMessage message) {
        throw new UnsupportedOperationException("skeleton");
    }
}
