package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.protocol.Octets;

/** A SIP request or response: its headers in the order of the wire, duplicates and unknown ones included. */
public sealed interface SipMessage permits SipRequest, SipResponse {

    List<SipHeader> headers();

    Octets body();

    /** The value of the first header field of that name (compact or long, any case). */
    default Optional<String> header(String name) {
        for (var h : headers()) {
            if (h.is(name)) {
                return Optional.of(h.value());
            }
        }
        return Optional.empty();
    }

    /** The values of all header fields of that name, in order, one for each field as written (lists are not split). */
    default List<String> headers(String name) {
        var values = new ArrayList<String>(2);
        for (var h : headers()) {
            if (h.is(name)) {
                values.add(h.value());
            }
        }
        return values;
    }
}
