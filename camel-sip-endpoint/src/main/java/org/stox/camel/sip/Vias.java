package org.stox.camel.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.stox.protocol.sip.SipHeader;
import org.stox.protocol.sip.SipRequest;
import org.stox.protocol.sip.SipResponse;
import org.stox.protocol.sip.Via;

/** The topmost Via of a message replaced or taken off (RFC 3261 §16.7, §18.2.1); several in one field are one after the other. */
public final class Vias {

    private Vias() {
    }

    public static SipRequest withTop(SipRequest request, Via top) {
        return new SipRequest(request.method(), request.uri(), withTop(request.headers(), top), request.body());
    }

    public static SipResponse withTop(SipResponse response, Via top) {
        return new SipResponse(response.status(), response.reason(), withTop(response.headers(), top), response.body());
    }

    private static List<SipHeader> withTop(List<SipHeader> headers, Via top) {
        var all = new ArrayList<>(headers);
        int at = first(headers);
        all.set(at, new SipHeader(headers.get(at).name(), join(top, rest(headers.get(at).value()))));
        return all;
    }

    /** All but the topmost; a field without a comma has no more than that, and need not be read. */
    private static List<Via> rest(String field) {
        if (field.indexOf(',') < 0) {
            return List.of();
        }
        var values = Via.readAll(field);
        return values.subList(1, values.size());
    }

    private static String join(Via top, List<Via> rest) {
        return rest.isEmpty() ? top.toString()
                : top + ", " + rest.stream().map(Via::toString).collect(Collectors.joining(", "));
    }

    /** What goes on to whoever asked us, as a proxy passes it. */
    public static SipResponse withoutTop(SipResponse response) {
        var all = new ArrayList<>(response.headers());
        int at = first(all);
        var rest = rest(all.get(at).value());
        if (rest.isEmpty()) {
            all.remove(at);
        } else {
            all.set(at, new SipHeader(all.get(at).name(), join(rest.get(0), rest.subList(1, rest.size()))));
        }
        return new SipResponse(response.status(), response.reason(), all, response.body());
    }

    private static int first(List<SipHeader> headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).is("Via")) {
                return i;
            }
        }
        throw new IllegalArgumentException("A message without Via");
    }
}
