package org.stox.protocol.sip;

import java.util.List;
import java.util.Optional;

import org.stox.protocol.Octets;

/** The response to a request, with what must be copied from it (RFC 3261 §8.2.6.2). */
public final class Responses {

    private Responses() {
    }

    /** With the reason phrase of the RFC and without body. The To tag is added where the request has none and the status is not 100. */
    public static SipResponse to(SipRequest request, int status, String toTag, SipHeader... more) {
        return to(request, status, reason(status), toTag, List.of(more), Octets.NONE);
    }

    public static SipResponse to(SipRequest request, int status, String reason, String toTag, List<SipHeader> more, Octets body) {
        throw new UnsupportedOperationException("skeleton");
    }

    /** The answer to what could not be read; empty if it is to be dropped. */
    public static Optional<SipResponse> to(SipCodec.Reading.Bad bad, String toTag) {
        return bad.request().map(r -> to(r, bad.status(), bad.reason(), toTag, List.of(), Octets.NONE));
    }

    /** The reason phrase of a status (RFC 3261 §21 and later). */
    public static String reason(int status) {
        throw new UnsupportedOperationException("skeleton");
    }
}
