package org.stox.protocol.sip;

import java.util.List;

import org.stox.protocol.Octets;

/** A SIP response (RFC 3261 §7.2). */
public record SipResponse(int status, String reason, List<SipHeader> headers, Octets body) implements SipMessage {

    public SipResponse {
        headers = List.copyOf(headers);
    }

    /** See {@link SipRequest#with}. */
    public SipResponse with(String name, String value) {
        return new SipResponse(status, reason, SipHeaders.with(headers, name, value), body);
    }

    public boolean isFinal() {
        return status >= 200;
    }

    @Override
    public String toString() {
        return SipCodec.text(this);
    }
}
