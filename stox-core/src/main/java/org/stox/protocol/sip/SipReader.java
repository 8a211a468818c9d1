package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;

import org.stox.address.AddressException;
import org.stox.address.SipUri;
import org.stox.address.SipUriCodec;
import org.stox.address.Uri;
import org.stox.protocol.Ascii;
import org.stox.protocol.Octets;
import org.stox.protocol.sip.SipCodec.Reading;

/** One message out of octets (RFC 3261 §7), with the checks that need nothing but the message. */
final class SipReader {

    private final byte[] octets;
    private final int from;
    private final int to;
    private final SipLimits limits;
    private final List<SipHeader> headers = new ArrayList<>(16);
    private final String[] singles = new String[HeaderRule.values().length];
    private boolean hasVia;

    SipReader(byte[] octets, int from, int to, SipLimits limits) {
        this.octets = octets;
        this.from = skipped(octets, from, to);
        this.to = to;
        this.limits = limits;
    }

    /** Empty lines before the start line are ignored (§7.5). */
    private static int skipped(byte[] octets, int from, int to) {
        int at = from;
        while (at + 1 < to && octets[at] == '\r' && octets[at + 1] == '\n') {
            at += 2;
        }
        return at;
    }

    Reading read() {
        if (to - from > limits.message()) {
            return bad(513, "Message Too Large");
        }
        try {
            return new Reading.Good(message());
        } catch (SipFault f) {
            return bad(f.status(), f.reason());
        } catch (SipSyntaxException | AddressException e) {
            return bad(400, e.getMessage());
        }
    }

    Reading.Bad bad(int status, String reason) {
        return new Reading.Bad(status, reason, PartialRequest.read(octets, from, Math.min(to, from + limits.message()), limits));
    }

    private SipMessage message() throws SipFault {
        var lines = new HeadLines(octets, from, to, limits.header());
        if (!lines.next()) {
            throw lines.fault == null ? new SipFault(400, "No start line") : lines.fault;
        }
        String start = lines.line();
        if (start.startsWith("SIP/")) {
            return response(start, lines);
        }
        int first = start.indexOf(' ');
        int last = start.lastIndexOf(' ');
        String method = first <= 0 || last == first ? "" : start.substring(0, first);
        if (!SipTokens.isToken(method)) {
            throw new SipFault(400, "Bad request line");
        }
        version(start.substring(last + 1));
        var uri = requestUri(start.substring(first + 1, last));
        head(lines);
        String sequence = required(HeaderRule.CSEQ);
        if (SipMethods.isKnown(method) && !CSeq.read(sequence).method().equals(method)) {       // of other methods after 501
            throw new SipFault(400, "CSeq method does not match");
        }
        return new SipRequest(method, uri, headers, body(lines.body()));
    }

    private SipMessage response(String start, HeadLines lines) throws SipFault {
        int first = start.indexOf(' ');
        int second = first < 0 ? -1 : start.indexOf(' ', first + 1);
        String status = first < 0 ? "" : second < 0 ? start.substring(first + 1) : start.substring(first + 1, second);
        if (status.length() != 3 || !Ascii.isDigits(status) || status.charAt(0) < '1' || status.charAt(0) > '6') {
            throw new SipFault(400, "Bad status line");
        }
        version(start.substring(0, first));
        head(lines);
        return new SipResponse(Integer.parseInt(status), second < 0 ? "" : start.substring(second + 1), headers, body(lines.body()));
    }

    private static void version(String text) throws SipFault {
        if (text.equalsIgnoreCase("SIP/2.0")) {
            return;
        }
        int dot = text.indexOf('.');
        boolean other = text.regionMatches(true, 0, "SIP/", 0, 4) && dot > 4
                && Ascii.isDigits(text.substring(4, dot)) && Ascii.isDigits(text.substring(dot + 1));
        throw other ? new SipFault(505, "Version Not Supported") : new SipFault(400, "Bad request line");
    }

    /** §19.1.1, Table 1: a Request-URI has no headers; and no blanks or brackets around it (RFC 4475 §3.1.2.6 to 3.1.2.8). */
    private static Uri requestUri(String text) throws SipFault {
        var uri = SipUriCodec.read(text);
        if (uri instanceof SipUri sip && sip.headers().isPresent()) {
            throw new SipFault(400, "Request-URI with headers");
        }
        return uri;
    }

    private void head(HeadLines lines) throws SipFault {
        while (lines.next()) {
            int nameEnd = lines.nameEnd();
            if (nameEnd < 0) {
                throw new SipFault(400, "Bad header line");
            }
            if (headers.size() == limits.headers()) {
                throw new SipFault(513, "Too many header fields");
            }
            var known = HeaderRule.of(octets, lines.from, nameEnd);
            String value = lines.value();
            field(known.rule(), value);
            headers.add(new SipHeader(known.name(), value));
        }
        if (lines.fault != null) {
            throw lines.fault;
        }
        if (!hasVia) {
            throw new SipFault(400, "Missing Via");
        }
        required(HeaderRule.FROM);
        required(HeaderRule.TO);
        required(HeaderRule.CALL_ID);
        required(HeaderRule.CSEQ);
    }

    private void field(HeaderRule rule, String value) throws SipFault {
        rule.check(value);
        hasVia |= rule == HeaderRule.VIA;
        if (rule.isSingle()) {
            if (singles[rule.ordinal()] != null) {
                throw new SipFault(400, "Repeated " + rule.fieldName());
            }
            singles[rule.ordinal()] = value;
        }
    }

    private String required(HeaderRule rule) throws SipFault {
        if (singles[rule.ordinal()] == null) {
            throw new SipFault(400, "Missing " + rule.fieldName());
        }
        return singles[rule.ordinal()];
    }

    private Octets body(int begin) throws SipFault {
        String length = singles[HeaderRule.CONTENT_LENGTH.ordinal()];
        if (length == null) {
            return Octets.of(octets, begin, to);
        }
        if (length.length() > 9 || Integer.parseInt(length) > to - begin) {
            throw new SipFault(400, "Content-Length larger than body");
        }
        return Octets.of(octets, begin, begin + Integer.parseInt(length));
    }
}
