package org.stox.protocol.sip;

import java.util.Optional;

/** Octets to SIP messages and back (RFC 3261 §7, §25): the structure is strict, unknown headers survive. */
public final class SipCodec {

    private SipCodec() {
    }

    /** What stood in one datagram, or in one frame of a stream: a message, or what is wrong with it. */
    public sealed interface Reading {

        record Good(SipMessage message) implements Reading { }

        /**
         * A message that is refused. The partial request holds what the answer repeats (Via, From, To, Call-ID, CSeq, as far as
         * they are there); its Vias can be read, if need be without what was wrong with them. Without it the message is
         * dropped: a response, an ACK, no Via. Its URI may be an OtherUri with an empty scheme, if that was the fault.
         *
         * @param status 400, 505 or 513
         * @param reason what is wrong, fit for a reason phrase
         */
        record Bad(int status, String reason, Optional<SipRequest> request) implements Reading { }
    }

    /** Reads one message with the limits of a stream. */
    public static Reading read(byte[] octets, int from, int to) {
        return read(octets, from, to, SipLimits.STREAM);
    }

    /** Reads exactly one message. On a datagram octets after Content-Length are ignored (RFC 3261 §18.3). */
    public static Reading read(byte[] octets, int from, int to, SipLimits limits) {
        return new SipReader(octets, from, to, limits).read();
    }

    /** The octets of the message; refuses CR, LF and NUL in any part with IllegalArgumentException. Content-Length is set from the body. */
    public static byte[] write(SipMessage message) {
        return SipWriter.write(message);
    }

    /** For people: the message as it would be written, with U+FFFD for controls that could not be. */
    static String text(SipMessage message) {
        var text = new StringBuilder(message instanceof SipRequest r
                ? clean(r.method() + ' ' + r.uri() + " SIP/2.0")
                : clean("SIP/2.0 " + ((SipResponse) message).status() + ' ' + ((SipResponse) message).reason())).append("\r\n");
        for (var h : message.headers()) {
            text.append(clean(h.name())).append(": ").append(clean(h.value())).append("\r\n");
        }
        return text.append("\r\n").append(message.body().text()).toString();
    }

    private static String clean(String line) {
        return line.replace('\r', '\uFFFD').replace('\n', '\uFFFD').replace('\0', '\uFFFD');
    }
}
