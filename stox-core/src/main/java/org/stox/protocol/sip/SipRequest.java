package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;

import org.stox.address.Uri;
import org.stox.protocol.Octets;

/** A SIP request (RFC 3261 §7.1). The method is as written: methods are an open set and case-sensitive. */
public record SipRequest(String method, Uri uri, List<SipHeader> headers, Octets body) implements SipMessage {

    public SipRequest {
        headers = List.copyOf(headers);
    }

    /** A copy in which all header fields of that name are replaced by one, in the place of the first, else at the end. */
    public SipRequest with(String name, String value) {
        return new SipRequest(method, uri, SipHeaders.with(headers, name, value), body);
    }

    /** A copy with this header field before all others: where a Via or Route goes. */
    public SipRequest withFirst(String name, String value) {
        var all = new ArrayList<SipHeader>(headers.size() + 1);
        all.add(new SipHeader(name, value));
        all.addAll(headers);
        return new SipRequest(method, uri, all, body);
    }

    public SipRequest without(String name) {
        return new SipRequest(method, uri, SipHeaders.without(headers, name), body);
    }

    @Override
    public String toString() {
        return SipCodec.text(this);
    }
}
