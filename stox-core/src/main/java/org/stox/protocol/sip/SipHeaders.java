package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;

/** Changes to a list of header fields, as copies. */
final class SipHeaders {

    private SipHeaders() {
    }

    static List<SipHeader> with(List<SipHeader> headers, String name, String value) {
        var changed = new ArrayList<SipHeader>(headers.size() + 1);
        boolean placed = false;
        for (var h : headers) {
            if (!h.is(name)) {
                changed.add(h);
            } else if (!placed) {
                changed.add(new SipHeader(name, value));
                placed = true;
            }
        }
        if (!placed) {
            changed.add(new SipHeader(name, value));
        }
        return changed;
    }

    static List<SipHeader> without(List<SipHeader> headers, String name) {
        return headers.stream().filter(h -> !h.is(name)).toList();
    }
}
