package org.stox.protocol.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.stox.address.AddressException;
import org.stox.address.SipUriCodec;
import org.stox.address.Uri;

/**
 * An address in From, To, Contact, Route and their like (RFC 3261 §20.10, §25.1): name-addr or addr-spec, with parameters of the
 * field.
 *
 * @param displayName its text, without quotes and escapes; CR and LF are refused
 */
public record NameAddr(Optional<String> displayName, Uri uri, List<HeaderParameter> parameters) {

    public NameAddr {
        if (displayName.isPresent() && (displayName.get().indexOf('\r') >= 0 || displayName.get().indexOf('\n') >= 0)) {
            throw new SipSyntaxException("Line break in display name");
        }
        parameters = List.copyOf(parameters);
    }

    /** An address without display name and parameters. */
    public static NameAddr of(Uri uri) {
        return new NameAddr(Optional.empty(), uri, List.of());
    }

    /** A field with exactly one address, such as From and To. */
    public static NameAddr read(String value) {
        var scan = new Scan(value);
        var address = next(scan);
        scan.end("address");
        return address;
    }

    /** A field with addresses separated by commas, such as Contact and Route. */
    public static List<NameAddr> readAll(String value) {
        var scan = new Scan(value);
        var all = new ArrayList<NameAddr>(1);
        do {
            all.add(next(scan));
        } while (scan.take(','));
        scan.end("address");
        return all;
    }

    private static NameAddr next(Scan scan) {
        Optional<String> name = Optional.empty();
        if (scan.blank().peek() == '"') {
            name = Optional.of(SipTokens.unquote(scan.quoted("Unbalanced quotes")));
            if (scan.blank().peek() != '<') {
                throw new SipSyntaxException("Address without angle brackets");
            }
        } else {
            int from = scan.at;
            words(scan);
            if (scan.peek() != '<') {
                scan.at = from;                             // no display name: addr-spec
            } else if (scan.at > from) {
                name = Optional.of(scan.text.substring(from, scan.at).strip());
            }
        }
        var uri = scan.peek() == '<' ? bracketed(scan) : plain(scan);
        var parameters = scan.parameters("Bad parameter in address");
        check(parameters);
        return new NameAddr(name, uri, parameters);
    }

    /** {@code *(token LWS)}. Octets above ASCII are let through, as phones send names so; written again they are quoted. */
    private static void words(Scan scan) {
        int c = scan.peek();
        while (SipTokens.isTokenChar(c) || c > 0x7f || c == ' ' || c == '\t') {
            scan.at++;
            c = scan.peek();
        }
    }

    private static Uri bracketed(Scan scan) {
        int end = scan.text.indexOf('>', scan.at);
        if (end < 0) {
            throw new SipSyntaxException("Unclosed angle bracket");
        }
        String uri = scan.text.substring(scan.at + 1, end);
        scan.at = end + 1;
        return uri(uri);
    }

    /** Without brackets a semicolon begins the parameters of the field, and a comma or question mark may not be in the URI (§20.10). */
    private static Uri plain(Scan scan) {
        int from = scan.at;
        while (!scan.done() && " \t;,".indexOf(scan.peek()) < 0) {
            if (scan.peek() == '?') {
                throw new SipSyntaxException("URI with headers outside angle brackets");
            }
            scan.at++;
        }
        return uri(scan.text.substring(from, scan.at));
    }

    private static Uri uri(String text) {
        try {
            return SipUriCodec.read(text);
        } catch (AddressException e) {
            throw new SipSyntaxException(e.getMessage());
        }
    }

    private static void check(List<HeaderParameter> parameters) {
        boolean tagged = false;
        for (var p : parameters) {
            if (p.name().equalsIgnoreCase("tag")) {
                if (tagged || !SipTokens.isToken(p.value().orElse(""))) {
                    throw new SipSyntaxException("Bad tag");
                }
                tagged = true;
            }
        }
    }

    public Optional<String> tag() {
        return parameter("tag");
    }

    /** The value of a parameter of the field, without quotes; names are compared without case. */
    public Optional<String> parameter(String name) {
        return HeaderParameter.find(parameters, name).flatMap(HeaderParameter::text);
    }

    public NameAddr withTag(String tag) {
        return with(HeaderParameter.of("tag", tag));
    }

    /** A copy with this parameter in the place of one of the same name, else at the end. */
    public NameAddr with(HeaderParameter parameter) {
        return new NameAddr(displayName, uri, HeaderParameter.with(parameters, parameter));
    }

    /** A copy with this display name; the text may be foreign. */
    public NameAddr named(String text) {
        return new NameAddr(Optional.of(text), uri, parameters);
    }

    /** As it goes on the wire: the URI always in brackets, the display name always quoted. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        displayName.ifPresent(n -> text.append(SipTokens.quote(n)).append(' '));
        text.append('<').append(SipUriCodec.write(uri)).append('>');
        parameters.forEach(p -> text.append(';').append(p));
        return text.toString();
    }
}
