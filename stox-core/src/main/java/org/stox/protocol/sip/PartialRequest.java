package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.stox.address.AddressException;
import org.stox.address.OtherUri;
import org.stox.address.SipUriCodec;
import org.stox.address.Uri;
import org.stox.protocol.Octets;

/** Of a request that is not taken, what its answer must repeat (§8.2.6.2); without a usable Via it cannot be answered. */
final class PartialRequest {

    private static final Set<HeaderRule> REPEATED =
            Set.of(HeaderRule.VIA, HeaderRule.FROM, HeaderRule.TO, HeaderRule.CALL_ID, HeaderRule.CSEQ);

    private PartialRequest() {
    }

    static Optional<SipRequest> read(byte[] octets, int from, int to, SipLimits limits) {
        var lines = new HeadLines(octets, from, to, limits.header());
        try {
            String start = lines.next() ? lines.line() : "";
            int space = start.indexOf(' ');
            String method = space < 0 ? "" : start.substring(0, space);
            if (!SipTokens.isToken(method) || method.equals("ACK") || start.startsWith("SIP/")) {
                return Optional.empty();
            }
            var headers = repeated(octets, lines, limits);
            return headers.isEmpty() || HeaderRule.of(headers.get(0).name()) != HeaderRule.VIA ? Optional.empty()
                    : Optional.of(new SipRequest(method, uri(start.substring(space + 1)), headers, Octets.NONE));
        } catch (SipFault e) {
            return Optional.empty();
        }
    }

    /** The Vias first, then the first From, To, Call-ID and CSeq, as far as they can be repeated. */
    private static List<SipHeader> repeated(byte[] octets, HeadLines lines, SipLimits limits) {
        var vias = new ArrayList<SipHeader>();
        var others = new ArrayList<SipHeader>();
        while (lines.next() && vias.size() + others.size() < limits.headers()) {
            int nameEnd = lines.nameEnd();
            var known = nameEnd < 0 ? null : HeaderRule.of(octets, lines.from, nameEnd);
            if (known == null || !REPEATED.contains(known.rule())) {
                continue;
            }
            try {
                var header = new SipHeader(known.name(), lines.value());
                if (known.rule() == HeaderRule.VIA) {
                    var via = readable(header);
                    if (via.isEmpty() && vias.isEmpty()) {
                        return List.of();
                    }
                    via.ifPresent(vias::add);
                } else if (others.stream().noneMatch(h -> h.is(header.name()))) {
                    others.add(header);
                }
            } catch (SipFault f) {
                // a value that cannot be repeated is left out
            }
        }
        vias.addAll(others);
        return vias;
    }

    /** As it came, if it can be read; else what can be read of it, so that whoever sends the answer finds its way. */
    private static Optional<SipHeader> readable(SipHeader via) {
        try {
            Via.readAll(via.value());
            return Optional.of(via);
        } catch (SipSyntaxException e) {
            return Via.readable(via.value()).map(v -> new SipHeader(via.name(), v.toString()));
        }
    }

    private static Uri uri(String rest) {
        int end = rest.indexOf(' ');
        String text = end < 0 ? rest : rest.substring(0, end);
        try {
            return SipUriCodec.read(text);
        } catch (AddressException e) {
            return new OtherUri("", text);
        }
    }
}
