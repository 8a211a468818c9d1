package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

import org.stox.address.AddressException;
import org.stox.address.SipUriCodec;
import org.stox.protocol.Ascii;

/**
 * One value of Via (RFC 3261 §20.42, RFC 3581): where a response goes.
 *
 * @param transport as written: UDP, TCP, TLS, WS or another token
 * @param host host name, IPv4 address or IPv6 reference in brackets
 */
public record Via(String transport, String host, OptionalInt port, List<HeaderParameter> parameters) {

    /** The mark of a branch that is unique by RFC 3261 §8.1.1.7. */
    public static final String COOKIE = "z9hG4bK";

    private static final String SIP = "SIP";

    public Via {
        if (!SipTokens.isToken(transport) || port.isPresent() && port.getAsInt() > 65535) {
            throw new SipSyntaxException("Bad Via");
        }
        parameters = List.copyOf(parameters);
    }

    /** The Via of a request that we send. */
    public static Via of(String transport, String host, int port, String branch) {
        return new Via(transport, SipUriCodec.host(host), OptionalInt.of(port), List.of(HeaderParameter.of("branch", branch)));
    }

    /** A field with exactly one value. */
    public static Via read(String value) {
        var scan = new Scan(value);
        var via = next(scan);
        scan.end("Via");
        return via;
    }

    /** A field with one or more values, separated by commas. */
    public static List<Via> readAll(String value) {
        var scan = new Scan(value);
        var all = new ArrayList<Via>(1);
        do {
            all.add(next(scan));
        } while (scan.take(','));
        scan.end("Via");
        return all;
    }

    /** All Via values of a message, the topmost first. */
    public static List<Via> of(SipMessage message) {
        var all = new ArrayList<Via>(2);
        for (String value : message.headers("Via")) {
            all.addAll(readAll(value));
        }
        return all;
    }

