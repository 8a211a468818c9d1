package org.stox.address;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** Text to URI and back: RFC 3261 §19.1.1 and §25.1 for sip, sips, im and pres; other schemes are kept as they are. */
public final class SipUriCodec {

    private static final String UNRESERVED = "-_.!~*'()";
    private static final boolean[] USER = table(UNRESERVED + "&=+$,;?/");
    private static final boolean[] PASSWORD = table(UNRESERVED + "&=+$,");
    private static final boolean[] PARAMETER = table(UNRESERVED + "[]/:&+$");
    private static final boolean[] HEADER = table(UNRESERVED + "[]/?:+$=&");

    private SipUriCodec() {
    }

    private static boolean[] table(String marks) {
        var table = new boolean[128];
        for (char c = 0; c < 128; c++) {
            table[c] = alphanumeric(c) || marks.indexOf(c) >= 0;
        }
        return table;
    }

    static boolean isUnreserved(int c) {
        return alphanumeric(c) || UNRESERVED.indexOf(c) >= 0;
    }

    private static boolean alphanumeric(int c) {
        return c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z';
    }

    /** Any URI that may stand in a SIP message; AddressException if it is malformed. */
    public static Uri read(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || !scheme(text, colon)) {
            throw new AddressException("URI without scheme");
        }
        if (text.startsWith("sip:")) {
            return readSip(SipUri.Scheme.SIP, text, 4);
        }
        String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
        switch (scheme) {
            case "sip":
                return readSip(SipUri.Scheme.SIP, text, colon + 1);
            case "sips":
                return readSip(SipUri.Scheme.SIPS, text, colon + 1);
            case "im":
                return readSip(SipUri.Scheme.IM, text, colon + 1);
            case "pres":
                return readSip(SipUri.Scheme.PRES, text, colon + 1);
            default:
                visible(text);
                return new OtherUri(scheme, text.substring(colon + 1));
        }
    }

    private static boolean scheme(String text, int end) {
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (!alphanumeric(c) && (i == 0 || "+-.".indexOf(c) < 0) || i == 0 && c <= '9') {
                return false;
            }
        }
        return true;
    }

    /**
     * As it is written on the wire, such that {@link #read} gives the same value again; AddressException for parts that would be read
     * as something else, or could end or split a header field.
     */
    public static String write(Uri uri) {
        String text = uri.toString();
        if (!(uri instanceof SipUri sip)) {
            return visible(text);
        }
        sip.user().ifPresent(u -> user(u, 0, u.length()));
        host(sip.host());
        for (var p : sip.parameters()) {
            parameter(p.name());
            p.value().ifPresent(SipUriCodec::parameter);
        }
        sip.headers().ifPresent(h -> headers(h, 0));
        return text;
    }

    private static void parameter(String text) {
        if (text.isEmpty()) {
            throw new AddressException("Empty parameter in URI");
        }
        check(text, 0, text.length(), PARAMETER);
    }

    private static String visible(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == '<' || c == '>' || c == '"') {
                throw new AddressException("Bad character in URI");
            }
        }
        return text;
    }

    private static SipUri readSip(SipUri.Scheme scheme, String text, int from) {
        int at = text.indexOf('@', from);
        Optional<String> user = Optional.empty();
        if (at >= 0) {
            user = Optional.of(user(text, from, at));
            from = at + 1;
        }
        int end = hostEnd(text, from);
        String host = host(text.substring(from, end));
        var port = OptionalInt.empty();
        if (end < text.length() && text.charAt(end) == ':') {
            int digits = end + 1;
            end = digits;
            while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
                end++;
            }
            port = OptionalInt.of(port(text, digits, end));
        }
        int question = text.indexOf('?', end);
        var headers = question < 0 ? Optional.<String>empty() : Optional.of(headers(text, question + 1));
        var parameters = parameters(text, end, question < 0 ? text.length() : question);
        return new SipUri(scheme, user, host, port, parameters, headers);
    }

    private static String user(String text, int from, int to) {
        int colon = text.indexOf(':', from);
        int end = colon < 0 || colon > to ? to : colon;
        if (end == from) {
            throw new AddressException("Empty user in URI");
        }
        check(text, from, end, USER);
        if (end < to) {
            check(text, end + 1, to, PASSWORD);
        }
        return text.substring(from, to);
    }

    private static void check(String text, int from, int to, boolean[] allowed) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c == '%' && i + 2 < to && hex(text.charAt(i + 1)) && hex(text.charAt(i + 2))) {
                i += 2;
            } else if (c >= 128 || !allowed[c]) {
                throw new AddressException("Bad character in URI");
            }
        }
    }

    private static boolean hex(char c) {
        return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F';
    }

    private static int hostEnd(String text, int from) {
        int i = from;
        if (i < text.length() && text.charAt(i) == '[') {
            int bracket = text.indexOf(']', i);
            return bracket < 0 ? text.length() : bracket + 1;
        }
        while (i < text.length() && ":;?".indexOf(text.charAt(i)) < 0) {
            i++;
        }
        return i;
    }

    private static int port(String text, int from, int to) {
        if (from == to || to - from > 5) {
            throw new AddressException("Bad port in URI");
        }
        int port = Integer.parseInt(text.substring(from, to));
        if (port > 65535) {
            throw new AddressException("Bad port in URI");
        }
        return port;
    }

    private static List<SipUri.Parameter> parameters(String text, int from, int to) {
        if (from == to) {
            return List.of();
        }
        if (text.charAt(from) != ';') {
            throw new AddressException("Bad host in URI");
        }
        var parameters = new ArrayList<SipUri.Parameter>(2);
        while (from < to) {
            int end = text.indexOf(';', from + 1);
            end = end < 0 || end > to ? to : end;
            int equal = text.indexOf('=', from);
            boolean valued = equal >= 0 && equal < end;
            int nameEnd = valued ? equal : end;
            if (nameEnd == from + 1 || valued && equal + 1 == end) {
                throw new AddressException("Empty parameter in URI");
            }
            check(text, from + 1, nameEnd, PARAMETER);
            if (valued) {
                check(text, equal + 1, end, PARAMETER);
            }
            parameters.add(new SipUri.Parameter(text.substring(from + 1, nameEnd),
                    valued ? Optional.of(text.substring(equal + 1, end)) : Optional.empty()));
            from = end;
        }
        return parameters;
    }

    private static String headers(String text, int from) {
        if (from == text.length()) {
            throw new AddressException("Empty headers in URI");
        }
        check(text, from, text.length(), HEADER);
        return text.substring(from);
    }

    /**
     * A host as SIP writes it: name, IPv4 address, or IPv6 address in brackets; else AddressException. Three colons before an IPv4
     * part come out as two (RFC 5118 §4.10); underscores are let through, as container names have them.
     */
    public static String host(String text) {
        return SipHost.read(text);
    }
}