    /** The topmost Via of a message; empty if there is none or it cannot be read. */
    public static Optional<Via> top(SipMessage message) {
        try {
            return message.header("Via").map(value -> next(new Scan(value)));
        } catch (SipSyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * The first Via of a field, as far as it can be read: transport and sent-by, and the parameters before the fault. Enough to
     * answer a request whose Via is the fault.
     */
    static Optional<Via> readable(String value) {
        try {
            var scan = new Scan(value);
            var via = sentBy(scan);
            while (scan.take(';')) {
                via = plus(via, scan);
            }
            return Optional.of(via);
        } catch (SipSyntaxException e) {
            return Optional.empty();
        }
    }

    private static Via plus(Via via, Scan scan) {
        try {
            var parameters = new ArrayList<>(via.parameters);
            parameters.add(scan.parameter("Bad parameter in Via"));
            check(parameters);
            return new Via(via.transport, via.host, via.port, parameters);
        } catch (SipSyntaxException e) {
            return via;
        }
    }

    private static Via next(Scan scan) {
        var sentBy = sentBy(scan);
        var parameters = scan.parameters("Bad parameter in Via");
        check(parameters);
        return new Via(sentBy.transport, sentBy.host, sentBy.port, parameters);
    }

    private static Via sentBy(Scan scan) {
        int protocol = scan.blank().at;
        scan.passToken("Bad Via");
        if (scan.at - protocol != SIP.length() || !scan.text.regionMatches(true, protocol, SIP, 0, SIP.length())) {
            throw new SipSyntaxException("Bad protocol in Via");
        }
        scan.expect('/', "Bad Via");
        scan.passToken("Bad Via");                          // the version: a 505 must find its way as well
        scan.expect('/', "Bad Via");
        String transport = scan.token("Bad Via");
        int sentBy = scan.at;
        if (scan.blank().at == sentBy) {
            throw new SipSyntaxException("Bad Via");
        }
        int from = scan.at;
        boolean bracket = scan.peek() == '[';
        while (SipTokens.isValueChar(scan.peek()) && (bracket || scan.peek() != ':')) {
            bracket &= scan.text.charAt(scan.at++) != ']';
        }
        String host = host(scan.text.substring(from, scan.at));
        var port = scan.take(':') ? OptionalInt.of(port(scan.token("Bad port in Via"))) : OptionalInt.empty();
        return new Via(transport, host, port, List.of());
    }

    private static void check(List<HeaderParameter> parameters) {
        for (int i = 0; i < parameters.size(); i++) {
            var p = parameters.get(i);
            switch (p.name().toLowerCase(Locale.ROOT)) {
                case "branch" -> {
                    unique(parameters, i);
                    String branch = p.value().orElse("");
                    if (!SipTokens.isToken(branch)) {
                        throw new SipSyntaxException("Bad branch in Via");
                    }
                }
                case "received" -> {
                    unique(parameters, i);
                    String address = p.value().orElse("");
                    host(address.startsWith("[") || address.indexOf(':') < 0 ? address : '[' + address + ']');
                }
                case "rport" -> {
                    unique(parameters, i);
                    p.value().ifPresent(Via::port);
                }
                default -> { }
            }
        }
    }

    private static void unique(List<HeaderParameter> parameters, int at) {
        for (int i = 0; i < at; i++) {
            if (parameters.get(i).name().equalsIgnoreCase(parameters.get(at).name())) {
                throw new SipSyntaxException("Repeated " + parameters.get(at).name() + " in Via");
            }
        }
    }

    private static String host(String text) {
        try {
            return SipUriCodec.host(text);
        } catch (AddressException e) {
            throw new SipSyntaxException("Bad host in Via");
        }
    }

    private static int port(String digits) {
        int port = Ascii.isDigits(digits) && digits.length() <= 5 ? Integer.parseInt(digits) : Integer.MAX_VALUE;
        if (port > 65535) {
            throw new SipSyntaxException("Bad port in Via");
        }
        return port;
    }

    /** The value of a parameter; empty too where it is there without value. */
    public Optional<String> parameter(String name) {
        return HeaderParameter.find(parameters, name).flatMap(HeaderParameter::text);
    }

    public Optional<String> branch() {
        return parameter("branch");
    }

    /** Whether the branch is absent (RFC 2543) or more than the cookie (RFC 3261 §8.1.1.7). */
    boolean hasUsableBranch() {
        return branch().map(b -> !b.equalsIgnoreCase(COOKIE)).orElse(true);
    }

    /** The address that the request came from, without brackets (RFC 5118 §4.5). */
    public Optional<String> received() {
        return parameter("received").map(r -> r.startsWith("[") ? r.substring(1, r.length() - 1) : r);
    }

    /** Whether the sender asks for its port (RFC 3581 §3), or it is filled in already. */
    public boolean hasRport() {
        return HeaderParameter.find(parameters, "rport").isPresent();
    }

    public OptionalInt rport() {
        var value = parameter("rport");
        return value.isPresent() ? OptionalInt.of(port(value.get())) : OptionalInt.empty();
    }

    /** A copy with this parameter in the place of one of the same name, else at the end. */
    public Via with(HeaderParameter parameter) {
        return new Via(transport, host, port, HeaderParameter.with(parameters, parameter));
    }

    /**
     * The Via as the receiver of the request completes it (RFC 3261 §18.2.1, RFC 3581 §4): {@code received} where the address
     * differs from the host or rport was asked for, and rport filled in.
     *
     * @param address the source in digits, IPv6 with or without brackets
     */
    public Via withSource(String address, int sourcePort) {
        String bare = address.startsWith("[") ? address.substring(1, address.length() - 1) : address;
        String shown = bare.indexOf(':') < 0 ? bare : '[' + bare + ']';
        var marked = hasRport() || !shown.equalsIgnoreCase(host)
                ? with(new HeaderParameter("received", Optional.of(bare))) : this;
        return hasRport() ? marked.with(HeaderParameter.of("rport", Integer.toString(sourcePort))) : marked;
    }

    @Override
    public String toString() {
        var text = new StringBuilder("SIP/2.0/").append(transport).append(' ').append(host);
        port.ifPresent(p -> text.append(':').append(p));
        parameters.forEach(p -> text.append(';').append(p));
        return text.toString();
    }
}
